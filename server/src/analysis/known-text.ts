import { type Atom, atomsOf, type Value } from "./flow/values.ts";

/**
 * A value as text, as far as the source says it: `$VARIABLE` where the environment decides, `?` where only a run can tell.
 * One of several values is not known; with a variable of the environment among them, the environment decides.
 */
export function knownText(value: Value): string {
  const atoms = atomsOf(value);
  const variable = atoms.find((atom) => atom.kind === "unknown" && atom.variable !== undefined);
  return textOfAtom(atoms.length === 1 ? atoms[0] : variable);
}

/** The same of one of the things that a value may be. */
export function textOfAtom(atom: Atom | undefined): string {
  if (atom?.kind === "literal") return String(atom.value);
  return atom?.kind === "unknown" && atom.variable !== undefined ? `$${atom.variable}` : "?";
}
