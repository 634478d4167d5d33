import type { Machine } from "./machine.ts";
import type { ModuleRun } from "./module-run.ts";
import type { Value } from "./values.ts";

/** `import("…")` and `require("…")`. */
export function importedModule(machine: Machine, specifier: string): Value {
  if (machine.program.isGlacier(specifier)) return { kind: "glacier", name: "*" };
  const module = machine.program.module(specifier, machine.module);
  return module ? { kind: "namespace", file: module.file } : machine.unknown(`module:${specifier}`);
}

/** What an import declaration brings under one of its names. */
export function importedValue(machine: Machine, from: ModuleRun, specifier: string, imported: string): Value {
  if (machine.program.isGlacier(specifier)) return { kind: "glacier", name: imported === "default" ? "*" : imported };
  const module = machine.program.module(specifier, from);
  if (!module) return machine.unknown(`module:${specifier}.${imported}`);
  machine.run.uses.add(module.file);
  if (imported === "*") return { kind: "namespace", file: module.file };
  return machine.program.exported(machine, module.file, imported) ?? machine.fresh();
}
