import { type FileFacts, WHOLE_MODULE } from "./facts/facts.ts";

interface Files {
  /** The files that import a file, other than for its types alone. */
  importers(file: string): readonly string[];
  /** The file of the workspace that a specifier means. */
  resolve(specifier: string, from: string): string | undefined;
}

/** Whether a module may read one of the exports of a file, itself or through others. */
export function mayBeRead(
  modules: ReadonlyMap<string, { facts: FileFacts }>,
  files: Files,
  file: string,
  names: ReadonlySet<string>,
  seen: ReadonlySet<string> = new Set(),
): boolean {
  if (names.has(WHOLE_MODULE) || seen.has(file)) return true;
  const through = new Set([...seen, file]);
  // A module that hands exports on does not use them itself, so all are asked that import the file.
  return files.importers(file).some((user) => {
    const facts = modules.get(user)?.facts;
    if (user === file || !facts) return false;
    const isIt = (specifier: string): boolean => files.resolve(specifier, user) === file;
    const declared = new Set([...facts.imports, ...facts.exports].flatMap((it) => ("specifier" in it ? [it.specifier] : [])));
    if (facts.requests.some((specifier) => !declared.has(specifier) && isIt(specifier))) return true;
    const isRead = ({ imported }: { imported: string }): boolean => imported === "*" || names.has(imported);
    if (facts.imports.some(({ specifier, bindings }) => bindings.some(isRead) && isIt(specifier))) return true;
    const handedOn = facts.exports.flatMap((it) => {
      if (it.kind === "local" || !isIt(it.specifier)) return [];
      return it.kind === "star" ? [...names] : isRead(it) ? [it.exported] : [];
    });
    return handedOn.length > 0 && mayBeRead(modules, files, user, new Set(handedOn), through);
  });
}
