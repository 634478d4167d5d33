import { statSync } from "node:fs";
import { DATA_LIMIT } from "../analysis/extract/data.ts";
import { type PassedOver, whyUnreadable } from "./passed-over.ts";
import { nameOf } from "./paths.ts";
import { readTextFile } from "./read-text.ts";
import { isDataName, isSurelyTooLarge } from "./scan.ts";

/** Reads files, and remembers what could not be looked at and why. */
export class Disk {
  readonly #passedOver = new Map<string, PassedOver>();

  readText(file: string): string | undefined {
    this.#passedOver.delete(file);
    try {
      const facts = statSync(file);
      // A pipe gives nothing until somebody writes to it.
      if (!facts.isFile()) return undefined;
      // So much data is no settings: nothing of it is known.
      if (isDataName(nameOf(file)) && facts.size > DATA_LIMIT) return "";
      // Gigabytes are not read to learn that they are too many.
      if (isSurelyTooLarge(facts.size)) {
        this.note(file, { kind: "large" });
        return undefined;
      }
      return readTextFile(file);
    } catch (error) {
      // What may not be read cannot be analysed; everything else can.
      const reason = whyUnreadable(file, error);
      if (reason) this.#passedOver.set(file, reason);
      return undefined;
    }
  }

  /** Why a path was not looked at; undefined when it was. */
  note(path: string, reason: PassedOver["reason"] | undefined): void {
    if (reason) this.#passedOver.set(path, { path, reason });
    else this.#passedOver.delete(path);
  }

  whyPassedOver(path: string): PassedOver["reason"] | undefined {
    return this.#passedOver.get(path)?.reason;
  }

  /** Files and folders that should have been analysed and could not, sorted by their paths. */
  passedOver(): PassedOver[] {
    return [...this.#passedOver.values()].sort((left, right) => (left.path < right.path ? -1 : 1));
  }
}
