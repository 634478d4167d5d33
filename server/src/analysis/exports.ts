import { type ExportFact, type FileFacts, WHOLE_MODULE } from "./facts/facts.ts";
import { commonName } from "./facts/names.ts";
import { importedValue } from "./flow/imports.ts";
import type { Machine } from "./flow/machine.ts";
import type { ModuleRun } from "./flow/module-run.ts";
import type { Value } from "./flow/values.ts";

/** What the exports of modules are read from. */
export interface Modules {
  facts(file: string): FileFacts | undefined;
  resolve(specifier: string, from: string): string | undefined;
  /** A module with its top level executed. */
  evaluate(file: string): ModuleRun | undefined;
  isGlacier(specifier: string): boolean;
}

/** The names that a file exports, also those that it only passes on. Adds the files that say so to `uses`. */
export function exportedNames(modules: Modules, file: string, uses: Set<string> = new Set(), seen: Set<string> = new Set()): Set<string> {
  if (seen.has(file)) return new Set();
  seen.add(file);
  uses.add(file);
  const names = (modules.facts(file)?.exports ?? []).flatMap((fact) => {
    if (fact.kind !== "star") return [fact.exported];
    const target = modules.resolve(fact.specifier, file);
    return target === undefined ? [] : [...exportedNames(modules, target, uses, seen)].filter((name) => name !== "default");
  });
  return new Set(names);
}

/** Whether a file passes on the exports of packages, whose names are not known. */
export function passesOnMore(modules: Modules, file: string, seen: Set<string> = new Set()): boolean {
  if (seen.has(file)) return false;
  seen.add(file);
  return (modules.facts(file)?.exports ?? []).some((fact) => {
    if (fact.kind !== "star") return false;
    const target = modules.resolve(fact.specifier, file);
    return target === undefined || passesOnMore(modules, target, seen);
  });
}

/** What a file exports under a name, wherever it comes from. Undefined where nothing is known under it. */
export function exportedValue(
  modules: Modules,
  machine: Machine,
  file: string,
  name: string,
  seen: Set<string> = new Set(),
): Value | undefined {
  const run = seen.has(file) ? undefined : modules.evaluate(file);
  if (!run) return undefined;
  seen.add(file);
  machine.run.uses.add(file);
  machine.run.knownBranches.add(run.branches);
  machine.goOnWhere(run.completed);
  const fact = run.facts.exports.find((it) => it.kind !== "star" && it.exported === name);
  if (fact) return exportedBy(machine, run, fact);
  for (const star of run.facts.exports) {
    if (star.kind !== "star") continue;
    if (modules.isGlacier(star.specifier)) return { kind: "glacier", name };
    const target = modules.resolve(star.specifier, file);
    const value = target === undefined ? undefined : exportedValue(modules, machine, target, name, seen);
    if (value) return value;
  }
  // What gives its exports one by one is imported as an object of them, too.
  const isCommon = run.facts.exports.some(
    (it) => it.kind === "local" && it.exported !== WHOLE_MODULE && it.local === commonName(it.exported),
  );
  if (isCommon && name === "default") return { kind: "namespace", file };
  const whole = run.facts.exports.find((it) => it.kind === "local" && it.exported === WHOLE_MODULE);
  const value = whole && exportedBy(machine, run, whole);
  if (value === undefined || name === "default") return value;
  const member = machine.property(value, name);
  // Of what it does not have, another module may be the one that does.
  return member.kind === "literal" && member.value === undefined ? undefined : member;
}

function exportedBy(machine: Machine, run: ModuleRun, fact: ExportFact): Value | undefined {
  if (fact.kind === "from") return importedValue(machine, run, fact.specifier, fact.imported);
  const cell = fact.kind === "local" ? run.environment.cells.get(fact.local) : undefined;
  return cell && machine.read(cell);
}
