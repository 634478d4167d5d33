import type { Range } from "@glacier/core/graph";
import type { TextChange } from "../analysis/extract/splice.ts";
import { brokenFrom } from "../analysis/facts/broken.ts";
import type { FileFacts, NodeId, SuppressionFact } from "../analysis/facts/facts.ts";
import { LineIndex } from "../analysis/facts/text.ts";
import type { Scan } from "./scan.ts";

/** One file: its text, what a look at it says, and the facts of the last text that could be read. */
export class SourceFile {
  readonly path: string;
  /** Another number, of all files, whenever the text or the facts are others. */
  revision = nextRevision++;
  /** Undefined for a file that is not source text. */
  scan: Scan | undefined;
  /** The editor's version; null for the file on disk. */
  version: number | null = null;
  /** Whether its facts were looked for, be it in vain: it may be nested too deeply. */
  wasRead = false;
  #text: string;
  #lines: LineIndex | undefined;
  #facts: FileFacts | undefined;
  /** The text that the facts were read from, where it is not the present one. */
  #factsText: string;

  constructor(path: string, text: string, scan: Scan | undefined) {
    this.path = path;
    this.#text = text;
    this.#factsText = text;
    this.scan = scan;
  }

  get text(): string {
    return this.#text;
  }

  get facts(): FileFacts | undefined {
    return this.#facts;
  }

  get lines(): LineIndex {
    this.#lines ??= new LineIndex(this.#text);
    return this.#lines;
  }

  setText(text: string, scan: Scan | undefined): void {
    this.#text = text;
    this.revision = nextRevision++;
    this.#lines = undefined;
    this.scan = scan;
  }

  /** Takes facts of the present text. */
  setFacts(facts: FileFacts | undefined): void {
    this.#facts = facts;
    this.wasRead = true;
    this.revision = nextRevision++;
    this.#factsText = this.#text;
  }

  /** Whether the file imports something of Glacier's; while that was not looked at, whether it seems to. */
  get importsGlacier(): boolean {
    if (!this.scan?.namesGlacier || !this.#facts) return this.scan?.namesGlacier ?? false;
    return this.#facts.requests.some((specifier) => /^@glacier\/core(?:\/|$)/.test(specifier));
  }

  /** Where a node lies in the present text. While the text cannot be read, the places of the last good one move along with the edit. */
  offsets(node: NodeId): { start: number; end: number } {
    const spans = this.#facts?.spans;
    const start = spans?.[node * 2] ?? 0;
    const end = spans?.[node * 2 + 1] ?? start;
    if (this.#factsText === this.#text) return { start, end };
    return { start: this.shifted(start), end: this.shifted(end) };
  }

  /** The text that the facts were read from, and which part of it the present one has something else in the place of. */
  get edit(): { before: string; change: TextChange } {
    const [before, after] = [this.#factsText, this.#text];
    const { prefix, suffix } = this.#edit(before, after);
    return { before, change: { start: prefix, end: before.length - suffix } };
  }

  /** The statements of the present text that cannot be read: those in which something was typed since they could, or all from the first error on. */
  get unread(): Range | undefined {
    const facts = this.#facts;
    const [before, after] = [this.#factsText, this.#text];
    const broken = facts && brokenFrom(facts);
    if (broken !== undefined) return this.range(this.shifted(broken), after.length);
    if (before === after || !facts) return undefined;
    const { prefix, suffix } = this.#edit(before, after);
    const edited = facts.sections.filter(({ start, end }) => start <= before.length - suffix && prefix <= end);
    const start = Math.min(prefix, ...edited.map((it) => it.start));
    const end = Math.max(before.length - suffix, ...edited.map((it) => it.end));
    return this.range(start, end + after.length - before.length);
  }

  /** An offset of the text that the facts were read from, in the present text. */
  shifted(offset: number): number {
    const [before, after] = [this.#factsText, this.#text];
    if (before === after) return offset;
    const { prefix, suffix } = this.#edit(before, after);
    if (offset <= prefix) return offset;
    if (offset >= before.length - suffix) return offset + after.length - before.length;
    return Math.min(offset, Math.max(prefix, after.length - suffix));
  }

  /** The comments that silence rules, at their places in the present text. */
  get suppressions(): SuppressionFact[] {
    const shift = <Place extends { start: number; end: number }>(place: Place): Place => ({
      ...place,
      start: this.shifted(place.start),
      end: this.shifted(place.end),
    });
    return (this.#facts?.suppressions ?? []).map((comment) => ({ ...shift(comment), ids: comment.ids.map(shift) }));
  }

  range(start: number, end: number): Range {
    return this.lines.range(start, end);
  }

  #known: { before: string; after: string; prefix: number; suffix: number } | undefined;

  /** How much of two texts is the same at their start and at their end. */
  #edit(before: string, after: string): { prefix: number; suffix: number } {
    if (this.#known?.before === before && this.#known.after === after) return this.#known;
    const shorter = Math.min(before.length, after.length);
    let prefix = 0;
    while (prefix < shorter && before.charCodeAt(prefix) === after.charCodeAt(prefix)) prefix++;
    let suffix = 0;
    while (suffix < shorter - prefix && before.charCodeAt(before.length - 1 - suffix) === after.charCodeAt(after.length - 1 - suffix))
      suffix++;
    this.#known = { before, after, prefix, suffix };
    return this.#known;
  }
}

let nextRevision = 0;
