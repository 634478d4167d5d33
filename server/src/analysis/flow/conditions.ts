import type { LiteralValue } from "../facts/facts.ts";
import { type Guard, type Guards, NEVER } from "./guards.ts";

/**
 * What paths know of values that the source does not show. Each unknown value is one of the literals it is compared with, or something else;
 * that these exclude each other is built into the guards, so no path ever takes `cloud === "aws"` and `cloud === "azure"` at once.
 */
export class Conditions {
  readonly #guards: Guards;
  readonly #subjects = new Map<string, { elements: Map<string, Guard>; rest: Guard }>();

  constructor(guards: Guards) {
    this.#guards = guards;
  }

  /** The paths on which a value equals a literal. */
  equals(key: string, value: LiteralValue): Guard {
    return this.#is(key, elementOf(value));
  }

  isNullish(key: string): Guard {
    return this.#guards.or(this.#is(key, "undefined"), this.#is(key, "null"));
  }

  isTruthy(key: string): Guard {
    return this.#guards.not(this.#guards.or(this.isNullish(key), this.#is(key, FALSY)));
  }

  /** The literals that a value was compared with and may be on the given paths, if it must be one of them. */
  known(key: string, paths: Guard): { value: LiteralValue; guard: Guard }[] {
    const subject = this.#subjects.get(key);
    if (!subject || this.#guards.and(subject.rest, paths) !== NEVER) return [];
    const possible = [...subject.elements].filter(([, guard]) => this.#guards.and(guard, paths) !== NEVER);
    if (possible.some(([element]) => element === FALSY)) return [];
    return possible.map(([element, guard]) => ({ value: element === "undefined" ? undefined : JSON.parse(element), guard }));
  }

  #is(key: string, element: string): Guard {
    let subject = this.#subjects.get(key);
    if (!subject) {
      subject = { elements: new Map(), rest: 1 };
      this.#subjects.set(key, subject);
    }
    const known = subject.elements.get(element);
    if (known !== undefined) return known;
    const fresh = this.#guards.asked(key);
    const guard = this.#guards.and(subject.rest, fresh);
    subject.rest = this.#guards.without(subject.rest, fresh);
    subject.elements.set(element, guard);
    return guard;
  }
}

/** The empty text, zero and `false` count as one: what tells them apart is no way to choose a cloud. */
const FALSY = "falsy";

function elementOf(value: LiteralValue): string {
  if (value === undefined) return "undefined";
  if (value === "" || value === 0 || value === false) return FALSY;
  return JSON.stringify(value);
}
