/**
 * What was found out about a thing that never changes, such as an observation: after an edit nearly all of them are those that were there before, and a
 * helper that hundreds of files call has one for each. It is noted on the thing itself, since an edit of that helper makes thousands of new ones, and
 * weak maps of that size cost more than they save. What copies a thing to change it must not copy its notes.
 */
export class Remembered<Thing extends object, Finding> {
  readonly #place = places++;

  /** What is known of the thing, else what `find` finds out. It must depend on nothing else that changes. */
  of(thing: Thing, find: () => Finding): Finding {
    // Nothing else writes this field, and only this object writes at its place.
    const noted = thing as { notes?: unknown[] };
    // As long as it will ever be: one that grows note by note is copied again and again.
    noted.notes ??= new Array<unknown>(places);
    const known = noted.notes[this.#place] as Finding | undefined;
    if (known !== undefined) return known;
    const found = find();
    noted.notes[this.#place] = found;
    return found;
  }
}

let places = 0;
