import type { NodeId } from "../facts/facts.ts";
import type { Machine } from "./machine.ts";
import type { HandleUse } from "./observations.ts";
import { atomsOf, type Value } from "./values.ts";

/** Notes that something is done with a value that a handle cannot take part in. Where the value may be something else too, nothing is said. */
export function noteHandleUse(machine: Machine, value: Value, use: HandleUse, node: NodeId): void {
  if (use.how === "member" && ALLOWED_MEMBERS.has(use.name)) return;
  const [first, ...others] = atomsOf(machine.restrict(value));
  if (first?.kind !== "handle" || others.some(({ kind }) => kind !== "handle")) return;
  machine.observe({ kind: "handle", site: machine.site(node), step: first.step, use });
}

/** What printing and comparing tools ask every object for. */
const ALLOWED_MEMBERS: ReadonlySet<string> = new Set(["constructor", "toJSON"]);
