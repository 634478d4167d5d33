import type { Graph, GraphEdgeKind } from "@glacier/core/graph";
import { element, svg } from "../dom.ts";
import type { FromGraphPage, GraphDirection, GraphPageState, NodeRuns, ToGraphPage } from "../messages.ts";
import { arrange } from "./arrange.ts";
import { createToolbar, drawLegend } from "./controls.ts";
import { onKeys } from "./keyboard.ts";
import type { GraphLayout, LayoutEngine } from "./layout.ts";
import { defaultHidden, toViewModel, type ViewModel } from "./model.ts";
import { type ArrowKey, neighbour } from "./navigation.ts";
import { Notice } from "./notice.ts";
import { onPan, onWheel } from "./pointer.ts";
import { Scene } from "./scene.ts";
import { bringIntoView, fit, keepPlace, type Size, shows, type Viewport, zoomAt } from "./viewport.ts";

interface Host {
  postMessage(message: FromGraphPage): void;
  getState(): GraphPageState | undefined;
  setState(state: GraphPageState): void;
}

const ZOOM_STEP = 1.2;
/** Below this scale nobody can read a subtitle: cards show their name alone, large. */
const FAR_BELOW = 0.5;

/** The graph page: takes the extension's messages, keeps what the reader chose, and draws. */
export class GraphPage {
  private readonly host: Host;
  private readonly engine: LayoutEngine;
  private readonly stage: HTMLElement;
  private readonly world: HTMLElement;
  private readonly notice: Notice;
  private readonly legend: HTMLElement;
  private readonly announcer: HTMLElement;
  private readonly toolbar: ReturnType<typeof createToolbar>;
  private readonly scene: Scene;

  private graph: Graph | undefined;
  private uri = "";
  private canRun = false;
  private runs: NodeRuns = {};
  private model: ViewModel = { frames: [], nodes: [], edges: [], edgeKinds: [] };
  private layout: GraphLayout | undefined;
  private view: Viewport = { x: 0, y: 0, scale: 1 };
  /** Whether the reader has moved or zoomed: from then on the picture never moves by itself. */
  private moved = false;
  private direction: GraphDirection | undefined;
  private drawnDirection: GraphDirection = "right";
  /** What the last layout was made of. */
  private drawn: string | undefined;
  private hidden: Set<string> | undefined;
  private selected: string | undefined;
  private matches: string[] | undefined;
  private drawing = 0;
  private isArranging = false;
  private clock: ReturnType<typeof setInterval> | undefined;

  /** What toolbar and keys have in common. */
  private readonly viewActions = {
    zoomIn: () => this.zoomBy(ZOOM_STEP),
    zoomOut: () => this.zoomBy(1 / ZOOM_STEP),
    actualSize: () => this.zoomBy(1 / this.view.scale),
    fit: () => this.fit(),
    turn: () => this.turn(),
  };

  constructor(root: HTMLElement, engine: LayoutEngine, host: Host) {
    this.host = host;
    this.engine = engine;
    const arrow = svg("marker", {
      id: "arrow",
      viewBox: "0 0 8 8",
      refX: "7",
      refY: "4",
      markerUnits: "userSpaceOnUse",
      markerWidth: "11",
      markerHeight: "11",
      orient: "auto-start-reverse",
    });
    arrow.append(svg("path", { d: "M0 .6 7.4 4 0 7.4Z", fill: "context-stroke" }));
    const edges = svg("svg", { class: "edges", "aria-hidden": "true" }, svg("defs", {}, arrow));
    this.world = element("div", { class: "world" }, edges);
    this.stage = element(
      "main",
      { class: "stage", role: "application", "aria-label": "Pipeline graph. Arrow keys move between nodes, Enter goes to the code." },
      this.world,
    );
    this.notice = new Notice({ retry: () => host.postMessage({ type: "retry" }), showLogs: () => host.postMessage({ type: "showLogs" }) });
    this.legend = element("div", { class: "legend", role: "group", "aria-label": "Lines" });
    this.announcer = element("div", { class: "announcer", "aria-live": "polite" });
    this.toolbar = createToolbar({
      ...this.viewActions,
      search: (text) => this.search(text),
      nextMatch: () => this.nextMatch(),
      leaveSearch: () => this.scene.focus(this.selected ?? this.scene.order()[0] ?? ""),
    });
    this.scene = new Scene(this.world, edges);
    root.replaceChildren(this.toolbar.root, this.stage, this.legend, this.notice.root, this.announcer);
    this.listen();

    const saved = host.getState();
    if (saved) {
      this.uri = saved.uri;
      this.direction = saved.direction;
      this.selected = saved.selected;
      this.hidden = saved.hidden ? new Set(saved.hidden) : undefined;
      if (saved.viewport) {
        this.view = saved.viewport;
        this.moved = true;
      }
    }
    this.say("loading", "Reading the pipeline…");
  }

  receive(message: ToGraphPage): void {
    switch (message.type) {
      case "loading":
        this.toolbar.setTitle(message.title);
        // A picture that is there stays until the next one is: no blank page between two versions of a file.
        if (!this.graph) this.say("loading", "Reading the pipeline…");
        return;
      case "graph":
        this.toolbar.setTitle(message.title);
        this.canRun = message.canRun;
        if (message.uri !== this.uri) this.forget(message.uri);
        void this.show(message.graph);
        return;
      case "failed":
        this.toolbar.setTitle(message.title);
        this.say("failed", message.message, message.hint);
        return;
      case "runs":
        this.announceRuns(message.runs);
        this.runs = message.runs;
        this.showRuns();
        return;
      case "reveal":
        this.select(message.id);
        return;
    }
  }

  /** Another document's graph: nothing that the reader chose for the last one fits it. */
  private forget(uri: string): void {
    if (this.uri !== "") {
      this.moved = false;
      this.selected = undefined;
      this.hidden = undefined;
      this.layout = undefined;
    }
    this.uri = uri;
  }

  private async show(graph: Graph): Promise<void> {
    this.graph = graph;
    // What is being laid out is out of date from now on.
    const drawing = ++this.drawing;
    if (graph.nodes.length === 0) {
      this.scene.clear();
      this.layout = undefined;
      drawLegend(this.legend, [], new Set(), () => undefined);
      this.say(
        "empty",
        "No pipeline here yet",
        "Write one with task() and pipeline() from @glacier/core, and its graph appears here as you type.",
      );
      return;
    }
    const hidden = this.hidden ?? new Set<string>(defaultHidden(graph));
    const model = toViewModel(graph, hidden);
    const content = JSON.stringify([model, this.wantedDirection(), this.canRun]);
    // Most edits change nothing that the picture shows; laying three hundred nodes out again would be felt at each of them.
    if (this.layout && content === this.drawn) {
      this.notice.hide();
      return;
    }
    // One at a time: of those that come meanwhile, only the newest is worth laying out.
    if (this.isArranging) return;
    this.isArranging = true;
    try {
      const { layout, direction } = await arrange(this.engine, model, this.wantedDirection(), this.screen(), this.scene);
      if (drawing === this.drawing) {
        this.drawn = content;
        this.settle(model, layout, direction);
        drawLegend(this.legend, model.edgeKinds, hidden, (kind) => this.toggle(kind));
        this.notice.hide();
      }
    } catch (error) {
      if (drawing === this.drawing)
        this.say("failed", "The graph could not be laid out.", error instanceof Error ? error.message : String(error));
    } finally {
      this.isArranging = false;
    }
    if (drawing !== this.drawing) await this.show(this.graph);
  }

  /** What the reader chose; once the view is theirs, the direction that they see. */
  private wantedDirection(): GraphDirection | undefined {
    return this.direction ?? (this.moved && this.layout ? this.drawnDirection : undefined);
  }

  private settle(model: ViewModel, layout: GraphLayout, direction: GraphDirection): void {
    const before = this.layout;
    this.model = model;
    this.layout = layout;
    this.drawnDirection = direction;
    this.scene.draw(model, layout, this.canRun);
    if (!layout.boxes.has(this.selected ?? "")) this.selected = undefined;
    const screen = this.screen();
    if (before && this.moved) this.view = keepPlace(this.view, before.boxes, layout.boxes, screen, this.selected);
    else if (!this.moved && (!before || !shows(this.view, layout, screen))) this.view = fit(layout, screen);
    this.applyView();
    this.toolbar.setUsable(true);
    this.scene.mark(this.selected, this.matchSet());
    this.showRuns();
    // After the first picture only: sliding in from the corner would be a distraction.
    requestAnimationFrame(() => this.world.classList.add("animated"));
    this.announcer.textContent = before ? "" : `Graph with ${model.nodes.length} nodes`;
  }

  private listen(): void {
    onPan(this.stage, (dx, dy) => this.move({ ...this.view, x: this.view.x + dx, y: this.view.y + dy }));
    onWheel(this.stage, {
      pan: (dx, dy) => this.move({ ...this.view, x: this.view.x - dx, y: this.view.y - dy }),
      zoom: (factor, at) => this.move(zoomAt(this.view, factor, at)),
    });
    this.stage.addEventListener("click", (event) => this.click(event));
    this.stage.addEventListener("focusin", (event) => {
      const id = idOf(event.target);
      if (id !== undefined && this.layout) this.followFocus(id);
    });
    onKeys({
      ...this.viewActions,
      step: (key) => this.step(key),
      focusSearch: () => this.toolbar.focusSearch(),
      unselect: () => this.select(undefined),
    });
    let timer: ReturnType<typeof setTimeout> | undefined;
    new ResizeObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        if (this.moved || !this.graph) return;
        this.layout = undefined;
        void this.show(this.graph);
      }, 120);
    }).observe(this.stage);
  }

  private click(event: MouseEvent): void {
    const id = idOf(event.target);
    if (id === undefined) {
      this.select(undefined);
      return;
    }
    const target = event.target instanceof Element ? event.target : undefined;
    if (target?.closest(".run-action")) this.host.postMessage({ type: "run", id });
    else if (target?.closest(".stop-action")) this.host.postMessage({ type: "cancel", id });
    else {
      this.select(id);
      this.host.postMessage({ type: "open", id, beside: event.ctrlKey || event.metaKey || event.altKey });
    }
  }

  private step(key: ArrowKey): void {
    if (!this.layout) return;
    const stops = this.scene.stops(this.layout);
    const from = idOf(document.activeElement) ?? this.selected;
    const next = from === undefined || !stops.has(from) ? this.scene.order()[0] : neighbour(stops, from, key);
    if (next !== undefined) this.scene.focus(next);
  }

  private followFocus(id: string): void {
    const box = this.layout && this.scene.stops(this.layout).get(id);
    this.scene.makeFocusable(id);
    if (!box) return;
    const view = bringIntoView(this.view, box, this.screen());
    if (view.x !== this.view.x || view.y !== this.view.y) this.move(view);
  }

  private select(id: string | undefined): void {
    this.selected = id;
    this.scene.mark(id, this.matchSet());
    if (id !== undefined) this.followFocus(id);
    this.save();
  }

  private search(text: string): void {
    const wanted = text.trim().toLowerCase();
    this.matches =
      wanted === ""
        ? undefined
        : this.model.nodes.filter((node) => `${node.name}\n${node.subtitle}`.toLowerCase().includes(wanted)).map((node) => node.id);
    this.toolbar.setMatches(this.matches?.length);
    this.scene.mark(this.selected, this.matchSet());
    const first = this.matches?.[0];
    if (first !== undefined) this.followFocus(first);
  }

  private nextMatch(): void {
    const matches = this.matches ?? [];
    const next = matches[(matches.indexOf(this.selected ?? "") + 1) % Math.max(1, matches.length)];
    if (next !== undefined) this.select(next);
  }

  private matchSet(): ReadonlySet<string> | undefined {
    return this.matches && new Set(this.matches);
  }

  private toggle(kind: GraphEdgeKind): void {
    if (!this.graph) return;
    const hidden = new Set<string>(this.hidden ?? defaultHidden(this.graph));
    if (!hidden.delete(kind)) hidden.add(kind);
    this.hidden = hidden;
    void this.show(this.graph).then(() => this.legend.querySelector<HTMLElement>(`[data-kind="${kind}"]`)?.focus());
    this.save();
  }

  private turn(): void {
    this.direction = this.drawnDirection === "right" ? "down" : "right";
    this.moved = false;
    this.layout = undefined;
    if (this.graph) void this.show(this.graph);
    this.save();
  }

  private fit(): void {
    if (!this.layout) return;
    this.moved = false;
    this.view = fit(this.layout, this.screen());
    this.applyView();
    this.save();
  }

  private zoomBy(factor: number): void {
    const { width, height } = this.screen();
    this.move(zoomAt(this.view, factor, { x: width / 2, y: height / 2 }));
  }

  private move(view: Viewport): void {
    this.view = view;
    this.moved = true;
    this.applyView();
    this.save();
  }

  private applyView(): void {
    this.world.style.transform = `translate(${this.view.x}px, ${this.view.y}px) scale(${this.view.scale})`;
    this.world.classList.toggle("far", this.view.scale < FAR_BELOW);
    this.toolbar.setScale(this.view.scale);
  }

  private showRuns(): void {
    this.scene.showRuns(this.runs, Date.now());
    const running = Object.values(this.runs).some((run) => run.status === "running");
    if (running) this.clock ??= setInterval(() => this.scene.showRuns(this.runs, Date.now()), 500);
    else {
      clearInterval(this.clock);
      this.clock = undefined;
    }
  }

  private announceRuns(runs: NodeRuns): void {
    const became = (id: string): string | undefined => (runs[id]?.status === this.runs[id]?.status ? undefined : runs[id]?.status);
    const failed = this.model.nodes.filter(({ id }) => became(id) === "failed");
    const told = this.model.frames.filter(({ id }) => this.runs[id]?.status === "running" || became(id) === "running");
    const news = [
      ...failed.map(({ name }) => `${name} failed`),
      ...told.flatMap(({ id, name }) => (became(id) === undefined ? [] : [`pipeline ${name} ${became(id)}`])),
    ];
    if (news.length > 0) this.announcer.textContent = news.join(", ");
  }

  private say(kind: "loading" | "empty" | "failed", title: string, hint?: string): void {
    this.notice.show(kind, title, hint, this.layout !== undefined);
    this.toolbar.setUsable(this.layout !== undefined);
  }

  private save(): void {
    const state: GraphPageState = { uri: this.uri };
    if (this.direction) state.direction = this.direction;
    if (this.moved) state.viewport = this.view;
    if (this.selected !== undefined) state.selected = this.selected;
    if (this.hidden) state.hidden = [...this.hidden];
    this.host.setState(state);
  }

  private screen(): Size {
    return { width: this.stage.clientWidth, height: this.stage.clientHeight };
  }
}

function idOf(target: EventTarget | null): string | undefined {
  return target instanceof Element ? target.closest<HTMLElement>("[data-id]")?.dataset.id : undefined;
}
