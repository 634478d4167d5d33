/**
 * The files that can have to do with Glacier: those that name it, and whatever imports one of them, directly or through others.
 * What they import themselves is looked at when a value comes from there.
 */
export const relevantFiles = (files: Iterable<{ path: string; namesGlacier: boolean; imports: readonly string[] }>): Set<string> =>
  withImporters(files, ({ namesGlacier }) => namesGlacier);

/** Some files, and whatever imports one of them, directly or through others. */
export function withImporters<File extends { path: string; imports: readonly string[] }>(
  files: Iterable<File>,
  isOne: (file: File) => boolean,
): Set<string> {
  const all = [...files];
  const importers = importersOf(all);
  const found = new Set(all.flatMap((file) => (isOne(file) ? [file.path] : [])));
  const queue = [...found];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const importer of importers.get(file) ?? []) {
      if (found.has(importer)) continue;
      found.add(importer);
      queue.push(importer);
    }
  }
  return found;
}

/** By file, which files import it. */
export function importersOf(files: Iterable<{ path: string; imports: readonly string[] }>): ReadonlyMap<string, readonly string[]> {
  const importers = new Map<string, string[]>();
  for (const { path, imports } of files) {
    for (const imported of imports) {
      const list = importers.get(imported);
      if (list) list.push(path);
      else importers.set(imported, [path]);
    }
  }
  return importers;
}
