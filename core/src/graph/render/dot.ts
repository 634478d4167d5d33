import type { Graph, GraphNode } from "../graph.ts";
import { type Arrow, labelOf, outline } from "./outline.ts";

/** The graph in Graphviz' DOT language. Names may hold any character. Ends with a line break. */
export function toDot(graph: Graph): string {
  const { pipelines, loose, arrows } = outline(graph);
  const lines = ["digraph glacier {", "  rankdir=LR;", '  node [fontname="sans-serif"];', '  edge [fontname="sans-serif"];'];
  for (const node of loose) lines.push(`  ${statement(node)}`);
  pipelines.forEach(({ node, steps }, index) => {
    // Graphviz draws a subgraph as a box only when its name starts with `cluster`.
    lines.push(`  subgraph cluster_${index} {`, `    label=${label(node.name)};`);
    for (const step of steps) lines.push(`    ${statement(step)}`);
    lines.push("  }");
  });
  for (const arrow of arrows) lines.push(`  ${quote(arrow.from)} -> ${quote(arrow.to)}${style(arrow)};`);
  lines.push("}");
  return `${lines.join("\n")}\n`;
}

function statement(node: GraphNode): string {
  return `${quote(node.id)} [label=${label(labelOf(node).join("\n"))}, shape=${shape(node)}];`;
}

function shape(node: GraphNode): string {
  switch (node.kind) {
    case "provider":
      return "ellipse";
    case "bucket":
      return "cylinder";
    case "serverless":
      return "component";
    case "environment":
      return "hexagon";
    case "pipeline":
    case "step":
      return "box";
  }
}

function style({ kind }: Arrow): string {
  switch (kind) {
    case "dataflow":
      return "";
    case "reads":
    case "writes":
      return ` [label="${kind}"]`;
    case "dependsOn":
      return ' [label="then", style=dashed]';
    case "runsOn":
      return ' [label="runs on", style=dashed]';
    case "creates":
      return " [style=dotted, arrowhead=none]";
  }
}

/** A label is shown, and in it Graphviz reads `&quot;` and its like as entities. */
const label = (text: string): string => quote(text.replaceAll("&", "&amp;"));

/** A DOT string: `\` also starts escapes such as `\N`, and a raw NUL ends the file for Graphviz. */
function quote(text: string): string {
  const safe = text
    .replaceAll("\\", "\\\\")
    .replaceAll('"', '\\"')
    .replace(/\r\n?|\n/g, "\\n")
    .replaceAll("\0", "\uFFFD");
  return `"${safe}"`;
}
