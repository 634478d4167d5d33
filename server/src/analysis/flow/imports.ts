import { WHOLE_MODULE } from "../facts/facts.ts";
import { withNamedExports } from "./common-exports.ts";
import { ALWAYS } from "./guards.ts";
import { forgetFilled, takeOver } from "./loading.ts";
import type { Machine } from "./machine.ts";
import type { ModuleRun } from "./module-run.ts";
import type { Value } from "./values.ts";

/** `require("…")`, which gives what a module puts in the place of its exports, or `import("…")`, which gives an object that has that as its default. */
export function importedModule(machine: Machine, specifier: Value, by: "require" | "import"): Value {
  return machine.over(specifier, (atom) => {
    if (atom.kind === "literal" && typeof atom.value === "string") return moduleNamed(machine, atom.value, by);
    forgetFilled(machine);
    return machine.fresh();
  });
}

function moduleNamed(machine: Machine, specifier: string, by: "require" | "import"): Value {
  const { mocked } = machine.run;
  if (mocked.has(specifier)) return machine.unknown(`mock:${specifier}`);
  if (machine.program.isGlacier(specifier)) return { kind: "glacier", name: "*" };
  const module = machine.program.module(specifier, machine.module);
  if (module && mocked.has(module.file)) return machine.unknown(`mock:${module.file}`);
  if (!module) return machine.unknown(`module:${specifier}`);
  if (module !== machine.run) {
    takeOver(machine, module, machine.paths === ALWAYS);
    const before = machine.paths;
    machine.goOnWhere(module.completed);
    machine.thrown = machine.guards.or(machine.thrown, machine.guards.without(before, machine.paths));
  }
  return moduleValue(machine, module, by === "import");
}

/** What an import declaration brings under one of its names. */
export function importedValue(machine: Machine, from: ModuleRun, specifier: string, imported: string): Value {
  const { mocked } = machine.run;
  if (mocked.has(specifier)) return machine.unknown(`mock:${specifier}.${imported}`);
  if (machine.program.isGlacier(specifier)) return { kind: "glacier", name: imported === "default" ? "*" : imported };
  const module = machine.program.module(specifier, from);
  if (!module) return machine.unknown(`module:${specifier}.${imported}`);
  if (mocked.has(module.file)) return machine.unknown(`mock:${module.file}.${imported}`);
  // What JSON is imported as is the same everywhere; of other modules it depends on how the importer is compiled.
  if (imported === "*") return moduleValue(machine, module, module.file.endsWith(".json"));
  machine.run.uses.add(module.file);
  const written = machine.writtenMember({ kind: "namespace", file: module.file }, imported);
  return written ?? machine.program.exported(machine, module.file, imported) ?? machine.fresh();
}

/** A module as a whole: what it puts in the place of its exports (`export =`, `module.exports =`), else its exports by their names, as `import()` gives them. */
function moduleValue(machine: Machine, module: ModuleRun, isByName: boolean): Value {
  const { file, facts } = module;
  machine.run.uses.add(file);
  const hasOne = !isByName && facts.exports.some((it) => it.kind === "local" && it.exported === WHOLE_MODULE);
  const whole = hasOne ? machine.program.exported(machine, file, WHOLE_MODULE) : undefined;
  return whole ? withNamedExports(machine, module, whole) : { kind: "namespace", file };
}
