// One contestant of the keystrokes bench: takes texts of files, and answers each with the milliseconds until the file's diagnostics were there.
import { readFileSync } from "node:fs";
import { ts } from "../../server/src/analysis/facts/compiler.ts";

const [contestant, folder] = process.argv.slice(2);
const type = contestant === "glacier" ? await glacier() : typescript();
process.on("message", ({ file, text }) => {
  const started = performance.now();
  type(file, text);
  process.send(performance.now() - started);
});
process.send("ready");

async function glacier() {
  const { Workspace } = await import("../../server/src/workspace/workspace.ts");
  const workspace = new Workspace({ folders: [folder] });
  await workspace.index();
  let version = 0;
  return (file, text) => {
    workspace.open(file, text, ++version);
    workspace.diagnose(file);
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
  const diagnose = (file) => {
    reports.clear();
    session.event = (_, name) => reports.add(name);
    request("geterr", { files: [file], delay: 0 });
    while (waiting.length > 0) waiting.shift()();
    if (!reports.has("semanticDiag")) throw new Error(`tsserver gave no diagnostics of ${file}`);
  };
  const type = (file, text) => {
    const old = opened.get(file);
    if (old === undefined) request("open", { file, fileContent: text, projectRootPath: folder });
    else {
      const { from, to, inserted } = difference(old, text);
      const [{ line, offset }, end] = [positionIn(old, from), positionIn(old, to)];
      request("change", { file, line, offset, endLine: end.line, endOffset: end.offset, insertString: inserted });
    }
    opened.set(file, text);
    diagnose(file);
  };
  type(`${folder}/hub.ts`, readFileSync(`${folder}/hub.ts`, "utf8"));
  return type;
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
