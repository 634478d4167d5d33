import type { Fix } from "../analysis/diagnostic.ts";
import type { Site } from "../analysis/facts/facts.ts";
import { toFixEdits } from "../fixes/text-edits.ts";
import { always, defineRule } from "./rule.ts";

/** A task that starts to read or write and does not wait for it. */
export const unawaitedIo = defineRule<{ dropped: { method: string } }>({
  meta: { id: "unawaited-io", severity: "warning" },
  messages: {
    dropped: ({ method }) =>
      `Nothing waits for this ${method}(): the step may end before it has, and its failure is lost. Await or return it.`,
  },
  subjects: { dropped: always },
  create(context) {
    for (const calls of context.observed("dropped")) {
      const [first] = calls;
      if (!first) continue;
      const { site, method } = first;
      const isAsync = calls.every((call) => call.isAsync);
      context.report({ message: "dropped", data: { method }, at: site, fixes: () => (isAsync ? [addAwait(site)] : []) });
    }

    function addAwait(site: Site): Fix {
      const { start } = context.source.offsets(site);
      const edits = toFixEdits(context.source, [{ file: site.file, start, end: start, newText: "await " }]);
      return { title: "Add await", kind: "quickfix", preferred: true, edits };
    }
  },
});
