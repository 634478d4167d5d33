/** Items held back at most. Beyond, they are let go in the order in which they came, so that memory stays bounded. */
const MOST_HELD = 10_000;

/**
 * Puts names that come in the order of their UTF-16 units, as the service lists them, into the order of their UTF-8 bytes. The two differ where
 * one name has a character beyond U+FFFF (two surrogates, `D800`–`DFFF`) and another one of U+E000–U+FFFF at the same place: the former comes first
 * and belongs behind. So a name with a surrogate is held back until no name begins any more like it does up to there.
 */
export class Utf8Order<Item extends { readonly name: string }> {
  /** Each group's beginning begins with that of the group before, and its names belong before those of that group. */
  readonly #groups: { readonly beginning: string; readonly items: Item[] }[] = [];
  #held = 0;

  get isEmpty(): boolean {
    return this.#held === 0;
  }

  /** Takes the next item, and gives what can follow what was given before. */
  take(item: Item): Item[] {
    const ready: Item[] = [];
    while (this.#groups.length > 0 && !item.name.startsWith(this.#groups.at(-1)?.beginning ?? "")) ready.push(...this.#release());
    const surrogate = item.name.search(SURROGATE);
    if (surrogate < 0) return [...ready, item];
    const beginning = item.name.slice(0, surrogate);
    const last = this.#groups.at(-1);
    if (last?.beginning === beginning) last.items.push(item);
    else this.#groups.push({ beginning, items: [item] });
    this.#held++;
    return this.#held > MOST_HELD ? [...ready, ...this.rest()] : ready;
  }

  /** What is held, when nothing comes any more. */
  rest(): Item[] {
    const ready: Item[] = [];
    while (this.#groups.length > 0) ready.push(...this.#release());
    return ready;
  }

  #release(): Item[] {
    const items = this.#groups.pop()?.items ?? [];
    this.#held -= items.length;
    return items.sort((one, other) => compareUtf8(one.name, other.name));
  }
}

const SURROGATE = /[\ud800-\udfff]/;

/** Whether the two orders may differ for a name. */
export const hasSurrogate = (name: string): boolean => SURROGATE.test(name);

function compareUtf8(one: string, other: string): number {
  const length = Math.min(one.length, other.length);
  for (let index = 0; index < length; index++) {
    const difference = rank(one.charCodeAt(index)) - rank(other.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return one.length - other.length;
}

/** Surrogates behind all other units. */
const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
