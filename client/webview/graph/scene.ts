import { svg } from "../dom.ts";
import type { NodeRuns } from "../messages.ts";
import { cloudLabel, createCard, createFrame, place, showRun, updateCard, updateFrame } from "./cards.ts";
import { type Box, type GraphLayout, NODE_HEIGHT, roundedPath, type Widths } from "./layout.ts";
import { describeNode, type ViewEdge, type ViewFrame, type ViewModel, type ViewNode } from "./model.ts";

/** What a card needs beside its words, and a badge beside its own: glyph, dot, paddings, gaps. */
const CARD_CHROME = 72;
const BADGE_CHROME = 30;
const MIN_WIDTH = 156;
const MAX_WIDTH = 300;
/** Icon, clock, buttons and paddings of a frame's heading. */
const FRAME_CHROME = 170;
const MAX_FRAME_WIDTH = 520;

/** The picture: frames, lines and cards. Elements are kept by id, so that focus and transitions survive a new layout. */
export class Scene implements Widths {
  private readonly cards = new Map<string, HTMLButtonElement>();
  private readonly frames = new Map<string, HTMLElement>();
  private readonly lines = new Map<string, SVGGElement>();
  private readonly world: HTMLElement;
  private readonly edgeLayer: SVGSVGElement;
  private readonly measure: CanvasRenderingContext2D | null;
  private model: ViewModel = { frames: [], nodes: [], edges: [], edgeKinds: [] };
  private focusable: string | undefined;

  constructor(world: HTMLElement, edgeLayer: SVGSVGElement) {
    this.world = world;
    this.edgeLayer = edgeLayer;
    this.measure = document.createElement("canvas").getContext("2d");
  }

  /** How wide a node's card wants to be, in CSS pixels. */
  node(node: ViewNode): number {
    const badges = node.clouds.slice(0, 2).reduce((sum, cloud) => sum + this.textWidth(cloudLabel(cloud), "600 10px") + BADGE_CHROME, 0);
    const name = this.textWidth(node.name, "600 13px") + badges;
    // Room for a run's clock beside the subtitle of a step.
    const subtitle = this.textWidth(node.subtitle, "11px") + (node.kind === "step" ? 78 : 0);
    return Math.round(Math.min(MAX_WIDTH, Math.max(MIN_WIDTH, Math.max(name, subtitle) + CARD_CHROME)));
  }

  /** How wide a frame has to be for its heading. */
  frame(frame: ViewFrame): number {
    return Math.round(Math.min(MAX_FRAME_WIDTH, this.textWidth(frame.name, "600 13px") + FRAME_CHROME));
  }

  draw(model: ViewModel, layout: GraphLayout, canRun: boolean): void {
    this.model = model;
    reconcile(this.frames, model.frames, this.world, createFrame, (box, frame) => updateFrame(box, frame, canRun));
    reconcile(this.cards, model.nodes, this.world, createCard, (card, node) => updateCard(card, node));
    reconcile(this.lines, model.edges, this.edgeLayer, createLine, () => undefined);
    for (const [id, target] of [...this.frames, ...this.cards])
      place(target, layout.boxes.get(id) ?? { x: 0, y: 0, width: MIN_WIDTH, height: NODE_HEIGHT });
    for (const node of model.nodes) this.cards.get(node.id)?.setAttribute("aria-label", describeNode(node, model));
    for (const [id, line] of this.lines) {
      const path = roundedPath(layout.lines.get(id) ?? []);
      for (const part of line.querySelectorAll("path")) part.setAttribute("d", path);
    }
    this.edgeLayer.setAttribute("width", String(layout.width));
    this.edgeLayer.setAttribute("height", String(layout.height));
    this.makeFocusable(this.focusable);
  }

  showRuns(runs: NodeRuns, now: number): void {
    for (const [id, target] of [...this.frames, ...this.cards]) showRun(target, runs[id], now);
    for (const edge of this.model.edges) {
      // Data is on its way along a line when the step at either end is working on it.
      const active = runs[edge.kind === "writes" ? edge.from : edge.to]?.status === "running";
      this.lines.get(edge.id)?.classList.toggle("active", active && edge.kind !== "runsOn" && edge.kind !== "creates");
    }
  }

  /** Marks what is selected, what hangs on it, and what a search leaves out. */
  mark(selected: string | undefined, matches: ReadonlySet<string> | undefined): void {
    for (const [id, target] of [...this.frames, ...this.cards]) {
      target.classList.toggle("selected", id === selected);
      this.focusTarget(id)?.setAttribute("aria-current", String(id === selected));
      target.classList.toggle("faded", matches !== undefined && !matches.has(id) && this.cards.has(id));
    }
    for (const edge of this.model.edges) {
      const line = this.lines.get(edge.id);
      line?.classList.toggle("linked", selected !== undefined && (edge.from === selected || edge.to === selected));
      line?.classList.toggle("faded", matches !== undefined);
    }
  }

  /** One node at a time is in the tab order; arrow keys move it. */
  makeFocusable(id: string | undefined): void {
    const ids = this.order();
    this.focusable = id !== undefined && ids.includes(id) ? id : ids[0];
    for (const other of ids) this.focusTarget(other)?.setAttribute("tabindex", other === this.focusable ? "0" : "-1");
  }

  focus(id: string): void {
    this.makeFocusable(id);
    // The viewport moves by itself; the browser scrolling the clipped world as well would shift it twice.
    this.focusTarget(id)?.focus({ preventScroll: true });
  }

  /** Ids in reading order: each frame with its steps, then what stands outside. */
  order(): string[] {
    const framed = this.model.frames.flatMap((frame) => [
      frame.id,
      ...this.model.nodes.filter((node) => node.frame === frame.id).map((node) => node.id),
    ]);
    return [...framed, ...this.model.nodes.filter((node) => node.frame === undefined).map((node) => node.id)];
  }

  /** The parts that arrow keys move between: cards, and the headings of frames. */
  stops(layout: GraphLayout): Map<string, Box> {
    const stops = new Map<string, Box>();
    for (const id of this.order()) {
      const box = layout.boxes.get(id);
      if (box) stops.set(id, this.frames.has(id) ? { ...box, height: 32 } : box);
    }
    return stops;
  }

  clear(): void {
    this.draw({ frames: [], nodes: [], edges: [], edgeKinds: [] }, { width: 0, height: 0, boxes: new Map(), lines: new Map() }, false);
  }

  private focusTarget(id: string): HTMLElement | undefined {
    return this.cards.get(id) ?? this.frames.get(id)?.querySelector<HTMLElement>(".frame-title") ?? undefined;
  }

  private textWidth(text: string, sizeAndWeight: string): number {
    // Without a canvas (no such browser is known) a middling letter width is near enough.
    if (!this.measure) return text.length * 7;
    this.measure.font = `${sizeAndWeight} ${getComputedStyle(document.body).fontFamily}`;
    return this.measure.measureText(text).width;
  }
}

function createLine(edge: ViewEdge): SVGGElement {
  return svg(
    "g",
    { class: "edge", "data-kind": edge.kind, "data-id": edge.id },
    svg("path", { class: "edge-halo" }),
    svg("path", { class: "edge-line", "marker-end": "url(#arrow)" }),
  );
}

/** Adds, updates and removes elements so that there is one for each item. */
function reconcile<Item extends { id: string }, Target extends Element>(
  targets: Map<string, Target>,
  items: readonly Item[],
  parent: Element,
  create: (item: Item) => Target,
  update: (target: Target, item: Item) => void,
): void {
  const wanted = new Set(items.map((item) => item.id));
  for (const [id, target] of targets) {
    if (wanted.has(id)) continue;
    target.remove();
    targets.delete(id);
  }
  for (const item of items) {
    const known = targets.get(item.id);
    const target = known ?? create(item);
    if (!known) {
      targets.set(item.id, target);
      parent.append(target);
    }
    update(target, item);
  }
}
