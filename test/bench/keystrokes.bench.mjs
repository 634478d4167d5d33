// Keystrokes in a large workspace: from the new text to the diagnostics of all files that it affects, in a file that nothing imports and in one that many
// files import. Glacier's workspace against `geterr` of the tsserver in the TypeScript that ts-morph brings, key by key in turn, each in a process
// of its own, so that neither's garbage is collected on the other's time. TypeScript is asked twice: for the edited file alone, which is less than
// Glacier does, and, with fewer keys, for the very files that Glacier looked at. Beside the clock stands the time that the
// processors worked, as a mean: on a machine that does other things as well that is the steadier figure. Whoever edits has typed before, so the first
// keys of each edit, for which either's code is compiled, are not counted. Before each key there is a pause, as when somebody types: without it,
// quick edits show stalls of ten milliseconds and more by the clock that are in no processor time, and edits that many files see are quicker. Needs `npm run build`. FILES, KEYS, ALL_KEYS, WARM_KEYS and PAUSE_MS change the amounts.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { startContestant } from "./contestants.mjs";
import { edits, generateWorkspace, isInstalled, typedText } from "./generated-workspace.mjs";
import { median, quantile } from "./statistics.mjs";

const files = Number(process.env.FILES ?? 5000);
const keys = Number(process.env.KEYS ?? 60);
const keysForAll = Number(process.env.ALL_KEYS ?? 6);
const warmKeys = Number(process.env.WARM_KEYS ?? 20);
const pauseMs = Number(process.env.PAUSE_MS ?? 60);
const only = process.env.EDITS;
const folder = mkdtempSync(join(tmpdir(), "glacier-bench-"));

try {
  const { pipelines } = generateWorkspace(folder, files);
  const contestants = { glacier: await startContestant("glacier", folder), typescript: await startContestant("typescript", folder) };
  console.log(
    `${files} files, ${pipelines} of which import the hub; ${keys} keys each, ms, p50 / p95 / processor time; goal of p95: ≤ 0.10`,
  );
  const results = {};
  for (const [title, edit] of Object.entries(edits)) {
    if (only !== undefined && !title.includes(only)) continue;
    const file = join(folder, edit.file);
    const alone = await type(contestants, edit, { warm: warmKeys, count: keys }, () => [file]);
    const all = keysForAll > 0 ? await type(contestants, edit, { warm: 1, count: keysForAll }, (affected) => affected) : undefined;
    results[title] = { affected: alone.affected, alone: ratiosOf(alone), ...(all && { all: ratiosOf(all) }) };
    console.log(`\n${title}: ${alone.affected} files are affected`);
    row("glacier", alone.glacier);
    row("typescript, that file alone", alone.typescript, results[title].alone);
    if (all) row("typescript, all of them", all.typescript, results[title].all);
    // The next edit starts from the file as it was.
    for (const { ask } of Object.values(contestants)) await ask({ kind: "edit", file, text: edit.text, files: [file] });
  }
  for (const { stop } of Object.values(contestants)) stop();
  console.log(JSON.stringify({ bench: "keystrokes", isInstalled, files, keys, edits: results }));
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** `askedFor` says of which files TypeScript is asked for diagnostics, by those that Glacier found to be affected. */
async function type(contestants, edit, { warm, count }, askedFor) {
  const times = { glacier: [], typescript: [] };
  const file = join(folder, edit.file);
  // The first key is not counted: it opens the file, and says which files are affected.
  const { affected } = await contestants.glacier.ask({ kind: "edit", file, text: typedText(edit, 9) });
  const asked = askedFor(affected);
  await contestants.typescript.ask({ kind: "edit", file, text: typedText(edit, 9), files: asked });
  for (let key = 0; key < warm + count; key++) {
    const question = { kind: "edit", file, text: typedText(edit, 1 + (key % 8)), files: asked };
    // Who goes first alternates, so that neither always runs on the warmer machine.
    const order = key % 2 === 0 ? ["glacier", "typescript"] : ["typescript", "glacier"];
    for (const name of order) {
      await setTimeout(pauseMs);
      const answer = await contestants[name].ask(question);
      if (key >= warm) times[name].push(answer);
    }
  }
  return { ...times, affected: affected.length };
}

function figuresOf(answers) {
  const times = answers.map(({ ms }) => ms);
  return { p50: median(times), p95: quantile(times, 0.95), cpu: answers.reduce((sum, { cpuMs }) => sum + cpuMs, 0) / answers.length };
}

function ratiosOf({ glacier, typescript }) {
  const [ours, theirs] = [figuresOf(glacier), figuresOf(typescript)];
  return Object.fromEntries(Object.keys(ours).map((figure) => [figure, Number((ours[figure] / theirs[figure]).toFixed(4))]));
}

function row(title, answers, ratios) {
  const { p50, p95, cpu } = figuresOf(answers);
  const figures = [p50, p95, cpu].map((value) => value.toFixed(1).padStart(7)).join(" /");
  const against = ratios
    ? `   glacier ÷ it: ${Object.values(ratios)
        .map((ratio) => ratio.toFixed(3))
        .join(" / ")}`
    : "";
  console.log(`${title.padEnd(30)}${figures}${against}`);
}
