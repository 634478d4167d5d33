/** Computes something of a part of the facts once: parts never change, and those that an edit leaves alone are there after it. */
export function once<Part extends object, Found>(find: (part: Part) => Found): (part: Part) => Found {
  const known = new WeakMap<Part, { found: Found }>();
  return (part) => {
    const before = known.get(part);
    if (before) return before.found;
    const found = find(part);
    known.set(part, { found });
    return found;
  };
}
