import { basename } from "node:path";
import { didYouMean } from "../config/did-you-mean.ts";
import { PipelineError } from "../errors.ts";
import type { LoadedFile, LoadedPipeline } from "./load.ts";

/** A request that names something which does not exist, or that has to name one of several. */
export class UsageError extends PipelineError {
  readonly choices: readonly string[];

  constructor(message: string, choices: readonly string[], hint?: string) {
    super(message, { hint });
    this.choices = choices;
  }
}

/**
 * The pipeline that is meant: the one of that name (else of that export's name), exported or not; without a name the only exported one, else the default export.
 * @throws UsageError with the names to choose from.
 */
export function choosePipeline({ pipelines, functions }: LoadedFile, file: string, name: string | undefined): LoadedPipeline {
  const exported = pipelines.filter(({ exportName }) => exportName !== undefined);
  if (name !== undefined) {
    const all = [...exported, ...pipelines];
    const named = all.filter(({ pipeline }, index) => pipeline.name === name && all.findIndex((it) => it.pipeline === pipeline) === index);
    const found = named.length === 1 ? named[0] : all.find(({ exportName }) => exportName === name);
    if (found) return found;
    if (named.length > 1) {
      throw new UsageError(`${basename(file)} has several pipelines '${name}': give each a name of its own.`, namesOf(named));
    }
    const choices = namesOf(all);
    const near = didYouMean(name, choices);
    throw new UsageError(`${basename(file)} has no pipeline '${name}'.`, choices, near && `Did you mean '${near}'?`);
  }
  const chosen = exported.length === 1 ? exported[0] : exported.find(({ isDefault }) => isDefault);
  if (chosen) return chosen;
  if (exported.length > 1) {
    throw new UsageError(
      `${basename(file)} exports several pipelines: name one of them with --pipeline, or export one as default.`,
      namesOf(exported),
    );
  }
  throw noPipeline(pipelines, functions, file);
}

/** What to call each by: its name, or its export's where several have one name. */
function namesOf(pipelines: readonly LoadedPipeline[]): string[] {
  const several = ({ pipeline }: LoadedPipeline): boolean =>
    pipelines.some((other) => other.pipeline !== pipeline && other.pipeline.name === pipeline.name);
  return [...new Set(pipelines.map((it) => (several(it) ? (it.exportName ?? it.pipeline.name) : it.pipeline.name)))];
}

/** The pipelines to draw: the one of that name, else every exported one. */
export function choosePipelines(loaded: LoadedFile, file: string, name: string | undefined): LoadedPipeline[] {
  if (name !== undefined) return [choosePipeline(loaded, file, name)];
  const exported = loaded.pipelines.filter(({ exportName }) => exportName !== undefined);
  if (exported.length === 0) throw noPipeline(loaded.pipelines, loaded.functions, file);
  return exported;
}

function noPipeline(pipelines: readonly LoadedPipeline[], functions: readonly string[], file: string): UsageError {
  const names = pipelines.map(({ pipeline }) => pipeline.name);
  const hint =
    names.length > 0
      ? "Export one of those it has, or name it with --pipeline."
      : functions.length > 0
        ? `It exports the function '${functions[0]}': if that makes a pipeline, export what it returns.`
        : 'Export one: export const sales = pipeline({ name: "sales" }, () => { ... });';
  return new UsageError(`${basename(file)} exports no pipeline.`, names, hint);
}
