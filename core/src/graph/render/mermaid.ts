import type { Graph, GraphNode } from "../graph.ts";
import { type Arrow, labelOf, outline } from "./outline.ts";

/** The graph as a Mermaid flowchart. Names may hold any character: ids are numbered, labels escaped. Ends with a line break. */
export function toMermaid(graph: Graph): string {
  const { pipelines, loose, arrows } = outline(graph);
  const numbers = new Map<string, string>();
  const number = (id: string): string => {
    const known = numbers.get(id) ?? `n${numbers.size}`;
    numbers.set(id, known);
    return known;
  };
  const lines = ["flowchart LR"];
  for (const node of loose) lines.push(`  ${number(node.id)}${shape(node)}`);
  for (const { node, steps } of pipelines) {
    lines.push(`  subgraph ${number(node.id)}["${escaped(node.name)}"]`);
    for (const step of steps) lines.push(`    ${number(step.id)}${shape(step)}`);
    lines.push("  end");
  }
  for (const arrow of arrows) lines.push(`  ${number(arrow.from)} ${line(arrow)} ${number(arrow.to)}`);
  return `${lines.join("\n")}\n`;
}

function shape(node: GraphNode): string {
  const label = labelOf(node).map(escaped).join("<br>");
  switch (node.kind) {
    case "provider":
      return `(["${label}"])`;
    case "bucket":
      return `[("${label}")]`;
    case "serverless":
      return `[["${label}"]]`;
    case "environment":
      return `{{"${label}"}}`;
    case "pipeline":
    case "step":
      return `["${label}"]`;
  }
}

function line({ kind }: Arrow): string {
  switch (kind) {
    case "dataflow":
      return "-->";
    case "reads":
    case "writes":
      return `-->|${kind}|`;
    case "dependsOn":
      return "-.->|then|";
    case "runsOn":
      return "-.->|runs on|";
    case "creates":
      return "-.-";
  }
}

/** Mermaid reads `#name;` and `#number;` as entities; a leading backtick would start Markdown, and a control character has no entity. */
function escaped(text: string): string {
  return text.replace(/\p{Cc}+/gu, " ").replace(/[^\p{L}\p{N} _./:()@$%*+,=~^?!'-]/gu, (character) => `#${character.codePointAt(0)};`);
}
