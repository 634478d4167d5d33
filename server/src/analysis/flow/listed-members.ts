import type { Machine } from "./machine.ts";
import { isSymbolName } from "./members.ts";
import type { ObjectAtom, Value } from "./values.ts";

interface Listed {
  names: string[];
  /** They may come in another order. */
  isMixed: boolean;
  /** The same, or others may be among them. */
  open: boolean;
}

/** The names under which an object's own members are gone through (`Object.keys`, `for…in`, `{ ...object }`), in the order of the language. */
export function listedNames(machine: Machine, atom: ObjectAtom): Listed {
  const { properties, getters, setters, hidden } = machine.seen(atom);
  const own = [...properties.keys()];
  const computed = [...(getters?.keys() ?? [])].filter((name) => !properties.has(name));
  const names = [...own, ...computed].filter((name) => !isSymbolName(name) && !hidden?.has(name));
  // Accessors are kept beside the other members, so how these come between them is not known.
  const isMixed = (computed.length > 0 && own.length > 0) || (setters !== undefined && setters.size > 0);
  return { names: inOrder(names), isMixed, open: isMixed || machine.isOpen(atom) };
}

/** The names of all that `{ ...object }` and `Object.assign` copy, symbols among them. */
export function namesToCopy(machine: Machine, atom: ObjectAtom): string[] {
  const { properties, getters, hidden } = machine.seen(atom);
  return [...properties.keys(), ...(getters?.keys() ?? [])].filter((name) => !hidden?.has(name));
}

/** Whole numbers come first, by size; then the others, as they were added. */
function inOrder(names: string[]): string[] {
  const numbers = names.filter(isIndex);
  if (numbers.length === 0) return names;
  return [...numbers.sort((left, right) => Number(left) - Number(right)), ...names.filter((name) => !isIndex(name))];
}

const isIndex = (name: string): boolean => /^(?:0|[1-9]\d{0,9})$/.test(name) && Number(name) < 2 ** 32 - 1;

/** A member that is defined without being enumerable is read like others, but not gone through. */
export function hideMember(machine: Machine, object: Value, name: string, descriptor: Value): void {
  if (descriptor.kind !== "object") return;
  const enumerable = machine.property(descriptor, "enumerable");
  const isShown = enumerable.kind === "literal" ? Boolean(enumerable.value) : undefined;
  // One that is there already stays as it is where nothing is said.
  const isSaid = enumerable.kind !== "literal" || enumerable.value !== undefined;
  machine.over(object, (atom) => {
    if (atom.kind === "object" && isShown !== true && (isSaid || !machine.seen(atom).properties.has(name)))
      hideIn(machine, atom, name, isShown);
    return atom;
  });
}

function hideIn(machine: Machine, atom: ObjectAtom, name: string, isShown: boolean | undefined): void {
  const own = machine.owned(atom);
  if (isShown === false && machine.guards.implies(own.origin.guard, machine.paths)) own.hidden = new Set(own.hidden).add(name);
  // It may be gone through, or not.
  else own.open = true;
}
