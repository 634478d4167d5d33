import type { Range } from "@glacier/core/graph";

type Position = Range["start"];

export const comparePositions = (a: Position, b: Position): number => a.line - b.line || a.character - b.character;

/** Whether two ranges have a place in common, be it where one ends and the other begins. */
export const touches = (a: Range, b: Range): boolean => comparePositions(a.start, b.end) <= 0 && comparePositions(b.start, a.end) <= 0;
