import { isStackOverflow } from "../stack-overflow.ts";

/**
 * How deep what is being read lies in other code. There is a limit because everything that walks over facts calls itself for each level, and some of it with
 * more on the stack than reading took: what only just could be read would bring that down, and with it all other files.
 */
export class Nesting {
  #depth = 0;

  enter(levels: number): void {
    this.#depth += levels;
    if (this.#depth > DEEPEST) throw new NestedTooDeep();
  }

  /** Gives what was read in there. */
  leave<Read>(levels: number, read: Read): Read {
    this.#depth -= levels;
    return read;
  }
}

/** Where compiled code has not been optimised yet, the stack is used up by about 1,200 levels of any shape. Nobody writes a tenth by hand. */
const DEEPEST = 700;

/** Whether reading a text was given up since it is nested too deep: by our limit, or by the engine's, which the parser may meet first. */
export const isNestedTooDeep = (error: unknown): boolean => error instanceof NestedTooDeep || isStackOverflow(error);

class NestedTooDeep extends Error {
  constructor() {
    super("The source is nested deeper than the analysis goes.");
    this.name = "NestedTooDeep";
  }
}
