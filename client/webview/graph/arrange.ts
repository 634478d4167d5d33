import type { GraphDirection } from "../messages.ts";
import { type GraphLayout, type LayoutEngine, layoutGraph, type Widths } from "./layout.ts";
import type { ViewModel } from "./model.ts";
import { fit, type Size } from "./viewport.ts";

/** Above this, a second layout only to choose the direction would be felt while typing. */
const TRY_BOTH_UP_TO = 60;
/** Left to right reads best: top to bottom has to show the graph this much larger to be chosen. */
const TURN_FROM = 1.3;

export interface Arranged {
  layout: GraphLayout;
  direction: GraphDirection;
}

/** Lays a graph out in the wanted direction, or in the one that shows it larger. */
export async function arrange(
  engine: LayoutEngine,
  model: ViewModel,
  wanted: GraphDirection | undefined,
  screen: Size,
  widths: Widths,
): Promise<Arranged> {
  const lay = async (direction: GraphDirection): Promise<Arranged> => ({
    layout: await layoutGraph(engine, model, direction, widths),
    direction,
  });
  if (wanted) return lay(wanted);
  if (model.nodes.length > TRY_BOTH_UP_TO) return lay(screen.width >= screen.height ? "right" : "down");
  const right = await lay("right");
  const down = await lay("down");
  return fit(down.layout, screen).scale > fit(right.layout, screen).scale * TURN_FROM ? down : right;
}
