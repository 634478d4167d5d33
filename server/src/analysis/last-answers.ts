/** What was last answered of texts, a thousand of them: each key that is typed in a file asks about the same few names. */
export class LastAnswers<Answer> {
  readonly #known = new Map<string, Answer>();

  /** What is known of a text, else what `find` finds out. It must depend on nothing else. */
  of(text: string, find: () => Answer): Answer {
    const known = this.#known.get(text);
    if (known !== undefined || this.#known.has(text)) return known as Answer;
    if (this.#known.size >= LIMIT) this.#known.clear();
    const found = find();
    this.#known.set(text, found);
    return found;
  }
}

const LIMIT = 1000;
