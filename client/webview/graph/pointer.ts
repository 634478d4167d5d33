import type { Point } from "./layout.ts";

/** Below this many pixels a press is a click, not a drag. */
const DRAG_FROM = 4;

/** Dragging the ground, or a card, moves the picture; the click that ends a drag is swallowed. */
export function onPan(stage: HTMLElement, pan: (dx: number, dy: number) => void): void {
  let last: Point | undefined;
  let travelled = 0;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button > 1) return;
    last = { x: event.clientX, y: event.clientY };
    travelled = 0;
  });
  stage.addEventListener("pointermove", (event) => {
    if (!last) return;
    const dx = event.clientX - last.x;
    const dy = event.clientY - last.y;
    travelled += Math.abs(dx) + Math.abs(dy);
    if (travelled < DRAG_FROM) return;
    // Captured only now: capturing on press would send the click of a card to the stage.
    if (!stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId);
    stage.classList.add("dragging");
    last = { x: event.clientX, y: event.clientY };
    pan(dx, dy);
  });
  const end = (): void => {
    last = undefined;
    stage.classList.remove("dragging");
  };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
  stage.addEventListener(
    "click",
    (event) => {
      if (travelled < DRAG_FROM) return;
      event.stopPropagation();
      travelled = 0;
    },
    { capture: true },
  );
}

/** The wheel moves, and zooms with Ctrl or Command: a pinch on a trackpad arrives as that too. */
export function onWheel(stage: HTMLElement, act: { pan(dx: number, dy: number): void; zoom(factor: number, at: Point): void }): void {
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      // Lines and pages, which a mouse may count in, to pixels.
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 400;
      const dx = event.deltaX * unit;
      const dy = event.deltaY * unit;
      if (event.ctrlKey || event.metaKey) {
        const origin = stage.getBoundingClientRect();
        act.zoom(Math.exp(-dy * 0.004), { x: event.clientX - origin.left, y: event.clientY - origin.top });
      } else if (event.shiftKey && dx === 0) act.pan(dy, 0);
      else act.pan(dx, dy);
    },
    { passive: false },
  );
}
