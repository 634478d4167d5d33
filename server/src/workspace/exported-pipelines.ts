import { WHOLE_MODULE } from "../analysis/facts/facts.ts";
import { atomsOf, type PipelineAtom, type Value } from "../analysis/flow/values.ts";

/** A pipeline as whoever loads its file comes by it. */
export interface FoundPipeline {
  pipeline: PipelineAtom;
  /** Undefined for one that the file makes or imports, but does not export. */
  exportName: string | undefined;
}

/** Which of a file's pipelines are meant, or the names to choose from. */
export type ChosenPipelines = { kind: "chosen"; pipelines: PipelineAtom[] } | { kind: "none" | "several"; choices: string[] };

/** The pipelines of a file: those that it exports, as when it is loaded, and then those that it only makes. */
export function findPipelines(exported: readonly { name: string; value: Value }[], made: readonly PipelineAtom[]): FoundPipeline[] {
  const found = new Map<PipelineAtom, string | undefined>();
  // By the alphabet, as a module has its exports.
  const sorted = unwrapped(exported).toSorted((left, right) => (left.name < right.name ? -1 : 1));
  for (const { name, value } of sorted) {
    for (const atom of atomsOf(value)) {
      if (atom.kind !== "pipeline") continue;
      // Exported twice it is still one; a name of its own tells more than `default`.
      const before = found.get(atom);
      found.set(atom, before && before !== "default" ? before : name);
    }
  }
  for (const pipeline of made) if (!found.has(pipeline)) found.set(pipeline, undefined);
  return [...found].map(([pipeline, exportName]) => ({ pipeline, exportName }));
}

/** The one of that name, else of that export's name; without a name every exported one. The rule that holds when the file is loaded. */
export function choosePipelines(found: readonly FoundPipeline[], name: string | undefined): ChosenPipelines {
  const exported = found.filter(({ exportName }) => exportName !== undefined);
  if (name === undefined) {
    if (exported.length === 0) return { kind: "none", choices: namesOf(found) };
    return { kind: "chosen", pipelines: exported.map(({ pipeline }) => pipeline) };
  }
  const named = found.filter(({ pipeline }) => pipeline.name === name);
  const only = named.length === 1 ? named[0] : found.find(({ exportName }) => exportName === name);
  if (only) return { kind: "chosen", pipelines: [only.pipeline] };
  return named.length > 1 ? { kind: "several", choices: namesOf(named) } : { kind: "none", choices: namesOf(found) };
}

/** What to call each by: its name, or its export's where several have one name. */
function namesOf(found: readonly FoundPipeline[]): string[] {
  const isShared = (name: string | undefined): boolean => found.filter(({ pipeline }) => pipeline.name === name).length > 1;
  return [
    ...new Set(
      found.flatMap(({ pipeline: { name }, exportName }) => (isShared(name) && exportName !== undefined ? exportName : (name ?? []))),
    ),
  ];
}

/** A CommonJS file has its exports in an object of its own, and so has a file whose only export is a default object. */
function unwrapped(exported: readonly { name: string; value: Value }[]): readonly { name: string; value: Value }[] {
  const [only] = exported;
  if (exported.length !== 1 || !only || (only.name !== "default" && only.name !== WHOLE_MODULE) || only.value.kind !== "object")
    return exported;
  return [...only.value.properties].flatMap(([name, { value }]) => (value ? [{ name, value }] : []));
}
