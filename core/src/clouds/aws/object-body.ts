import { Readable } from "node:stream";

/**
 * The body of an answer, read as it comes, with errors in Glacier's terms, and an error too when fewer bytes come than were promised: half an
 * object never looks like a whole one.
 */
export class ObjectBody extends Readable {
  readonly #source: Readable;
  readonly #translate: (error: unknown) => unknown;
  #missing: number | undefined;

  constructor(source: Readable, size: number | undefined, translate: (error: unknown) => unknown) {
    super();
    this.#source = source;
    this.#translate = translate;
    this.#missing = size;
    source.on("data", (chunk: Buffer) => {
      if (this.#missing !== undefined) this.#missing -= chunk.length;
      if (!this.push(chunk)) source.pause();
    });
    source.once("end", () => {
      if (this.#missing === undefined || this.#missing === 0) this.push(null);
      else this.#fail(Object.assign(new Error("The body of the answer is not as long as was said."), { code: "ECONNRESET" }));
    });
    source.on("error", (error) => this.#fail(error));
    // A connection may be closed without a word.
    source.once("close", () => {
      if (!source.readableEnded) this.#fail(Object.assign(new Error("The connection was closed."), { code: "ECONNRESET" }));
    });
    source.pause();
  }

  override _read(): void {
    this.#source.resume();
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    this.#source.destroy();
    done(error);
  }

  #fail(error: Error): void {
    const translated = this.#translate(error);
    this.destroy(translated instanceof Error ? translated : error);
  }
}
