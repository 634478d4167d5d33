import { always, defineRule } from "./rule.ts";
import { unusedVariable } from "./unused-name.ts";

/** A bucket, function or environment that nothing reads, writes or runs on. */
export const unusedResource = defineRule<{ unused: { name: string; type: string } }>({
  meta: { id: "unused-resource", severity: "hint" },
  messages: { unused: ({ name, type }) => `'${name}' is used nowhere: what ${type}() makes is given to nothing, and it is not exported.` },
  subjects: { factory: always, at: ({ source, file }, node) => unusedVariable(source, { file, node }) !== undefined },
  create(context) {
    // A file of nothing but resources may be there for the infrastructure that is generated of it.
    if (context.observed("pipeline").length === 0 && context.observed("task").length === 0) return;
    for (const [first] of context.observed("factory")) {
      const variable = first && unusedVariable(context.source, first.site);
      if (!variable) continue;
      const at = { file: first.site.file, node: variable.node };
      context.report({ message: "unused", data: { name: variable.name, type: first.type }, at, unnecessary: true });
    }
  },
});
