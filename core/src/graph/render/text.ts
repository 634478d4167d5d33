import type { Graph, GraphNode } from "../graph.ts";
import { type Arrow, outline } from "./outline.ts";

/** The graph as indented lines for a terminal or a log: each pipeline, its steps, and what each step takes and gives. Ends with a line break unless empty. */
export function toText(graph: Graph): string {
  const { pipelines, loose, arrows } = outline(graph);
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const name = (id: string): string => oneLine(nodes.get(id)?.name ?? id);
  const lines = pipelines.flatMap(({ node, steps }) => [
    `pipeline ${oneLine(node.name)}`,
    ...steps.map((step) => `  ${stepLine(step, arrows, name)}`),
  ]);
  for (const node of loose) lines.push(`${node.kind} ${oneLine(node.name)}${node.uri === undefined ? "" : ` ${oneLine(node.uri)}`}`);
  return lines.map((line) => `${line}\n`).join("");
}

function stepLine(step: GraphNode, arrows: readonly Arrow[], name: (id: string) => string): string {
  const into = (kind: Arrow["kind"]): string =>
    list(arrows.filter((arrow) => arrow.to === step.id && arrow.kind === kind).map(({ from }) => name(from)));
  const outOf = (kind: Arrow["kind"]): string =>
    list(arrows.filter((arrow) => arrow.from === step.id && arrow.kind === kind).map(({ to }) => name(to)));
  const facts = [
    ["takes", into("dataflow")],
    ["after", into("dependsOn")],
    ["reads", into("reads")],
    ["writes", outOf("writes")],
    ["runs on", outOf("runsOn")],
  ].filter(([, names]) => names !== "");
  return [oneLine(step.name), ...facts.map(([verb, names]) => `${verb} ${names}`)].join("; ");
}

const list = (names: readonly string[]): string => names.join(", ");

/** A control character in a name would move the cursor of the terminal that shows it. */
function oneLine(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ");
}
