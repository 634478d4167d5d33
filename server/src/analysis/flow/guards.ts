/**
 * The paths on which something holds: a formula over the conditions that the source branches on, as a reduced ordered decision diagram.
 * Equal formulas are the same number, so comparing is `===`, and "can these two happen together?" is one `and`.
 */
export type Guard = number;

/** Holds on no path. */
export const NEVER: Guard = 0;
/** Holds on every path. */
export const ALWAYS: Guard = 1;

/** Makes and combines {@link Guard}s. Conditions are numbered in the order in which they are first met. */
export class Guards {
  // Node n decides on condition[n]; the two terminals decide on nothing and sort last.
  readonly #condition: number[] = [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER];
  readonly #whenFalse: Guard[] = [NEVER, ALWAYS];
  readonly #whenTrue: Guard[] = [NEVER, ALWAYS];
  readonly #nodes = new Map<string, Guard>();
  readonly #conjunctions = new Map<number, Guard>();
  readonly #negations = new Map<Guard, Guard>();
  readonly #asked = new Set<number>();
  #conditions = 0;

  /** How many nodes there are: what this costs in memory. */
  get size(): number {
    return this.#condition.length;
  }

  /** A condition that nothing is known about. */
  fresh(): Guard {
    return this.#node(this.#conditions++, NEVER, ALWAYS);
  }

  /** A condition that the source asks about. */
  asked(): Guard {
    this.#asked.add(this.#conditions);
    return this.fresh();
  }

  /** Whether the source asks about a condition; else it only stands for what cannot be known, such as whether a call throws. */
  isAsked(condition: number): boolean {
    return this.#asked.has(condition);
  }

  /** The conditions that a guard depends on. */
  conditions(guard: Guard): number[] {
    const found = new Set<number>();
    const seen = new Set<Guard>();
    const queue = [guard];
    for (let node = queue.pop(); node !== undefined; node = queue.pop()) {
      if (node <= ALWAYS || seen.has(node)) continue;
      seen.add(node);
      found.add(this.#at(this.#condition, node));
      queue.push(this.#at(this.#whenFalse, node), this.#at(this.#whenTrue, node));
    }
    return [...found];
  }

  and(left: Guard, right: Guard): Guard {
    if (left === right || right === ALWAYS) return left;
    if (left === ALWAYS) return right;
    if (left === NEVER || right === NEVER) return NEVER;
    const low = Math.min(left, right);
    const key = low * PAIR + Math.max(left, right);
    const known = this.#conjunctions.get(key);
    if (known !== undefined) return known;
    const condition = Math.min(this.#at(this.#condition, left), this.#at(this.#condition, right));
    const whenFalse = this.and(this.#branch(left, condition, this.#whenFalse), this.#branch(right, condition, this.#whenFalse));
    const whenTrue = this.and(this.#branch(left, condition, this.#whenTrue), this.#branch(right, condition, this.#whenTrue));
    const result = this.#node(condition, whenFalse, whenTrue);
    this.#conjunctions.set(key, result);
    return result;
  }

  not(guard: Guard): Guard {
    if (guard <= ALWAYS) return guard === NEVER ? ALWAYS : NEVER;
    const known = this.#negations.get(guard);
    if (known !== undefined) return known;
    const result = this.#node(
      this.#at(this.#condition, guard),
      this.not(this.#at(this.#whenFalse, guard)),
      this.not(this.#at(this.#whenTrue, guard)),
    );
    this.#negations.set(guard, result);
    return result;
  }

  or(left: Guard, right: Guard): Guard {
    if (left === right || right === NEVER) return left;
    if (left === NEVER) return right;
    return this.not(this.and(this.not(left), this.not(right)));
  }

  without(left: Guard, right: Guard): Guard {
    return this.and(left, this.not(right));
  }

  /** Whether every path of the first is one of the second. */
  implies(left: Guard, right: Guard): boolean {
    return this.without(left, right) === NEVER;
  }

  #branch(guard: Guard, condition: number, side: readonly Guard[]): Guard {
    return this.#at(this.#condition, guard) === condition ? this.#at(side, guard) : guard;
  }

  #node(condition: number, whenFalse: Guard, whenTrue: Guard): Guard {
    if (whenFalse === whenTrue) return whenFalse;
    const key = `${condition},${whenFalse},${whenTrue}`;
    const known = this.#nodes.get(key);
    if (known !== undefined) return known;
    const node = this.#condition.length;
    this.#condition.push(condition);
    this.#whenFalse.push(whenFalse);
    this.#whenTrue.push(whenTrue);
    this.#nodes.set(key, node);
    return node;
  }

  #at(list: readonly number[], node: Guard): number {
    return list[node] ?? NEVER;
  }
}

/** Two node numbers in one key; exact below 2^26 nodes. */
const PAIR = 2 ** 26;
