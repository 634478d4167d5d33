import { expect, onTestFinished } from "vitest";
import type { Diagnostic } from "../../../server/src/analysis/diagnostic.ts";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { fc, runs } from "../properties.ts";
import { openProject } from "./project.ts";

/**
 * Edits a workspace at random, each file to one of the texts that are given for it, of which it has the first at the beginning, and compares what is said after each edit
 * with what a workspace says that is opened with the same texts. `times`: how many sequences of edits are tried. `isUnread`: of texts that cannot be read, which keep
 * what was known of them, as a workspace that has not seen that cannot know.
 */
export async function expectEditedLikeFresh(
  texts: Readonly<Record<string, readonly string[]>>,
  { times, isUnread = () => false }: { times: number; isUnread?: (text: string) => boolean },
): Promise<void> {
  const [edited, fresh] = [await openProject({}), await openProject({})];
  onTestFinished(edited.dispose);
  onTestFinished(fresh.dispose);
  const names = Object.keys(texts);
  const most = Math.max(...Object.values(texts).map(({ length }) => length));
  const edit = fc.record({ file: fc.constantFrom(...names), choice: fc.nat(most - 1) });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 10 }), async (edits) => {
      for (const name of names) for (const { write } of [edited, fresh]) write(name, texts[name]?.[0] ?? "");
      const workspace = new Workspace({ folders: [edited.folder] });
      await workspace.index();
      for (const name of names) workspace.diagnose(edited.path(name));
      const now = new Map<string, string>();
      for (const { file, choice } of edits) {
        const text = texts[file]?.[choice % (texts[file]?.length ?? 1)] ?? "";
        now.set(file, text);
        fresh.write(file, text);
        workspace.open(edited.path(file), text, 1);
        if ([...now.values()].some(isUnread)) continue;
        const cold = new Workspace({ folders: [fresh.folder] });
        await cold.index();
        for (const name of names) {
          const said = plain(edited.folder, workspace.diagnose(edited.path(name)));
          expect(said, name).toEqual(plain(fresh.folder, cold.diagnose(fresh.path(name))));
        }
      }
    }),
    { numRuns: runs(times) },
  );
}

/** What is said, without the folder that it is said of. */
function plain(folder: string, diagnostics: readonly Diagnostic[]): unknown {
  const told = diagnostics.map(({ code, severity, range, message, related }) => ({ code, severity, range, message, related }));
  return JSON.parse(JSON.stringify(told).replaceAll(folder, ""));
}
