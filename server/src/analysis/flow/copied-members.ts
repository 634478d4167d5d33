import { WHOLE_MODULE } from "../facts/facts.ts";
import { NEVER } from "./guards.ts";
import { namesToCopy } from "./listed-members.ts";
import type { Machine } from "./machine.ts";
import { truthOf } from "./operators.ts";
import type { Atom, ObjectAtom, Value } from "./values.ts";

/** Whether there is nothing to copy from a value on the current paths: that of `X && { … }` where X is not set, whatever it is then. */
export const hasNothingToCopy = (machine: Machine, value: Value): boolean =>
  machine.guards.and(machine.paths, truthOf(machine, value)) === NEVER;

/** `{ ...source }` into an object, over what it has. */
export function copyProperties(machine: Machine, target: ObjectAtom, source: Atom): void {
  switch (source.kind) {
    case "object": {
      const { properties, spread } = machine.seen(source);
      for (const name of namesToCopy(machine, source)) {
        const cell = properties.get(name);
        target.properties.set(name, machine.cell(cell ? machine.read(cell) : machine.property(source, name)));
      }
      if (machine.isOpen(source)) openUp(machine, target, properties, spread);
      return;
    }
    case "literal":
      return;
    case "config":
      if (source.options.kind === "object") copyProperties(machine, target, source.options);
      else openUp(machine, target, new Map());
      return;
    case "namespace":
      copyExports(machine, target, source.file);
      return;
    case "glacier":
      openUp(machine, target, new Map(), source.name === "*" ? source : undefined);
      return;
    default:
      openUp(machine, target, new Map());
  }
}

/** What a module exports under names of its own. */
function copyExports(machine: Machine, target: ObjectAtom, file: string): void {
  const { names, areAll } = machine.program.exportedNames(machine, file);
  const copied = new Map([...names].map((name) => [name, machine.cell(machine.property({ kind: "namespace", file }, name))]));
  for (const [name, cell] of copied) target.properties.set(name, cell);
  if (!areAll || names.has(WHOLE_MODULE)) openUp(machine, target, copied);
}

/** Properties that are not known may have come over any that were there, except those just copied. `from`: Glacier's package, if they are its exports. */
function openUp(machine: Machine, target: ObjectAtom, copied: ReadonlyMap<string, unknown>, from?: ObjectAtom["spread"]): void {
  for (const [name, cell] of target.properties) if (!copied.has(name)) cell.value = machine.fresh();
  target.open = true;
  if (from) target.spread = from;
  else delete target.spread;
}
