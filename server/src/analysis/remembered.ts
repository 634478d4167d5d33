/**
 * What was found out about a thing that never changes, such as an observation: after an edit nearly all of them are those that were there before, and a
 * helper that hundreds of files call has one for each. Forgotten together with the thing.
 */
export class Remembered<Thing extends object, Finding> {
  readonly #known = new WeakMap<Thing, Finding>();

  /** What is known of the thing, else what `find` finds out. It must depend on nothing else that changes. */
  of(thing: Thing, find: () => Finding): Finding {
    const known = this.#known.get(thing);
    if (known !== undefined) return known;
    const found = find();
    this.#known.set(thing, found);
    return found;
  }
}
