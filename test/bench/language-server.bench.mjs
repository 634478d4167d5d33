// From the start of the process to the answer to `initialize`, and on to the first diagnostics of an open file: Glacier's server against
// TypeScript's own (`tsc --lsp`), in turn, on the same generated workspace, after a first start that fills file and compile caches.
import { execFileSync, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver/node";
import { median, spread } from "./statistics.mjs";

const root = join(import.meta.dirname, "../..");
const rounds = Number(process.env.ROUNDS ?? 11);
const files = Number(process.env.FILES ?? 300);
const scratch = mkdtempSync(join(tmpdir(), "glacier-bench-"));
const workspace = join(scratch, "workspace");

/** One file in ten is a pipeline, as in the measurements that the analyser was designed by; the last one has a mistake for each server. */
function generateWorkspace() {
  mkdirSync(workspace);
  writeFileSync(
    join(workspace, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { strict: true, module: "nodenext", target: "es2023", types: [] } }),
  );
  writeFileSync(join(workspace, "package.json"), JSON.stringify({ name: "generated", type: "module" }));
  for (let at = 0; at < files; at++) writeFileSync(join(workspace, `file${at}.ts`), at % 10 === 0 ? pipelineFile(at) : plainFile(at));
  const text = `${pipelineFile(files, "new BlobConfig()")}\nexport const wrong: number = "text";\n`;
  const file = join(workspace, "open.ts");
  writeFileSync(file, text);
  return { uri: pathToFileURL(file).href, text };
}

const plainFile = (at) =>
  Array.from({ length: 20 }, (_, part) =>
    [
      `export interface Row${part} { id: number; name: string; amount: number }`,
      `export function sum${part}(rows: readonly Row${part}[]): number {`,
      `  let total = ${at};`,
      "  for (const row of rows) {",
      "    if (row.amount > 0) total += row.amount;",
      "  }",
      "  return total;",
      "}",
    ].join("\n"),
  ).join("\n");

const pipelineFile = (
  at,
  config = "new S3Config({ versioning: true })",
) => `import { Provider, pipeline, task, type Bucket } from "@glacier/core";
import { AwsConfig, BlobConfig, S3Config } from "@glacier/core/config";
export const provider${at} = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const raw${at} = provider${at}.bucket("raw-zone", { path: "${at}/in.parquet", config: ${config} });
export const out${at} = provider${at}.bucket("clean-zone", { path: "${at}/out.parquet" });
const load${at} = task(async function load${at}(source: Bucket) { return source.scan(); });
const save${at} = task(function save${at}(df: unknown, to: Bucket) { return to.write(df as never); });
export const pipeline${at} = pipeline({ name: "pipeline${at}" }, () => { save${at}(load${at}(raw${at}), out${at}); });
${plainFile(at)}`;

/** Milliseconds from the start of the process. */
async function measure(command, args, { uri, text }) {
  const started = performance.now();
  const child = spawn(command, args, { cwd: workspace, stdio: ["pipe", "pipe", "ignore"] });
  const connection = createMessageConnection(new StreamMessageReader(child.stdout), new StreamMessageWriter(child.stdin));
  for (const request of ["client/registerCapability", "workspace/diagnostic/refresh", "window/workDoneProgress/create"])
    connection.onRequest(request, () => null);
  connection.onRequest("workspace/configuration", ({ items }) => items.map(() => null));
  connection.listen();
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: pathToFileURL(workspace).href,
    workspaceFolders: [{ uri: pathToFileURL(workspace).href, name: "workspace" }],
    capabilities: { textDocument: { diagnostic: {} }, general: { positionEncodings: ["utf-16"] } },
  });
  const initialize = performance.now() - started;
  await connection.sendNotification("initialized", {});
  await connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId: "typescript", version: 1, text } });
  const report = await connection.sendRequest("textDocument/diagnostic", { textDocument: { uri } });
  const diagnostics = performance.now() - started;
  if (!(report.items?.length > 0)) throw new Error(`${command} found nothing in the open file`);
  const exited = new Promise((resolve) => child.once("exit", resolve));
  await connection.sendRequest("shutdown");
  await connection.sendNotification("exit");
  await exited;
  connection.dispose();
  return { initialize, diagnostics };
}

try {
  const open = generateWorkspace();
  execFileSync(process.execPath, [join(root, "esbuild.mjs"), `--outdir=${scratch}`, "server"]);
  const tsc = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");
  const glacier = () => measure(process.execPath, [join(scratch, "server/main.mjs"), "--stdio"], open);
  const typescript = () => measure(process.execPath, [tsc, "--lsp", "--stdio"], open);
  await glacier();
  await typescript();
  const pairs = [];
  for (let round = 0; round < rounds; round++) {
    // Who goes first alternates, so that neither always runs on the warmer machine.
    const [first, second] = round % 2 === 0 ? [glacier, typescript] : [typescript, glacier];
    const [a, b] = [await first(), await second()];
    pairs.push(round % 2 === 0 ? { glacier: a, typescript: b } : { glacier: b, typescript: a });
  }
  console.log(`${rounds} pairs, ${files} files, ms             min / median / max`);
  const ratios = {};
  for (const point of ["initialize", "diagnostics"]) {
    for (const server of ["glacier", "typescript"]) {
      console.log(`${`${server}, to ${point}`.padEnd(30)}${spread(pairs.map((pair) => pair[server][point]))}`);
    }
    ratios[point] = median(pairs.map((pair) => pair.glacier[point] / pair.typescript[point]));
    console.log(`to ${point}, glacier ÷ typescript: ${ratios[point].toFixed(3)} (median of the pairs)`);
  }
  console.log(JSON.stringify({ bench: "language-server", rounds, files, ratios }));
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
