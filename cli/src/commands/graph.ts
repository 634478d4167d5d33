import { statSync } from "node:fs";
import { resolve } from "node:path";
import { type Graph, toDot, toMermaid, toSvg } from "@glacier/core/graph";
import { graphFile, type RunnerAnswer, type StepError } from "@glacier/core/runner";
import type { RelatedLocation } from "@glacier/server";
import { Command, Option } from "commander";
import { loadAnalyser } from "../analyser.ts";
import type { CommandContext, CommandFactory } from "../context.ts";
import { printProblem } from "../print-problem.ts";
import { projectOf } from "../project.ts";

interface GraphFlags {
  pipeline?: string;
  format: "mermaid" | "dot" | "json" | "svg";
  runtime?: boolean;
}

/** `glacier graph FILE` */
export const graphCommand: CommandFactory = (context, done) =>
  new Command("graph")
    .description("draw the pipelines of a file, without running them")
    .argument("<file>", "the TypeScript or JavaScript file")
    .option("--pipeline <name>", "only this pipeline (default: every one)")
    .addOption(new Option("--format <format>", "what to print").choices(["mermaid", "dot", "json", "svg"]).default("mermaid"))
    .option("--runtime", "load the file and draw what its pipelines record (default: read the source, and load nothing)")
    .action(async (file: string, flags: GraphFlags) => {
      const answer = flags.runtime ? await fromRuntime(context, file, flags.pipeline) : await fromSource(context, file, flags.pipeline);
      if (answer.ok) {
        context.stdout.write(render(flags.format, answer.value));
        return;
      }
      printProblem(context, answer.error, answer.choices);
      done(answer.exitCode);
    });

function fromRuntime({ cwd, env, stderr }: CommandContext, file: string, pipeline: string | undefined): Promise<RunnerAnswer<Graph>> {
  return graphFile({ file, cwd, env, pipeline, onOutput: (_, text) => stderr.write(text) });
}

async function fromSource({ cwd }: CommandContext, file: string, pipeline: string | undefined): Promise<RunnerAnswer<Graph>> {
  const path = resolve(cwd, file);
  if (!statSync(path, { throwIfNoEntry: false })?.isFile()) return usage("NOT_FOUND", `There is no file '${file}'.`, []);
  const { Workspace } = await loadAnalyser();
  const workspace = new Workspace({ folders: [projectOf(path, cwd)], followsImports: true });
  await workspace.index();
  const broken = workspace.syntaxError(path);
  if (broken) return { ok: false, exitCode: 1, error: syntaxError(broken) };
  const drawn = workspace.graphOfFile(path, pipeline);
  if (!("kind" in drawn)) return { ok: true, value: drawn };
  if (drawn.kind === "several")
    return usage("PIPELINE_INVALID", `${file} has several pipelines '${pipeline}': give each a name of its own.`, drawn.choices);
  if (pipeline !== undefined) return usage("PIPELINE_INVALID", `${file} has no pipeline '${pipeline}'.`, drawn.choices);
  const hint =
    drawn.choices.length > 0
      ? "Export one of those it has, or name it with --pipeline."
      : "If another file makes them, draw what is recorded with --runtime.";
  return usage("PIPELINE_INVALID", `${file} exports no pipeline.`, drawn.choices, hint);
}

function usage(code: StepError["code"], message: string, choices: string[], hint?: string): RunnerAnswer<Graph> {
  return { ok: false, exitCode: 2, error: { name: "GlacierError", code, message, hint, retryable: false }, choices };
}

/** What `glacier run` says of such a file. */
function syntaxError({ file, range: { start }, message }: RelatedLocation): StepError {
  const location = { file, line: start.line + 1, column: start.character + 1 };
  return { name: "GlacierError", code: "PIPELINE_INVALID", message: `The file cannot be read: ${message}`, retryable: false, location };
}

function render(format: GraphFlags["format"], graph: Graph): string {
  switch (format) {
    case "mermaid":
      return toMermaid(graph);
    case "dot":
      return toDot(graph);
    case "json":
      return `${JSON.stringify(graph, null, 2)}\n`;
    case "svg":
      return toSvg(graph);
  }
}
