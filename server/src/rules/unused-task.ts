import { always, defineRule } from "./rule.ts";
import { unusedVariable } from "./unused-name.ts";

/** A task that no pipeline of its file calls and no other file can. */
export const unusedTask = defineRule<{ unused: { name: string } }>({
  meta: { id: "unused-task", severity: "hint" },
  messages: { unused: ({ name }) => `Task '${name}' is used nowhere: no pipeline calls it, and it is not exported.` },
  subjects: { task: always, at: ({ source, file }, node) => unusedVariable(source, { file, node }) !== undefined },
  create(context) {
    // A file that has no pipeline yet is not done.
    if (context.observed("pipeline").length === 0) return;
    for (const [first] of context.observed("task")) {
      const variable = first && unusedVariable(context.source, first.site);
      if (!variable) continue;
      const at = { file: first.site.file, node: variable.node };
      context.report({ message: "unused", data: { name: variable.name }, at, unnecessary: true });
    }
  },
});
