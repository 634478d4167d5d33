/**
 * For a file, the files that import it and that it imports in turn, itself included, sorted. Files are looked at when they are asked for.
 */
export function cyclesOf(importsOf: (file: string) => readonly string[]): (file: string) => readonly string[] {
  const cycles = new Map<string, readonly string[]>();
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];

  /** Tarjan's strongly connected components, with a stack of its own: an import chain may be deeper than the engine's. */
  const visit = (start: string): void => {
    const work: { file: string; imports: readonly string[]; next: number }[] = [];
    const enter = (file: string): void => {
      order.set(file, order.size);
      low.set(file, order.get(file) ?? 0);
      stack.push(file);
      work.push({ file, imports: importsOf(file), next: 0 });
    };
    const lower = (file: string, to: number | undefined): void => {
      if (to !== undefined) low.set(file, Math.min(low.get(file) ?? to, to));
    };
    enter(start);
    for (let top = work.at(-1); top; top = work.at(-1)) {
      const { file } = top;
      const imported = top.imports[top.next++];
      if (imported === undefined) {
        work.pop();
        if (low.get(file) === order.get(file)) {
          const members = stack.splice(stack.lastIndexOf(file)).sort();
          for (const member of members) cycles.set(member, members);
        }
        const parent = work.at(-1);
        if (parent) lower(parent.file, low.get(file));
      } else if (!order.has(imported)) enter(imported);
      else if (!cycles.has(imported)) lower(file, order.get(imported));
    }
  };

  return (file) => {
    if (!cycles.has(file)) visit(file);
    return cycles.get(file) ?? [file];
  };
}
