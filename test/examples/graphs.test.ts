import { join } from "node:path";
import { expect, test } from "vitest";
import { glacier } from "../cli/command.ts";

const cwd = join(import.meta.dirname, "../..");

test.each(["flights", "portable"])("the graph of the example %s is from its source what its pipeline records", async (example) => {
  const args = ["graph", `examples/${example}/pipeline.ts`, "--format", "json"];
  const env = { AWS_REGION: "eu-central-1" };
  const [fromSource, recorded] = [await glacier(args, { cwd, env }), await glacier([...args, "--runtime"], { cwd, env })];
  expect([fromSource.code, recorded.code]).toEqual([0, 0]);
  // Which provider it is the environment decides, and the source says just that.
  expect(sets(fromSource.stdout.replaceAll("Provider.fromEnv()", "aws:eu-central-1"))).toEqual(sets(recorded.stdout));
});

function sets(text: string): unknown {
  const { nodes, edges } = JSON.parse(text) as { nodes: { id: string }[]; edges: { from: string; to: string; kind: string }[] };
  return { nodes: nodes.map(({ id }) => id).sort(), edges: edges.map(({ from, to, kind }) => `${from} ${kind} ${to}`).sort() };
}
