import type { Graph, GraphNode } from "../graph.ts";
import { type Box, layOut, type Size } from "./layers.ts";
import { type Arrow, labelOf, outline } from "./outline.ts";

/** In pixels. Text is set in a monospaced font, whose widths are known without measuring. */
const letter = 7.25;
const lineHeight = 18;
const padding = 12;
/** Longer labels are cut in the middle; the whole text is the node's tooltip. In letters. */
const longestLabel = 44;
const spacing = { column: 84, row: 18, margin: 16, title: 34 };

const style = `
    text { font: 12px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #1f2328; }
    .detail, .arrow text { font-size: 10px; fill: #59636e; }
    .frame { fill: #f6f8fa; stroke: #d1d9e0; }
    .node { fill: #ffffff; stroke: #59636e; }
    .bucket .node { fill: #ddf4ff; stroke: #0969da; }
    .provider .node, .serverless .node, .environment .node { fill: #fff8c5; stroke: #9a6700; }
    .arrow path { fill: none; stroke: #59636e; }
    .then path, .runsOn path { stroke-dasharray: 5 4; }
    .creates path { stroke-dasharray: 1 4; }
    .head { fill: #59636e; }
    .title { font-weight: bold; }`;

/** The graph as an SVG picture that needs nothing else: no script, no font, no style of the page around it. Names may hold any character. Ends with a line break. */
export function toSvg(graph: Graph): string {
  const sorted = outline(graph);
  const { boxes, frames, width, height } = layOut(sorted, sizeOf, spacing);
  const places = new Map(boxes.map((box) => [box.node.id, box]));
  const arrows = sorted.arrows.flatMap((arrow) => {
    const [from, to] = [places.get(arrow.from), places.get(arrow.to)];
    return from && to ? [drawArrow(arrow, from, to)] : [];
  });
  const names = sorted.pipelines.map(({ node }) => node.name).join(", ");
  return `${[
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" height="${round(height)}" role="img">`,
    `  <title>${escaped(names === "" ? "Glacier" : names)}</title>`,
    `  <style>${style}\n  </style>`,
    '  <defs><marker id="head" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="8" markerHeight="8" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>',
    `  <rect width="100%" height="100%" fill="#ffffff"/>`,
    ...frames.map(drawFrame),
    ...arrows,
    ...boxes.map(drawNode),
    "</svg>",
  ].join("\n")}\n`;
}

function sizeOf(node: GraphNode): Size {
  const lines = labelOf(node).map(short);
  return { width: Math.max(...lines.map(widthOf)) * letter + 2 * padding, height: lines.length * lineHeight + padding };
}

function drawFrame({ node, x, y, width, height }: Box): string {
  return `  <g><rect class="frame" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="8"/><text class="title" x="${round(x + padding)}" y="${round(y + 21)}">${escaped(short(node.name))}</text></g>`;
}

function drawNode({ node, x, y, width, height }: Box): string {
  const [name = "", ...details] = labelOf(node);
  const middle = round(x + width / 2);
  const line = (text: string, index: number, kind: string): string =>
    `<text${kind} x="${middle}" y="${round(y + padding / 2 + lineHeight * index + 13)}" text-anchor="middle">${escaped(short(text))}</text>`;
  const lines = [line(name, 0, ""), ...details.map((text, index) => line(text, index + 1, ' class="detail"'))];
  // Steps are boxes, everything else is round: told apart without colour too.
  const corner = node.kind === "step" ? 4 : height / 2;
  const title = `<title>${escaped([node.kind, ...labelOf(node)].join(" "))}</title>`;
  return `  <g class="${node.kind}">${title}<rect class="node" x="${round(x)}" y="${round(y)}" width="${round(width)}" height="${round(height)}" rx="${round(corner)}"/>${lines.join("")}</g>`;
}

function drawArrow({ kind }: Arrow, from: Box, to: Box): string {
  const [x1, y1, x2, y2] = [from.x + from.width, from.y + from.height / 2, to.x, to.y + to.height / 2];
  // One that goes back, as to a bucket that is read and written, swings out on both sides.
  const bend = Math.max(spacing.column / 2, x2 > x1 ? (x2 - x1) / 2 : spacing.column);
  const path = `M${round(x1)} ${round(y1)}C${round(x1 + bend)} ${round(y1)} ${round(x2 - bend)} ${round(y2)} ${round(x2)} ${round(y2)}`;
  const { name, text, head } = look(kind);
  const label =
    text === "" ? "" : `<text x="${round((x1 + x2) / 2)}" y="${round((y1 + y2) / 2 - 4)}" text-anchor="middle">${escaped(text)}</text>`;
  return `  <g class="arrow ${name}"><path d="${path}"${head ? ' marker-end="url(#head)"' : ""}/>${label}</g>`;
}

function look(kind: Arrow["kind"]): { name: string; text: string; head: boolean } {
  switch (kind) {
    case "dataflow":
      return { name: "dataflow", text: "", head: true };
    case "reads":
    case "writes":
      return { name: kind, text: kind, head: true };
    case "dependsOn":
      return { name: "then", text: "then", head: true };
    case "runsOn":
      return { name: "runsOn", text: "runs on", head: true };
    case "creates":
      return { name: "creates", text: "", head: false };
  }
}

function short(text: string): string {
  const letters = [...text];
  if (letters.length <= longestLabel) return text;
  const half = (longestLabel - 1) >> 1;
  return `${letters.slice(0, half).join("")}…${letters.slice(-half).join("")}`;
}

/** In letters: those of East Asia and emoji take the room of two. */
function widthOf(text: string): number {
  return [...text].reduce((sum, character) => sum + ((character.codePointAt(0) ?? 0) >= 0x1100 ? 2 : 1), 0);
}

const round = (value: number): number => Math.round(value * 10) / 10;

/** XML knows entities for five characters, and some characters not at all (XML 1.0, 2.2). */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\p{Cc}\ufffe\uffff]+/gu, " ")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
