import * as core from "@glacier/core";
import * as config from "@glacier/core/config";
import { type Graph, mergeGraphs } from "@glacier/core/graph";
import { build, stop } from "esbuild";
import { afterAll, expect, test } from "vitest";
import { fc, runs } from "../../support/properties.ts";
import { type Program, programs } from "../../support/server/pipeline-programs.ts";
import { openProject } from "../../support/server/project.ts";

afterAll(stop);

test("of generated pipelines, the source says what is recorded when the file is loaded", async () => {
  let drawn = 0;
  await fc.assert(
    fc.asyncProperty(programs, async (program) => {
      const { read, recorded } = await graphsOf(program);
      // Without an export there is nothing to draw, either way.
      if (recorded === undefined) {
        expect(read).toMatchObject({ kind: "none" });
        return;
      }
      drawn++;
      expect((read as Graph).nodes.filter(({ detail }) => detail.sometimes)).toEqual([]);
      expect(sets(read as Graph)).toEqual(sets(recorded));
    }),
    { numRuns: runs(150) },
  );
  expect(drawn).toBeGreaterThan(75);
});

async function graphsOf(program: Program): Promise<{ read: unknown; recorded: Graph | undefined }> {
  const { workspace, path, dispose } = await openProject(program);
  try {
    return { read: workspace.graphOfFile(path("main.ts")), recorded: await record(path("main.ts")) };
  } finally {
    dispose();
  }
}

/** What a file's exported pipelines record, bundled as the runner bundles it. */
async function record(file: string): Promise<Graph | undefined> {
  const { outputFiles } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    format: "cjs",
    keepNames: true,
    external: ["@glacier/core", "@glacier/core/config"],
  });
  const exported: Record<string, unknown> = {};
  const modules: Record<string, unknown> = { "@glacier/core": core, "@glacier/core/config": config };
  const module = { exports: exported };
  new Function("require", "module", "exports", outputFiles[0]?.text ?? "")((name: string) => modules[name], module, exported);
  const pipelines = Object.values(module.exports).filter((it): it is core.Pipeline => typeof it === "function" && "graph" in it);
  return pipelines.length === 0 ? undefined : mergeGraphs(pipelines.map((pipeline) => pipeline.graph()));
}

const sets = ({ nodes, edges }: Graph): unknown => ({
  nodes: nodes
    .map(({ id, detail }) => (Array.isArray(detail.unclear) ? `${id}, unclear: ${[...new Set(detail.unclear)].sort().join()}` : id))
    .sort(),
  edges: edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`).sort(),
});
