import { type Expression, WHOLE_MODULE } from "../facts/facts.ts";
import { commonName } from "../facts/names.ts";
import type { Machine } from "./machine.ts";
import type { ModuleRun } from "./module-run.ts";
import type { Environment, Value } from "./values.ts";

/** What a CommonJS module reads of its own exports (`exports.name`, `module.exports`); undefined for any other expression, and of what it gives twice. */
export function ownExport(machine: Machine, expression: Expression & { kind: "member" }, environment: Environment): Value | undefined {
  const read = exportRead(expression);
  if (!read || environment.find(read.root)) return undefined;
  const { cells } = machine.module.environment;
  if (machine.module.facts.exports.filter((it) => it.kind !== "star" && it.exported === read.name).length !== 1) return undefined;
  const cell = cells.get(commonName(read.name));
  return cell && (machine.writtenMember({ kind: "unknown", key: read.of }, read.name) ?? machine.read(cell));
}

/** `root`: the name that it begins with, which only means this module where nothing else has it. */
function exportRead({ object, name }: Expression & { kind: "member" }): { root: string; of: string; name: string } | undefined {
  if (object.kind === "name") {
    if (object.name === "exports") return { root: "exports", of: "exports", name };
    return object.name === "module" && name === "exports" ? { root: "module", of: "module", name: WHOLE_MODULE } : undefined;
  }
  const isWhole = object.kind === "member" && object.name === "exports" && object.object.kind === "name" && object.object.name === "module";
  return isWhole ? { root: "module", of: "module.exports", name } : undefined;
}

/** What a CommonJS module has put in the place of its exports also has what it exported by name behind that: `module.exports.name = …`. */
export function withNamedExports(machine: Machine, { file, facts }: ModuleRun, whole: Value): Value {
  const from = facts.exports.findIndex((it) => it.kind === "local" && it.exported === WHOLE_MODULE);
  for (const fact of facts.exports.slice(from + 1)) {
    if (fact.kind !== "local" || fact.exported === WHOLE_MODULE || fact.local !== commonName(fact.exported)) continue;
    const value = machine.program.exported(machine, file, fact.exported);
    if (value) machine.setProperty(whole, fact.exported, value);
  }
  return whole;
}
