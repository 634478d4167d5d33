import { stripVTControlCharacters } from "node:util";

/** Cuts what a process prints into whole lines, without colours and cursor movements. */
export class LineSplitter {
  private rest = "";

  /** The lines that are complete now. */
  push(text: string): string[] {
    const parts = (this.rest + text).split(/\r?\n/);
    this.rest = parts.pop() ?? "";
    return parts.map((line) => stripVTControlCharacters(line));
  }

  /** The last line, if the process ended in the middle of it. */
  flush(): string[] {
    const rest = this.rest;
    this.rest = "";
    return rest === "" ? [] : [stripVTControlCharacters(rest)];
  }
}
