// One contestant of the benches of edits and of memory, in a process of its own: takes texts of files, and answers each with the milliseconds until
// the diagnostics were there, by the clock and of the processors. Glacier's are those of every file that the edit affects; TypeScript's those of the files that are asked for.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ts } from "../../server/src/analysis/facts/compiler.ts";
import { MemoryBounds } from "../../server/src/lsp/memory.ts";
import { analyserBundle } from "./analyser-bundle.mjs";
import { HUB } from "./generated-workspace.mjs";

const [contestant, folder] = process.argv.slice(2);
const { edit, diagnoseAll, worked = () => undefined } = contestant === "glacier" ? await glacier() : typescript();
process.on("message", ({ kind, file, text, files }) => {
  if (kind === "memory") return process.send(memory());
  const [started, before] = [performance.now(), process.cpuUsage()];
  const affected = kind === "edit" ? edit(file, text, files) : diagnoseAll(files);
  const { user, system } = process.cpuUsage(before);
  process.send({ ms: performance.now() - started, cpuMs: (user + system) / 1000, affected });
  worked();
});
process.send("ready");

/** What the process has, after what is garbage was collected, and the most that it ever had: MiB. */
function memory() {
  for (let time = 0; time < 3; time++) globalThis.gc();
  return {
    now: process.memoryUsage.rss() / 2 ** 20,
    heap: process.memoryUsage().heapUsed / 2 ** 20,
    peak: process.resourceUsage().maxRSS / 2 ** 10,
  };
}

async function glacier() {
  const { Workspace } = await import(analyserBundle());
  // As the server does it, also that it collects new objects between two keys.
  const memory = new MemoryBounds();
  memory.begin();
  const workspace = new Workspace({ folders: [folder] });
  await workspace.index();
  let version = 0;
  return {
    edit(file, text) {
      const affected = new Set([...workspace.open(file, text, ++version), file]);
      for (const each of affected) workspace.diagnose(each);
      return [...affected];
    },
    diagnoseAll(files) {
      for (const file of files) workspace.diagnose(file);
    },
    worked: () => memory.worked(),
  };
}

/** TypeScript's own server, in this process: its session answers `geterr` with the syntactic, the semantic and the suggestion diagnostics. */
function typescript() {
  const nothing = () => undefined;
  const reports = new Set();
  const waiting = [];
  const host = {
    ...ts.sys,
    watchFile: () => ({ close: nothing }),
    watchDirectory: () => ({ close: nothing }),
    setTimeout: (act) => waiting.push(act),
    clearTimeout: nothing,
    setImmediate: (act) => waiting.push(act),
    clearImmediate: nothing,
  };
  const logger = {
    ...{ close: nothing, hasLevel: () => false, loggingEnabled: () => false, perftrc: nothing, info: nothing, msg: nothing },
    ...{ startGroup: nothing, endGroup: nothing, getLogFileName: nothing },
  };
  const session = new ts.server.Session({
    ...{ host, logger, cancellationToken: ts.server.nullCancellationToken, useSingleInferredProject: false },
    ...{ useInferredProjectPerProjectRoot: false, typingsInstaller: ts.server.nullTypingsInstaller, byteLength: Buffer.byteLength },
    ...{ hrtime: process.hrtime, canUseEvents: true, eventHandler: ({ eventName }) => reports.add(eventName) },
  });
  const opened = new Map();
  const request = (command, args) => session.executeCommand({ seq: 0, type: "request", command, arguments: args });
  const diagnoseAll = (files) => {
    const open = files.filter((file) => opened.has(file));
    reports.clear();
    session.event = ({ file }, name) => name === "semanticDiag" && reports.add(file);
    request("geterr", { files: open, delay: 0 });
    while (waiting.length > 0) waiting.shift()();
    if (reports.size !== open.length) throw new Error(`tsserver gave diagnostics of ${reports.size} files, not of ${open.length}`);
    // `geterr` answers only for what an editor has open.
    for (const file of files) {
      if (opened.has(file)) continue;
      for (const kind of ["syntactic", "semantic", "suggestion"]) {
        const { response } = request(`${kind}DiagnosticsSync`, { file, projectFileName: join(folder, "tsconfig.json") });
        if (!Array.isArray(response)) throw new Error(`tsserver gave no ${kind} diagnostics of ${file}`);
      }
    }
  };
  const edit = (file, text, files) => {
    const old = opened.get(file);
    if (old === undefined) request("open", { file, fileContent: text, projectRootPath: folder });
    else {
      const { from, to, inserted } = difference(old, text);
      const [{ line, offset }, end] = [positionIn(old, from), positionIn(old, to)];
      request("change", { file, line, offset, endLine: end.line, endOffset: end.offset, insertString: inserted });
    }
    opened.set(file, text);
    diagnoseAll(files);
  };
  const hub = join(folder, HUB);
  edit(hub, readFileSync(hub, "utf8"), [hub]);
  return { edit, diagnoseAll };
}

/** What an editor sends: the part of a text that is another now. */
function difference(old, text) {
  let from = 0;
  while (from < old.length && old[from] === text[from]) from++;
  let rest = 0;
  while (rest < Math.min(old.length, text.length) - from && old.at(-1 - rest) === text.at(-1 - rest)) rest++;
  return { from, to: old.length - rest, inserted: text.slice(from, text.length - rest) };
}

/** From 1, as TypeScript's server counts. */
function positionIn(text, at) {
  const lines = text.slice(0, at).split("\n");
  return { line: lines.length, offset: lines.at(-1).length + 1 };
}
