import type { ElkExtendedEdge, ElkNode, LayoutOptions } from "elkjs/lib/elk-api.js";
import type { GraphDirection } from "../messages.ts";
import type { ViewFrame, ViewModel, ViewNode } from "./model.ts";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface GraphLayout {
  width: number;
  height: number;
  /** Frames and nodes by id, all in one coordinate system. */
  boxes: ReadonlyMap<string, Box>;
  /** The corners of each line, by edge id. */
  lines: ReadonlyMap<string, readonly Point[]>;
}

/** What gives every node of a graph its place: ELK, wherever it runs. */
export interface LayoutEngine {
  layout(graph: ElkNode): Promise<ElkNode>;
}

/** Widths in CSS pixels, as the page measures its text. */
export interface Widths {
  node(node: ViewNode): number;
  /** The least width of a frame: that of its heading. */
  frame(frame: ViewFrame): number;
}

/** Space that a frame's heading takes above its steps, in CSS pixels. */
export const FRAME_HEADER = 44;
export const NODE_HEIGHT = 56;

const common: LayoutOptions = {
  "elk.algorithm": "layered",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "22",
  "elk.spacing.edgeNode": "20",
  "elk.spacing.edgeEdge": "14",
  "elk.layered.spacing.nodeNodeBetweenLayers": "52",
  "elk.layered.spacing.edgeNodeBetweenLayers": "20",
  "elk.layered.nodePlacement.strategy": "NETWORK_SIMPLEX",
  // "considerModelOrder" would keep the source's order, but ELK 0.12 fails with it on edges that cross a frame.
};

/**
 * Places frames and nodes in layers along the flow of data.
 *
 * @throws what ELK throws; it does so only for a graph whose edges name nodes that are not in it
 */
export async function layoutGraph(engine: LayoutEngine, model: ViewModel, direction: GraphDirection, widths: Widths): Promise<GraphLayout> {
  const leaf = (node: ViewNode): ElkNode => ({ id: node.id, width: widths.node(node), height: NODE_HEIGHT });
  const framed = model.frames.map((frame): ElkNode => {
    const children = model.nodes.filter((node) => node.frame === frame.id).map(leaf);
    // An empty frame still has a heading to show.
    const size = children.length === 0 ? { width: widths.frame(frame), height: FRAME_HEADER + NODE_HEIGHT } : {};
    return {
      id: frame.id,
      ...size,
      children,
      layoutOptions: {
        ...common,
        "elk.padding": `[top=${FRAME_HEADER + 12},left=20,bottom=20,right=20]`,
        "elk.nodeSize.constraints": "MINIMUM_SIZE",
        // ELK 0.12 reads the least size of a frame along and across the flow, not as width and height.
        "elk.nodeSize.minimum": direction === "right" ? `(${widths.frame(frame)}, 100)` : `(100, ${widths.frame(frame)})`,
        "elk.contentAlignment": "[H_CENTER, V_CENTER]",
      },
    };
  });
  const edges = model.edges.map((edge): ElkExtendedEdge => ({ id: edge.id, sources: [edge.from], targets: [edge.to] }));
  const root: ElkNode = {
    id: "\u0000root",
    layoutOptions: {
      ...common,
      "elk.direction": direction === "right" ? "RIGHT" : "DOWN",
      "elk.hierarchyHandling": "INCLUDE_CHILDREN",
      "elk.padding": "[top=8,left=8,bottom=8,right=8]",
      "elk.json.shapeCoords": "ROOT",
      "elk.json.edgeCoords": "ROOT",
    },
    children: [...framed, ...model.nodes.filter((node) => node.frame === undefined).map(leaf)],
    edges,
  };
  return collect(await engine.layout(root));
}

function collect(root: ElkNode): GraphLayout {
  const boxes = new Map<string, Box>();
  const lines = new Map<string, readonly Point[]>();
  const visit = (node: ElkNode): void => {
    for (const child of node.children ?? []) {
      boxes.set(child.id, { x: child.x ?? 0, y: child.y ?? 0, width: child.width ?? 0, height: child.height ?? 0 });
      visit(child);
    }
    for (const edge of node.edges ?? []) {
      const section = edge.sections?.[0];
      if (section) lines.set(edge.id, [section.startPoint, ...(section.bendPoints ?? []), section.endPoint]);
    }
  };
  visit(root);
  return { width: root.width ?? 0, height: root.height ?? 0, boxes, lines };
}

/** An SVG path through the corners, each rounded by up to `radius`. */
export function roundedPath(points: readonly Point[], radius = 8): string {
  const [first, ...rest] = points;
  if (!first) return "";
  let path = `M${fix(first.x)} ${fix(first.y)}`;
  rest.forEach((corner, index) => {
    const next = rest[index + 1];
    const previous = index === 0 ? first : rest[index - 1];
    if (!next || !previous) {
      path += `L${fix(corner.x)} ${fix(corner.y)}`;
      return;
    }
    const before = towards(corner, previous, radius);
    const after = towards(corner, next, radius);
    path += `L${fix(before.x)} ${fix(before.y)}Q${fix(corner.x)} ${fix(corner.y)} ${fix(after.x)} ${fix(after.y)}`;
  });
  return path;
}

/** The point `distance` away from `from` on the way to `to`, but never past the middle, where the next corner's curve begins. */
function towards(from: Point, to: Point, distance: number): Point {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length === 0) return from;
  const share = Math.min(distance, length / 2) / length;
  return { x: from.x + (to.x - from.x) * share, y: from.y + (to.y - from.y) * share };
}

const fix = (value: number): string => String(Math.round(value * 100) / 100);
