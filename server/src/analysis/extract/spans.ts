import type { NodeId } from "../facts/facts.ts";

/** Where the nodes of a text lie, by their numbers: for each its start and its end. */
export class Spans {
  readonly #first: NodeId;
  #values: Int32Array;
  #length = 0;

  /** `first` is the number of the first node. A text of `size` characters has few more nodes than a fourth of that. */
  constructor(first: NodeId, size: number) {
    this.#first = first;
    this.#values = new Int32Array(Math.max(64, size));
  }

  /** The number that comes next. */
  get next(): NodeId {
    return this.#first + this.#length / 2;
  }

  /** Gives the number that the place goes by. */
  add(start: number, end: number): NodeId {
    this.#reserve(2);
    this.#values[this.#length] = start;
    this.#values[this.#length + 1] = end;
    this.#length += 2;
    return this.next - 1;
  }

  /** Leaves so many numbers free. */
  skip(count: number): void {
    this.#reserve(2 * count);
    this.#length += 2 * count;
  }

  /** All of them, in the order of their numbers. */
  read(): Int32Array {
    return this.#values.slice(0, this.#length);
  }

  #reserve(count: number): void {
    if (this.#length + count <= this.#values.length) return;
    const values = new Int32Array(2 * (this.#length + count));
    values.set(this.#values);
    this.#values = values;
  }
}
