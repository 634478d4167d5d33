import type { GraphNode } from "../graph.ts";
import type { Arrow, Outline } from "./outline.ts";

/** The size of a node, in whatever unit the caller draws in. */
export interface Size {
  width: number;
  height: number;
}

/** A node with its place: the left upper corner. */
export interface Box extends Size {
  node: GraphNode;
  x: number;
  y: number;
}

/** A picture's geometry: columns from left to right as things happen, and below one another a band of resources and one of each pipeline's steps. */
export interface Layers {
  boxes: Box[];
  /** Around the steps of each pipeline. */
  frames: Box[];
  width: number;
  height: number;
}

export interface Spacing {
  /** Between two columns. */
  column: number;
  /** Between two nodes of a column. */
  row: number;
  /** Around everything, and around the steps of a pipeline. */
  margin: number;
  /** Above the steps of a pipeline, for its name. */
  title: number;
}

/** How often the nodes of each column are put nearer to their neighbours. More changes little. */
const sweeps = 4;

interface Placed extends Box {
  column: number;
}

/** Places every node of a graph. The same outline gives the same picture. */
export function layOut({ pipelines, loose, arrows }: Outline, sizeOf: (node: GraphNode) => Size, spacing: Spacing): Layers {
  const bands = [loose, ...pipelines.map(({ steps }) => steps)];
  const columns = columnsOf(bands.flat(), arrows);
  const placed = new Map(
    bands.flat().map((node): [string, Placed] => [node.id, { node, ...sizeOf(node), x: 0, y: 0, column: columns.get(node.id) ?? 0 }]),
  );
  const boxesOf = (nodes: readonly GraphNode[]): Placed[] => nodes.flatMap(({ id }) => placed.get(id) ?? []);
  const right = setColumns([...placed.values()], spacing);
  const stacks = bands.map((band) => stacksOf(boxesOf(band)));
  const neighbours = neighboursOf(arrows, placed);
  let bottom = setRows(stacks, spacing);
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const stack of stacks.flat()) sortByNeighbours(stack, neighbours);
    bottom = setRows(stacks, spacing);
  }
  const frames = pipelines.map(({ node, steps }, index) => frameOf(node, boxesOf(steps), bottom[index + 1] ?? 0, sizeOf(node), spacing));
  const all = [...placed.values(), ...frames];
  return {
    boxes: [...placed.values()],
    frames,
    width: all.reduce((most, { x, width }) => Math.max(most, x + width), right) + spacing.margin,
    height: all.reduce((most, { y, height }) => Math.max(most, y + height), 0) + spacing.margin,
  };
}

/** The longest way that leads to each node, in arrows. An arrow that would close a circle, as of a step that reads and writes one bucket, counts for nothing. */
function columnsOf(nodes: readonly GraphNode[], arrows: readonly Arrow[]): Map<string, number> {
  const next = new Map<string, string[]>();
  for (const { from, to } of arrows) next.get(from)?.push(to) ?? next.set(from, [to]);
  const state = new Map<string, "open" | "done">();
  const order: string[] = [];
  const counted: { from: string; to: string }[] = [];
  // Depth first, without recursion: a chain may be longer than the stack is deep.
  for (const { id: root } of nodes) {
    if (state.has(root)) continue;
    state.set(root, "open");
    const path = [{ id: root, tried: 0 }];
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const to = next.get(top.id)?.[top.tried++];
      if (to === undefined) {
        state.set(top.id, "done");
        order.push(top.id);
        path.pop();
      } else if (state.get(to) !== "open") {
        counted.push({ from: top.id, to });
        if (!state.has(to)) {
          state.set(to, "open");
          path.push({ id: to, tried: 0 });
        }
      }
    }
  }
  const before = new Map<string, string[]>();
  for (const { from, to } of counted) before.get(to)?.push(from) ?? before.set(to, [from]);
  const columns = new Map<string, number>();
  for (const id of order.toReversed()) {
    const furthest = (before.get(id) ?? []).reduce((most, from) => Math.max(most, (columns.get(from) ?? 0) + 1), 0);
    columns.set(id, furthest);
  }
  return columns;
}

/** Gives each column the width of its widest node. Returns the right edge. */
function setColumns(boxes: readonly Placed[], { column: gap, margin }: Spacing): number {
  const widths: number[] = [];
  for (const { column, width } of boxes) widths[column] = Math.max(widths[column] ?? 0, width);
  const starts: number[] = [];
  // The frame of a pipeline needs a margin of its own.
  let x = 2 * margin;
  for (const [column, width = 0] of widths.entries()) {
    starts[column] = x;
    x += width + gap;
  }
  for (const box of boxes) box.x = (starts[box.column] ?? 0) + ((widths[box.column] ?? 0) - box.width) / 2;
  return Math.max(2 * margin, x - gap + margin);
}

/** The nodes of a band, a list for each column. */
function stacksOf(boxes: readonly Placed[]): Placed[][] {
  const stacks: Placed[][] = [];
  for (const box of boxes) {
    const stack = stacks[box.column] ?? [];
    stack.push(box);
    stacks[box.column] = stack;
  }
  return stacks.filter((stack) => stack !== undefined);
}

/** Stacks the nodes, each column in the middle of its band. Returns where each band begins. */
function setRows(bands: readonly (readonly Placed[][])[], { row, margin, title }: Spacing): number[] {
  let top = margin;
  return bands.map((stacks, index) => {
    const begin = top;
    const inner = index === 0 ? begin : begin + title;
    const heights = stacks.map((stack) => stack.reduce((sum, { height }) => sum + height + row, -row));
    const tallest = Math.max(0, ...heights);
    for (const [position, stack] of stacks.entries()) {
      let y = inner + (tallest - (heights[position] ?? 0)) / 2;
      for (const box of stack) {
        box.y = y;
        y += box.height + row;
      }
    }
    if (index > 0 || stacks.length > 0) top = inner + tallest + (index === 0 ? 0 : margin) + margin;
    return begin;
  });
}

function neighboursOf(arrows: readonly Arrow[], placed: ReadonlyMap<string, Placed>): Map<Placed, Placed[]> {
  const neighbours = new Map<Placed, Placed[]>();
  const add = (of: Placed, other: Placed): void => void (neighbours.get(of)?.push(other) ?? neighbours.set(of, [other]));
  for (const { from, to } of arrows) {
    const [a, b] = [placed.get(from), placed.get(to)];
    if (!a || !b) continue;
    add(a, b);
    add(b, a);
  }
  return neighbours;
}

function sortByNeighbours(stack: Placed[], neighbours: ReadonlyMap<Placed, readonly Placed[]>): void {
  const middle = ({ y, height }: Placed): number => y + height / 2;
  const wish = new Map(
    stack.map((box) => {
      const others = neighbours.get(box) ?? [];
      return [box, others.length === 0 ? middle(box) : others.reduce((sum, other) => sum + middle(other), 0) / others.length];
    }),
  );
  stack.sort((a, b) => (wish.get(a) ?? 0) - (wish.get(b) ?? 0));
}

/** The box around a pipeline's steps; of one without steps, a box for its name. */
function frameOf(node: GraphNode, steps: readonly Placed[], top: number, size: Size, { margin, title }: Spacing): Box {
  if (steps.length === 0) return { node, x: margin, y: top, width: size.width + 2 * margin, height: title + margin };
  const left = steps.reduce((least, { x }) => Math.min(least, x), Number.POSITIVE_INFINITY) - margin;
  const right = steps.reduce((most, { x, width }) => Math.max(most, x + width), 0) + margin;
  const bottom = steps.reduce((most, { y, height }) => Math.max(most, y + height), 0) + margin;
  return { node, x: left, y: top, width: Math.max(right - left, size.width + 2 * margin), height: bottom - top };
}
