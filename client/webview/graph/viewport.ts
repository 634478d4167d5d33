import type { Box, Point } from "./layout.ts";
import { centre } from "./navigation.ts";

/** screen = world × scale + (x, y) */
export interface Viewport {
  x: number;
  y: number;
  scale: number;
}

export interface Size {
  width: number;
  height: number;
}

/** By hand; a graph of hundreds of nodes is shown whole at whatever scale that takes. */
const MIN_SCALE = 0.1;
const MAX_SCALE = 2.5;
/** A graph of two nodes blown up to the whole window reads worse than one at its own size. */
const MAX_FIT_SCALE = 1;

/** Shows the whole world, centred, with room for the toolbar and the legend. */
export function fit(world: Size, screen: Size, margin = { top: 56, right: 16, bottom: 56, left: 16 }): Viewport {
  const width = Math.max(1, screen.width - margin.left - margin.right);
  const height = Math.max(1, screen.height - margin.top - margin.bottom);
  const scale = Math.min(width / Math.max(1, world.width), height / Math.max(1, world.height), MAX_FIT_SCALE);
  return {
    scale,
    x: margin.left + (width - world.width * scale) / 2,
    y: margin.top + (height - world.height * scale) / 2,
  };
}

/** Zooms so that what is under `at` on the screen stays there. */
export function zoomAt(view: Viewport, factor: number, at: Point): Viewport {
  // Where all of it is shown already, zooming out has nothing to add.
  const scale = Math.min(MAX_SCALE, Math.max(Math.min(MIN_SCALE, view.scale), view.scale * factor));
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** Moves by as little as brings the box wholly onto the screen. */
export function bringIntoView(view: Viewport, box: Box, screen: Size, margin = 12): Viewport {
  const left = box.x * view.scale + view.x;
  const top = box.y * view.scale + view.y;
  const right = left + box.width * view.scale;
  const bottom = top + box.height * view.scale;
  return {
    scale: view.scale,
    x: view.x + shift(left, right, screen.width, margin),
    y: view.y + shift(top, bottom, screen.height, margin),
  };
}

function shift(low: number, high: number, size: number, margin: number): number {
  const edge = Math.min(margin, size / 4);
  if (low < edge) return edge - low;
  if (high > size - edge) return Math.max(size - edge - high, edge - low);
  return 0;
}

/** Whether every corner of the world is on the screen. */
export function shows(view: Viewport, world: Size, screen: Size): boolean {
  return (
    view.x >= 0 && view.y >= 0 && view.x + world.width * view.scale <= screen.width && view.y + world.height * view.scale <= screen.height
  );
}

/**
 * After a new layout, moves the world so that one box stays where the reader's eye has it:
 * the preferred one if it is in both layouts, else the one that was nearest to the middle of the screen.
 */
export function keepPlace(
  view: Viewport,
  before: ReadonlyMap<string, Box>,
  after: ReadonlyMap<string, Box>,
  screen: Size,
  preferred?: string,
): Viewport {
  const anchor = anchorOf(view, before, after, screen, preferred);
  const old = anchor === undefined ? undefined : before.get(anchor);
  const now = anchor === undefined ? undefined : after.get(anchor);
  if (!old || !now) return view;
  const from = centre(old);
  const to = centre(now);
  return { scale: view.scale, x: view.x - (to.x - from.x) * view.scale, y: view.y - (to.y - from.y) * view.scale };
}

function anchorOf(
  view: Viewport,
  before: ReadonlyMap<string, Box>,
  after: ReadonlyMap<string, Box>,
  screen: Size,
  preferred: string | undefined,
): string | undefined {
  if (preferred !== undefined && before.has(preferred) && after.has(preferred)) return preferred;
  const middle = { x: (screen.width / 2 - view.x) / view.scale, y: (screen.height / 2 - view.y) / view.scale };
  let best: { id: string; distance: number } | undefined;
  for (const [id, box] of before) {
    if (!after.has(id)) continue;
    const point = centre(box);
    const distance = Math.hypot(point.x - middle.x, point.y - middle.y);
    if (!best || distance < best.distance) best = { id, distance };
  }
  return best?.id;
}
