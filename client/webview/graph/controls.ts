import type { GraphEdgeKind } from "@glacier/core/graph";
import { element, svg } from "../dom.ts";
import { type IconName, icon } from "./icons.ts";
import { EDGE_LABELS } from "./model.ts";

export interface ToolbarActions {
  zoomIn(): void;
  zoomOut(): void;
  actualSize(): void;
  fit(): void;
  turn(): void;
  search(text: string): void;
  nextMatch(): void;
  leaveSearch(): void;
}

export interface Toolbar {
  root: HTMLElement;
  setTitle(title: string): void;
  setScale(scale: number): void;
  setMatches(count: number | undefined): void;
  /** Whether there is a picture that can be searched and zoomed. */
  setUsable(usable: boolean): void;
  focusSearch(): void;
}

export function createToolbar(actions: ToolbarActions): Toolbar {
  const title = element("h1", { class: "title" });
  const matches = element("span", { class: "matches", role: "status" });
  const search = element("input", {
    class: "search",
    type: "search",
    placeholder: "Find…  ( / )",
    "aria-label": "Find a node by name",
    spellcheck: "false",
  });
  search.addEventListener("input", () => actions.search(search.value));
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") actions.nextMatch();
    else if (event.key === "Escape") {
      search.value = "";
      actions.search("");
      actions.leaveSearch();
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });
  const scale = element("button", { class: "tool scale", type: "button", title: "Actual size (0)", "aria-label": "Actual size" });
  scale.addEventListener("click", actions.actualSize);
  const searchBox = element("span", { class: "search-box" }, search, matches);
  const tools = element(
    "span",
    { class: "tools" },
    tool("minus", "Zoom out (−)", actions.zoomOut),
    scale,
    tool("plus", "Zoom in (+)", actions.zoomIn),
    tool("fit", "Show everything (F)", actions.fit),
    tool("direction", "Turn the flow (D)", actions.turn),
  );
  const root = element("header", { class: "toolbar", role: "toolbar", "aria-label": "Graph" }, title, searchBox, tools);
  return {
    root,
    setTitle: (text) => {
      title.textContent = text;
      title.title = text;
    },
    setScale: (value) => {
      scale.textContent = `${Math.round(value * 100)}%`;
    },
    setMatches: (count) => {
      matches.textContent = count === undefined ? "" : count === 0 ? "none" : String(count);
    },
    setUsable: (usable) => {
      searchBox.hidden = !usable;
      tools.hidden = !usable;
    },
    focusSearch: () => {
      search.focus();
      search.select();
    },
  };
}

function tool(name: IconName, label: string, act: () => void): HTMLButtonElement {
  const button = element("button", { class: "tool", type: "button", title: label, "aria-label": label }, icon(name));
  button.addEventListener("click", act);
  return button;
}

/** What each kind of line means; pressing one takes its lines out of the picture. */
export function drawLegend(
  root: HTMLElement,
  kinds: readonly GraphEdgeKind[],
  hidden: ReadonlySet<string>,
  toggle: (kind: GraphEdgeKind) => void,
): void {
  root.hidden = kinds.length === 0;
  root.replaceChildren(
    ...kinds.map((kind) => {
      const label = EDGE_LABELS[kind] ?? kind;
      const shown = !hidden.has(kind);
      const sample = svg(
        "svg",
        { class: "sample edge", "data-kind": kind, viewBox: "0 0 30 10", "aria-hidden": "true" },
        svg("path", { class: "edge-line", d: "M1 5H22", "marker-end": "url(#arrow)" }),
      );
      const button = element(
        "button",
        {
          class: "legend-item",
          type: "button",
          "aria-pressed": String(shown),
          "data-kind": kind,
          title: `${shown ? "Hide" : "Show"} “${label}” lines`,
        },
        sample,
        element("span", {}, label),
      );
      button.addEventListener("click", () => toggle(kind));
      return button;
    }),
  );
}
