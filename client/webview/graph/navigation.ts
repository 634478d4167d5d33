import type { Box } from "./layout.ts";

export type ArrowKey = "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown";

/** The box that a reader means by an arrow key: near in that direction, and rather straight ahead than aside. */
export function neighbour(boxes: ReadonlyMap<string, Box>, from: string, key: ArrowKey): string | undefined {
  const start = boxes.get(from);
  if (!start) return undefined;
  const origin = centre(start);
  let best: { id: string; cost: number } | undefined;
  for (const [id, box] of boxes) {
    if (id === from) continue;
    const point = centre(box);
    const dx = point.x - origin.x;
    const dy = point.y - origin.y;
    const [ahead, aside] = along(key, dx, dy);
    if (ahead <= 1) continue;
    const cost = ahead + Math.abs(aside) * 2;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}

function along(key: ArrowKey, dx: number, dy: number): [ahead: number, aside: number] {
  switch (key) {
    case "ArrowLeft":
      return [-dx, dy];
    case "ArrowRight":
      return [dx, dy];
    case "ArrowUp":
      return [-dy, dx];
    case "ArrowDown":
      return [dy, dx];
  }
}

export const centre = (box: Box): { x: number; y: number } => ({ x: box.x + box.width / 2, y: box.y + box.height / 2 });
