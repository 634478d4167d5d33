/** In what way a piece of code says a word; one word may be said in several. */
export const USE = {
  /** As the name of a variable or a type. Names are not resolved: one that is shadowed counts too. */
  name: 1,
  /** As a member that is read, called or assigned. */
  member: 2,
  /** As what is assigned, or what a member is assigned of. */
  assigned: 4,
  declared: 8,
  /** As a variable that is given a value and that none of the functions in it has as its own. */
  writtenOutside: 16,
  /** As the name of a variable and not of a type alone, which counts as a name as well. */
  variable: 32,
} as const;

export type Use = (typeof USE)[keyof typeof USE];

/** What a piece of code refers to, itself and in everything nested in it. */
export class Mentions {
  /** Each word once, and its uses. Most functions say few words, which are found sooner by looking at each than by a map; and there are many functions. */
  readonly #words: string[] = [];
  readonly #uses: number[] = [];
  /** Where each word is; of code that says many. */
  #places: Map<string, number> | undefined;
  /** It reads or calls a member whose name is computed. */
  hasComputedMember = false;
  /** It assigns members of something that has no name, such as what a call gives. */
  assignsUnnamed = false;
  /** It gives a value to a member of something. */
  writesMembers = false;
  /** It adds to, or takes from, what may be a collection. */
  fills = false;

  /** `use` may be several together. */
  add(word: string, use: number): void {
    const place = this.#placeOf(word);
    if (place >= 0) {
      this.#uses[place] = (this.#uses[place] ?? 0) | use;
      return;
    }
    this.#places?.set(word, this.#words.length);
    this.#words.push(word);
    this.#uses.push(use);
    if (this.#words.length === FEW) this.#places = new Map(this.#words.map((each, at) => [each, at]));
  }

  /** Takes back what was said of a word. */
  remove(word: string, use: Use): void {
    const place = this.#placeOf(word);
    if (place >= 0) this.#uses[place] = (this.#uses[place] ?? 0) & ~use;
  }

  /** Adds what something in it mentions. */
  take(nested: Mentions): void {
    for (let at = 0; at < nested.#words.length; at++) this.add(nested.#words[at] ?? "", nested.#uses[at] ?? 0);
    this.hasComputedMember ||= nested.hasComputedMember;
    this.assignsUnnamed ||= nested.assignsUnnamed;
    this.writesMembers ||= nested.writesMembers;
    this.fills ||= nested.fills;
  }

  /** `use` may be several together. */
  has(word: string, use: number): boolean {
    const place = this.#placeOf(word);
    return place >= 0 && ((this.#uses[place] ?? 0) & use) !== 0;
  }

  /** Whether a word that is said in a way is like that. Default: any. */
  some(use: Use, isLike: (word: string) => boolean = () => true): boolean {
    for (let at = 0; at < this.#words.length; at++) if (((this.#uses[at] ?? 0) & use) !== 0 && isLike(this.#words[at] ?? "")) return true;
    return false;
  }

  /** The words that are said in a way, in the order in which they were first said. */
  words(use: Use): readonly string[] {
    if (!this.some(use)) return NO_WORDS;
    return this.#words.filter((_, at) => ((this.#uses[at] ?? 0) & use) !== 0);
  }

  #placeOf(word: string): number {
    return this.#places ? (this.#places.get(word) ?? -1) : this.#words.indexOf(word);
  }
}

const NO_WORDS: readonly string[] = [];

/** Words. */
const FEW = 16;
