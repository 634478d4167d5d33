import type { Site } from "../facts/facts.ts";
import { makeArray } from "./iteration.ts";
import type { Machine } from "./machine.ts";
import { readFrom } from "./operators.ts";
import { callMethodOf, callPure, matches, type PureArgument, type PureResult } from "./pure.ts";
import { type Atom, type BuiltinAtom, type LiteralAtom, literal, type UnknownAtom, type Value } from "./values.ts";

/** Calls a function of the language, or a method of a plain value, that gives the same for the same and does nothing else. */
export function callPlain(machine: Machine, callee: BuiltinAtom, given: readonly Value[], site: Site): Value {
  const { self, name } = callee;
  return overEach(machine, given, (atoms) => {
    const result = self?.kind === "literal" ? onPlain(self, name, atoms) : onPlain(undefined, self ? nameOf(self, name) : name, atoms);
    if (!result) return machine.callUnknown(callee, atoms, site);
    const from = self ? [self, ...atoms] : atoms;
    if ("value" in result) return readFrom(literal(result.value), ...from);
    return makeArray(
      machine,
      result.list.map((value) => readFrom(literal(value), ...from)),
    );
  });
}

/** Asks a regular expression that the source writes out. */
export function callPattern(machine: Machine, self: UnknownAtom, callee: BuiltinAtom, given: readonly Value[], site: Site): Value {
  return overEach(machine, given, (atoms) => {
    const [text] = atoms;
    const found = self.pattern && callee.name === "test" && text?.kind === "literal" ? matches(self.pattern, text.value) : undefined;
    return found === undefined ? machine.callUnknown(callee, atoms, site) : readFrom(literal(found), text);
  });
}

/** `new RegExp("…")`, and a regular expression written out. */
export function makePattern(machine: Machine, given: readonly Value[]): Value {
  const [source, flags] = given;
  const made = machine.unknown(`new RegExp(${given.map((value) => machine.questionKey(value)).join(",")})`);
  if (source?.kind !== "literal" || (flags && flags.kind !== "literal")) return made;
  return { ...made, pattern: { source: String(source.value), flags: String(flags?.value ?? "") } };
}

function onPlain(self: LiteralAtom | undefined, name: string, given: readonly Atom[]): PureResult | undefined {
  const plain: PureArgument[] = [];
  for (const atom of given) {
    if (atom.kind === "literal") plain.push(atom.value);
    else if (atom.kind === "unknown" && atom.pattern && self) plain.push(atom.pattern);
    else return undefined;
  }
  // Only a method of a text is given a pattern.
  return self ? callMethodOf(self.value, name, plain) : callPure(name, plain as Parameters<typeof callPure>[1]);
}

const nameOf = (owner: Atom, name: string): string => (owner.kind === "builtin" ? `${owner.name}.${name}` : name);

/** Does something with each way in which several values may be. */
function overEach(machine: Machine, values: readonly Value[], act: (atoms: Atom[]) => Value, done: Atom[] = []): Value {
  const [first, ...rest] = values;
  if (!machine.step()) return machine.fresh();
  return first ? machine.over(first, (atom) => overEach(machine, rest, act, [...done, atom])) : act(done);
}
