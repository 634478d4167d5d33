// What the processes of Glacier's analyser and of TypeScript's server hold of one workspace: opened with one file, as an editor does, and after every
// file was diagnosed. FILES changes the amount.
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startContestant } from "./contestants.mjs";
import { edits, generateWorkspace, HUB, isInstalled, typedText } from "./generated-workspace.mjs";

const files = Number(process.env.FILES ?? 5000);
/** How often each edit of the hub is typed. */
const KEYS = 8;
const folder = mkdtempSync(join(tmpdir(), "glacier-bench-"));
try {
  generateWorkspace(folder, files);
  const all = readdirSync(folder)
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name));
  const measured = {};
  for (const name of ["glacier", "typescript"]) {
    const { ask, stop } = await startContestant(name, folder);
    const opened = await ask({ kind: "memory" });
    await ask({ kind: "diagnose", files: all });
    const diagnosed = await ask({ kind: "memory" });
    const hub = join(folder, HUB);
    for (let key = 0; key < KEYS; key++) {
      for (const edit of Object.values(edits).filter(({ file }) => file === HUB))
        await ask({ kind: "edit", file: hub, text: typedText(edit, 1 + (key % 8)), files: [hub] });
    }
    measured[name] = { opened, diagnosed, edited: await ask({ kind: "memory" }) };
    stop();
  }
  console.log(`${files} files, MiB                       Glacier  TypeScript   Glacier ÷ TypeScript (goal ≤ 0.2)`);
  const ratios = {};
  for (const [state, title] of Object.entries({ opened: "opened", diagnosed: "every file diagnosed", edited: "after edits" })) {
    ratios[state] = {};
    for (const [figure, of] of Object.entries({ now: "resident", heap: "heap", peak: "peak" })) {
      const [ours, theirs] = [measured.glacier[state][figure], measured.typescript[state][figure]];
      ratios[state][figure] = ours / theirs;
      console.log(
        `${`${title}, ${of}`.padEnd(36)}${ours.toFixed(0).padStart(8)}${theirs.toFixed(0).padStart(12)}${(ours / theirs).toFixed(3).padStart(12)}`,
      );
    }
  }
  console.log(JSON.stringify({ bench: "memory", isInstalled, files, ratios }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
