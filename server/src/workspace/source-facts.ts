import { extractData } from "../analysis/extract/data.ts";
import { extractFacts } from "../analysis/extract/extract.ts";
import { spliceFacts } from "../analysis/extract/splice.ts";
import type { Alignment } from "../analysis/facts/align.ts";
import type { FileFacts } from "../analysis/facts/facts.ts";
import { loadedTypeScript, type TypeScript } from "../analysis/facts/typescript.ts";
import type { Disk } from "./disk.ts";
import { nameOf } from "./paths.ts";
import type { FactsReader } from "./reading-thread.ts";
import { isDataName } from "./scan.ts";
import type { SourceFile } from "./source-file.ts";

/** The facts of a text as the content of a file; undefined for what is nested too deeply, and for data that is none. */
export function factsOf(ts: TypeScript, file: string, text: string): FileFacts | undefined {
  return isDataName(nameOf(file)) ? extractData(ts, file, text) : extractFacts(ts, file, text);
}

/**
 * The facts of a file's present text, read in another thread where one is given. Undefined before the parser is loaded, of what is no source text, and of what
 * is nested too deeply.
 */
export function readFacts(source: SourceFile, disk: Disk, thread?: FactsReader): FileFacts | undefined {
  const ts = loadedTypeScript();
  if (!(thread ?? ts) || !source.scan) return undefined;
  const facts = thread ? thread.read(source.path, source.text) : ts && factsOf(ts, source.path, source.text);
  if (isDataName(nameOf(source.path))) return facts;
  if (!facts) disk.note(source.path, { kind: "deep" });
  else if (disk.whyPassedOver(source.path)?.kind === "deep") disk.note(source.path, undefined);
  return facts;
}

/** The facts after an edit inside of a single statement; undefined where the whole text has to be read. */
export function splicedFacts(source: SourceFile, old: FileFacts): Alignment | undefined {
  const ts = loadedTypeScript();
  const { before, change } = source.edit;
  return ts && source.scan ? spliceFacts(ts, source.path, old, before, source.text, change) : undefined;
}

/** Whether a text could be read as the content of a file, once the parser is loaded. */
export function isWellFormed(file: string, text: string): boolean {
  const ts = loadedTypeScript();
  return ts !== undefined && extractFacts(ts, file, text)?.syntaxError === undefined;
}
