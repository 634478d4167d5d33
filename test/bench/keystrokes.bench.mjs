// Keystrokes in a large workspace: from the new text to the diagnostics of the edited file, in a file that nothing imports and in one that many
// files import. Glacier's workspace against `geterr` of the tsserver in the TypeScript that ts-morph brings, key by key in turn, each in a process
// of its own, so that neither's garbage is collected on the other's time. Glacier itself is not installed there: what TypeScript would have to
// infer of its types is none of its work here.
import { fork } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { median, quantile } from "./statistics.mjs";

const files = Number(process.env.FILES ?? 5000);
const importers = Math.ceil(files / 10);
const keys = Number(process.env.KEYS ?? 60);
const scratch = mkdtempSync(join(tmpdir(), "glacier-bench-"));

const plain = (at) =>
  Array.from(
    { length: 20 },
    (_, part) => `export interface Row${part} { id: number; name: string; amount: number }
export function sum${part}(rows: readonly Row${part}[]): number {
  let total = ${at};
  for (const row of rows) {
    if (row.amount > 0) total += row.amount;
  }
  return total;
}`,
  ).join("\n");

const hub = `import { Provider } from "@glacier/core";
import { AwsConfig, S3Config } from "@glacier/core/config";
export const provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const secure = () => new S3Config({ storageClass: "STANDARD" });
export const open = (name: string) => provider.bucket(name, { config: secure() });
console.log("ready");
${plain(0)}
`;

const leaf = (at) => `import { task, pipeline, type Bucket } from "@glacier/core";
import { provider, open } from "./hub.ts";
export const raw${at} = provider.bucket("raw-zone", { path: "${at}/in.parquet" });
export const out${at} = open("out-${at}");
const load${at} = task(async function load${at}(source: Bucket) { return source.scan(); });
const save${at} = task(function save${at}(df: unknown, to: Bucket) { return to.write(df as never); });
export const pipeline${at} = pipeline({ name: "pipeline${at}" }, () => { save${at}(load${at}(raw${at}), out${at}); });
${plain(at)}
`;

/** What is typed: each key is one more character at a place. */
const edits = {
  "leaf, a bucket's path": { file: "file7.ts", text: leaf(7), before: '"7/in', typed: "x" },
  "hub, a comment": { file: "hub.ts", text: hub, before: 'console.log("', typed: " ", at: "// A note.\n" },
  "hub, a text that is logged": { file: "hub.ts", text: hub, before: '"ready', typed: "x" },
  "hub, a helper's body": { file: "hub.ts", text: hub, before: "let total = 0", typed: "1" },
  "hub, what importers use": { file: "hub.ts", text: hub, before: '"STANDARD', typed: "x" },
};

function generateWorkspace() {
  const compilerOptions = { strict: true, module: "nodenext", target: "es2023", types: [], noEmit: true, allowImportingTsExtensions: true };
  mkdirSync(scratch, { recursive: true });
  writeFileSync(join(scratch, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(join(scratch, "package.json"), JSON.stringify({ name: "generated", type: "module" }));
  writeFileSync(join(scratch, "hub.ts"), hub);
  for (let at = 0; at < files; at++) writeFileSync(join(scratch, `file${at}.ts`), at < importers ? leaf(at) : plain(at));
}

/** A process that answers each key with the milliseconds that it took. */
async function start(contestant) {
  // What TypeScript's session answers goes to its standard output, as that of a server does.
  const options = { execArgv: ["--conditions", "glacier-source"], stdio: ["ignore", "ignore", "inherit", "ipc"] };
  const child = fork(join(import.meta.dirname, "keystrokes.mjs"), [contestant, scratch], options);
  let answered = Promise.withResolvers();
  child.on("message", (answer) => answered.resolve(answer));
  child.on("exit", () => answered.reject(new Error(`${contestant} ended`)));
  const ask = (file, text) => {
    answered = Promise.withResolvers();
    child.send({ file: join(scratch, file), text });
    return answered.promise;
  };
  await answered.promise;
  return { ask, stop: () => child.disconnect() };
}

try {
  generateWorkspace();
  const [glacier, typescript] = [await start("glacier"), await start("typescript")];
  console.log(`${files} files, ${importers} of which import the hub; ${keys} keys each, ms      p50 /    p95`);
  const ratios = {};
  for (const [title, { file, text, before, typed, at = "" }] of Object.entries(edits)) {
    const times = { glacier: [], typescript: [] };
    for (let key = 0; key < keys; key++) {
      const place = text.indexOf(before) + (at === "" ? before.length : 0);
      const edited = `${text.slice(0, place)}${at}${typed.repeat(1 + (key % 8))}${text.slice(place)}`;
      // Who goes first alternates, so that neither always runs on the warmer machine.
      const order = key % 2 === 0 ? ["glacier", "typescript"] : ["typescript", "glacier"];
      for (const name of order) times[name].push(await (name === "glacier" ? glacier : typescript).ask(file, edited));
    }
    for (const name of ["glacier", "typescript"]) {
      const [p50, p95] = [median(times[name]), quantile(times[name], 0.95)].map((value) => value.toFixed(1).padStart(7));
      console.log(`${`${title}: ${name}`.padEnd(56)}${p50} /${p95}`);
    }
    ratios[title] = {
      p50: median(times.glacier) / median(times.typescript),
      p95: quantile(times.glacier, 0.95) / quantile(times.typescript, 0.95),
    };
    console.log(`${title}: glacier ÷ typescript: p50 ${ratios[title].p50.toFixed(3)}, p95 ${ratios[title].p95.toFixed(3)}`);
    // The next edit starts from the file as it was.
    for (const server of [glacier, typescript]) await server.ask(file, text);
  }
  glacier.stop();
  typescript.stop();
  console.log(JSON.stringify({ bench: "keystrokes", files, keys, ratios }));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
