import { toDot, toMermaid } from "@glacier/core/graph";
import { graphFile } from "@glacier/core/runner";
import { Command, Option } from "commander";
import type { CommandFactory } from "../context.ts";
import { printProblem } from "../print-problem.ts";

interface GraphFlags {
  pipeline?: string;
  format: "mermaid" | "dot" | "json";
}

/** `glacier graph FILE` */
export const graphCommand: CommandFactory = (context, done) =>
  new Command("graph")
    .description("draw the pipelines of a file, without running them")
    .argument("<file>", "the TypeScript or JavaScript file")
    .option("--pipeline <name>", "only this pipeline (default: every one)")
    .addOption(new Option("--format <format>", "what to print").choices(["mermaid", "dot", "json"]).default("mermaid"))
    .action(async (file: string, flags: GraphFlags) => {
      const { cwd, env } = context;
      const answer = await graphFile({ file, cwd, env, pipeline: flags.pipeline, onOutput: (_, text) => context.stderr.write(text) });
      if (!answer.ok) {
        printProblem(context, answer.error, answer.choices);
        return done(answer.exitCode);
      }
      context.stdout.write(render(flags.format, answer.value));
    });

function render(format: GraphFlags["format"], graph: Parameters<typeof toDot>[0]): string {
  switch (format) {
    case "mermaid":
      return toMermaid(graph);
    case "dot":
      return toDot(graph);
    case "json":
      return `${JSON.stringify(graph, null, 2)}\n`;
  }
}
