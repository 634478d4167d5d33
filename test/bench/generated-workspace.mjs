import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes a project of so many source files of about 160 lines. One in ten has to do with Glacier: pipelines that take their provider from one
 * file, the hub, and make buckets through a helper of it. The rest is what else stands in a repository. Glacier and Node's types are there as in a
 * real project, built by `npm run build`. With `INSTALLED=0` they are not: what TypeScript has to infer of them is none of its work then, which is the
 * harder comparison.
 */
export function generateWorkspace(folder, files) {
  const pipelines = Math.ceil(files / 10);
  const types = isInstalled ? ["node"] : [];
  const language = { strict: true, module: "nodenext", target: "es2023", types, skipLibCheck: true };
  const compilerOptions = { ...language, noEmit: true, allowImportingTsExtensions: true };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions }));
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "generated", type: "module" }));
  if (isInstalled) {
    const root = join(import.meta.dirname, "../..");
    for (const [name, target] of [
      ["@glacier/core", "core"],
      ["@types/node", "node_modules/@types/node"],
    ]) {
      mkdirSync(join(folder, "node_modules", name, ".."), { recursive: true });
      symlinkSync(join(root, target), join(folder, "node_modules", name), "junction");
    }
  }
  writeFileSync(join(folder, HUB), hub);
  for (let at = 1; at < files; at++) writeFileSync(join(folder, fileName(at)), at <= pipelines ? pipelineFile(at) : plain(at));
  return { pipelines };
}

/** Whether the workspace has Glacier in its `node_modules`. */
export const isInstalled = process.env.INSTALLED !== "0";

/** The file that all pipelines import. */
export const HUB = "hub.ts";

/** One that nothing imports. */
export const LEAF = "file7.ts";

const fileName = (at) => `file${at}.ts`;

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

const pipelineFile = (at) => `import { task, pipeline, type Bucket } from "@glacier/core";
import { provider, open } from "./hub.ts";
export const raw${at} = provider.bucket("raw-zone", { path: "${at}/in.parquet" });
export const out${at} = open("out-${at}");
const load${at} = task(async function load${at}(source: Bucket) { return source.scan(); });
const save${at} = task(function save${at}(df: unknown, to: Bucket) { return to.write(df as never); });
export const pipeline${at} = pipeline({ name: "pipeline${at}" }, () => { save${at}(load${at}(raw${at}), out${at}); });
${plain(at)}
`;

const leaf = pipelineFile(7);

/** What is typed: each key is one more character at a place of a file. `at` is put before the place first. */
export const edits = {
  "leaf, a bucket's path": { file: LEAF, text: leaf, before: '"7/in', typed: "x" },
  "leaf, a helper's body": { file: LEAF, text: leaf, before: "let total = 7", typed: "1" },
  "leaf, a task's name": { file: LEAF, text: leaf, before: "function load7", typed: "x" },
  "leaf, a task's parameter": { file: LEAF, text: leaf, before: "function save7(df", typed: "x" },
  "leaf, more in a helper's body": { file: LEAF, text: leaf, before: "total += row.amount", typed: " + row.id" },
  "hub, a comment": { file: HUB, text: hub, before: 'console.log("', typed: " ", at: "// A note.\n" },
  "hub, a text that is logged": { file: HUB, text: hub, before: '"ready', typed: "x" },
  "hub, a helper's body": { file: HUB, text: hub, before: "let total = 0", typed: "1" },
  "hub, a value that importers pass on": { file: HUB, text: hub, before: '"STANDARD', typed: "x" },
  "hub, a region": { file: HUB, text: hub, before: '"eu-west-1', typed: "1" },
  "hub, what importers call": { file: HUB, text: hub, before: "provider.bucket(name", typed: ' + "x"' },
};

/** The text of an edit's file after so many keys. */
export function typedText({ text, before, typed, at = "" }, keys) {
  const place = text.indexOf(before) + (at === "" ? before.length : 0);
  return `${text.slice(0, place)}${at}${typed.repeat(keys)}${text.slice(place)}`;
}
