import { extractData } from "../analysis/extract/data.ts";
import { extractFacts } from "../analysis/extract/extract.ts";
import { spliceFacts } from "../analysis/extract/splice.ts";
import type { Alignment } from "../analysis/facts/align.ts";
import type { FileFacts } from "../analysis/facts/facts.ts";
import { loadedTypeScript } from "../analysis/facts/typescript.ts";
import type { Disk } from "./disk.ts";
import { nameOf } from "./paths.ts";
import { isDataName } from "./scan.ts";
import type { SourceFile } from "./source-file.ts";

/** The facts of a file's present text. Undefined before the parser is loaded, of what is no source text, and of what is nested too deeply. */
export function readFacts(source: SourceFile, disk: Disk): FileFacts | undefined {
  const ts = loadedTypeScript();
  if (!ts || !source.scan) return undefined;
  if (isDataName(nameOf(source.path))) return extractData(ts, source.path, source.text);
  const facts = extractFacts(ts, source.path, source.text);
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
