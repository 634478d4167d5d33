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
  /** Per condition, the node of a pair of branches. */
  readonly #nodes: Map<number, Guard>[] = [];
  readonly #conjunctions = new Map<number, Guard>();
  readonly #negations = new Map<Guard, Guard>();
  readonly #subjects = new Map<number, string>();
  readonly #settled = new Set<number>();
  readonly #failures = new Set<number>();
  #conditions = 0;
  #allowance = Number.POSITIVE_INFINITY;

  /** How many nodes there are: what this costs in memory. */
  get size(): number {
    return this.#condition.length;
  }

  /**
   * Does something that may make so many new nodes.
   *
   * @throws {TooManyPaths} when it would make more.
   */
  allowing<Result>(nodes: number, act: () => Result): Result {
    const outer = this.#allowance;
    this.#allowance = nodes;
    try {
      return act();
    } finally {
      this.#allowance = outer;
    }
  }

  /** A condition that nothing is known about. */
  fresh(): Guard {
    return this.#node(this.#conditions++, NEVER, ALWAYS);
  }

  /** A condition that has one outcome, which the analysis does not know: whether something calls what it is given, say. */
  settled(): Guard {
    this.#settled.add(this.#conditions);
    return this.fresh();
  }

  /** A condition that holds where something has failed that may fail at any time. */
  failure(): Guard {
    this.#failures.add(this.#conditions);
    return this.fresh();
  }

  /** The paths of a guard on which nothing has failed, whatever else holds. */
  whereNothingFails(guard: Guard): Guard {
    if (guard <= ALWAYS) return guard;
    const condition = this.#at(this.#condition, guard);
    const whenFalse = this.whereNothingFails(this.#at(this.#whenFalse, guard));
    return this.#failures.has(condition)
      ? whenFalse
      : this.#node(condition, whenFalse, this.whereNothingFails(this.#at(this.#whenTrue, guard)));
  }

  /** Whether a condition was made by {@link settled}. */
  isSettled(condition: number): boolean {
    return this.#settled.has(condition);
  }

  /** Says of a guard, all of whose conditions have one outcome each, that they do. */
  settle(guard: Guard): void {
    for (const condition of this.conditions(guard)) this.#settled.add(condition);
  }

  /** A condition that the source asks about something, which goes by a key. */
  asked(subject: string): Guard {
    this.#subjects.set(this.#conditions, subject);
    return this.fresh();
  }

  /** What a condition asks about; undefined for one that only stands for what cannot be known, such as whether a call throws. */
  subjectOf(condition: number): string | undefined {
    return this.#subjects.get(condition);
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

  /** The paths of a guard, whatever comes of the conditions that are not kept. */
  onlyBy(guard: Guard, isKept: (condition: number) => boolean, known: Map<Guard, Guard> = new Map()): Guard {
    if (guard <= ALWAYS) return guard;
    const before = known.get(guard);
    if (before !== undefined) return before;
    const condition = this.#at(this.#condition, guard);
    const whenFalse = this.onlyBy(this.#at(this.#whenFalse, guard), isKept, known);
    const whenTrue = this.onlyBy(this.#at(this.#whenTrue, guard), isKept, known);
    const result = isKept(condition) ? this.#node(condition, whenFalse, whenTrue) : this.or(whenFalse, whenTrue);
    known.set(guard, result);
    return result;
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
    const key = whenFalse * PAIR + whenTrue;
    const nodes = this.#nodes[condition];
    const known = nodes?.get(key);
    if (known !== undefined) return known;
    if (--this.#allowance < 0) throw new TooManyPaths();
    const node = this.#condition.length;
    this.#condition.push(condition);
    this.#whenFalse.push(whenFalse);
    this.#whenTrue.push(whenTrue);
    if (nodes) nodes.set(key, node);
    else this.#nodes[condition] = new Map([[key, node]]);
    return node;
  }

  #at(list: readonly number[], node: Guard): number {
    return list[node] ?? NEVER;
  }
}

/**
 * Which of several things happen on no path of a guard. A helper that hundreds of files call is called on a handful of guards: each is looked for once,
 * not each thing beside each other.
 */
export function excluding<Thing>(
  guards: Guards,
  things: readonly Thing[],
  guardOf: (thing: Thing) => Guard,
): (guard: Guard) => readonly Thing[] {
  const byGuard = Map.groupBy(things, guardOf);
  const known = new Map<Guard, readonly Thing[]>();
  return (guard) => {
    const found = known.get(guard) ?? [...byGuard].flatMap(([other, same]) => (guards.and(other, guard) === NEVER ? same : []));
    known.set(guard, found);
    return found;
  };
}

/** Code that branches on more than can be kept apart. */
export class TooManyPaths extends Error {
  constructor() {
    super("The code branches on more conditions than the analysis keeps apart.");
    this.name = "TooManyPaths";
  }
}

/** Two node numbers in one key; exact below 2^26 nodes. */
const PAIR = 2 ** 26;
