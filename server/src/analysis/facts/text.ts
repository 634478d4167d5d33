import type { Position, Range } from "@glacier/core/graph";

/** Offsets of a text ↔ lines and characters. */
export class LineIndex {
  readonly #starts: number[];
  readonly #length: number;

  constructor(text: string) {
    this.#starts = [0];
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code === 10) this.#starts.push(index + 1);
      else if (code === 13) {
        if (text.charCodeAt(index + 1) === 10) index++;
        this.#starts.push(index + 1);
      }
    }
    this.#length = text.length;
  }

  get lines(): number {
    return this.#starts.length;
  }

  position(offset: number): Position {
    const at = Math.max(0, Math.min(offset, this.#length));
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return { line: low, character: at - (this.#starts[low] ?? 0) };
  }

  offset(position: Position): number {
    const start = this.#starts[position.line];
    if (start === undefined) return this.#length;
    return Math.min(start + position.character, this.#starts[position.line + 1] ?? this.#length);
  }

  range(start: number, end: number): Range {
    return { start: this.position(start), end: this.position(end) };
  }
}
