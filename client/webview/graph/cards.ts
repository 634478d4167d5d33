import { element } from "../dom.ts";
import { formatDuration } from "../duration.ts";
import type { NodeRun } from "../messages.ts";
import { type IconName, icon } from "./icons.ts";
import { type Box, FRAME_HEADER } from "./layout.ts";
import type { ViewFrame, ViewNode } from "./model.ts";

const CLOUD_LABELS: Readonly<Record<string, string>> = { aws: "AWS", azure: "Azure", gcp: "GCP", local: "Local" };

/** The text of a cloud's badge; a registered cloud goes by its id. */
export const cloudLabel = (cloud: string): string => CLOUD_LABELS[cloud] ?? cloud;

/** More badges than this would push the name out of the card. */
const MAX_BADGES = 2;

/** A card that shows a node. It is a button, so that keyboard and screen reader know what to do with it. */
export function createCard(node: ViewNode): HTMLButtonElement {
  const card = element("button", { class: "card", type: "button", tabindex: "-1" });
  updateCard(card, node);
  return card;
}

export function updateCard(card: HTMLElement, node: ViewNode): void {
  card.dataset.id = node.id;
  card.dataset.kind = node.kind;
  card.title = [node.name, node.subtitle, node.hasLocation ? "Click to go to the code" : ""].filter((line) => line !== "").join("\n");
  card.replaceChildren(
    element("span", { class: "glyph" }, icon(node.kind)),
    element(
      "span",
      { class: "words" },
      element("span", { class: "line" }, element("span", { class: "name" }, node.name), badges(node.clouds)),
      element("span", { class: "line" }, element("span", { class: "subtitle" }, node.subtitle), element("span", { class: "run" })),
    ),
  );
}

function badges(clouds: readonly string[]): HTMLElement {
  const shown = clouds.slice(0, MAX_BADGES).map((cloud) => element("span", { class: "badge", "data-cloud": cloud }, cloudLabel(cloud)));
  if (clouds.length > MAX_BADGES) shown.push(element("span", { class: "badge" }, `+${clouds.length - MAX_BADGES}`));
  return element("span", { class: "badges" }, ...shown);
}

/** The box around a pipeline's steps, with its heading. */
export function createFrame(frame: ViewFrame): HTMLElement {
  const box = element("div", { class: "frame" });
  updateFrame(box, frame, false);
  return box;
}

export function updateFrame(box: HTMLElement, frame: ViewFrame, canRun: boolean): void {
  box.dataset.id = frame.id;
  const title = element(
    "button",
    {
      class: "frame-title",
      type: "button",
      tabindex: "-1",
      title: `Pipeline ${frame.name}\nClick to go to the code`,
      "data-id": frame.id,
      "aria-label": `Pipeline ${frame.name}`,
    },
    icon("pipeline"),
    element("span", { class: "name" }, frame.name),
    element("span", { class: "run" }),
  );
  const header = element("div", { class: "frame-header" }, title);
  header.style.height = `${FRAME_HEADER}px`;
  if (canRun) {
    header.append(
      element(
        "button",
        { class: "frame-action run-action", type: "button", title: "Run pipeline", "aria-label": `Run pipeline ${frame.name}` },
        icon("run"),
      ),
      element(
        "button",
        { class: "frame-action stop-action", type: "button", title: "Cancel run", "aria-label": `Cancel the run of ${frame.name}` },
        icon("stop"),
      ),
    );
  }
  box.replaceChildren(header);
}

export function place(target: HTMLElement, box: Box): void {
  target.style.left = `${box.x}px`;
  target.style.top = `${box.y}px`;
  target.style.width = `${box.width}px`;
  target.style.height = `${box.height}px`;
}

/** Shows how a node's last run stands. Called again twice a second while something runs, for the clock. */
export function showRun(target: HTMLElement, run: NodeRun | undefined, now: number): void {
  if (run) target.dataset.run = run.status;
  else delete target.dataset.run;
  const slot = target.querySelector<HTMLElement>(".run");
  if (!slot) return;
  // The label of a card or heading replaces what stands in it for a screen reader: the run has to be told beside it. Without the clock, which would never be still.
  const button = slot.closest("button");
  if (run) button?.setAttribute("aria-description", [runSaid(run), run.message ?? ""].filter((part) => part !== "").join(", "));
  else button?.removeAttribute("aria-description");
  if (!run) {
    slot.replaceChildren();
    slot.title = "";
    return;
  }
  const words = runWords(run, now);
  if (slot.dataset.status !== run.status || slot.childElementCount === 0) {
    slot.dataset.status = run.status;
    slot.replaceChildren(icon(runIcon(run), "icon run-icon"), element("span", { class: "run-text" }, words));
  } else {
    const text = slot.querySelector(".run-text");
    if (text) text.textContent = words;
  }
  slot.title = run.message ?? "";
}

function runIcon(run: NodeRun): IconName {
  switch (run.status) {
    case "waiting":
      return "waiting";
    case "running":
      return "running";
    case "succeeded":
    case "reused":
      return "succeeded";
    case "failed":
      return "failed";
    case "skipped":
    case "cancelled":
      return "skipped";
  }
}

function runSaid(run: NodeRun): string {
  return run.durationMs === undefined ? run.status : `${run.status} after ${formatDuration(run.durationMs)}`;
}

function runWords(run: NodeRun, now: number): string {
  switch (run.status) {
    case "running":
      return run.startedAt === undefined ? "running" : formatDuration(Math.max(0, now - run.startedAt));
    case "succeeded":
    case "failed":
      return run.durationMs === undefined ? run.status : formatDuration(run.durationMs);
    case "waiting":
    case "skipped":
    case "cancelled":
    case "reused":
      return run.status;
  }
}
