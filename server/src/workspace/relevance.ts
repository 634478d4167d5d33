/**
 * The files that can have to do with Glacier: those that name it, and whatever imports one of them, directly or through others.
 * What they import themselves is looked at when a value comes from there.
 */
export function relevantFiles(files: Iterable<{ path: string; namesGlacier: boolean; imports: readonly string[] }>): Set<string> {
  const importers = new Map<string, string[]>();
  const relevant = new Set<string>();
  for (const { path, namesGlacier, imports } of files) {
    if (namesGlacier) relevant.add(path);
    for (const imported of imports) {
      const list = importers.get(imported);
      if (list) list.push(path);
      else importers.set(imported, [path]);
    }
  }
  const queue = [...relevant];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    for (const importer of importers.get(file) ?? []) {
      if (relevant.has(importer)) continue;
      relevant.add(importer);
      queue.push(importer);
    }
  }
  return relevant;
}
