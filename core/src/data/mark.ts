import { createHmac, randomBytes } from "node:crypto";

/**
 * A text that stands in every path that Polars is given for one scan of a cloud, and in no other: in plans and errors it tells the scan. Where it is part of an
 * address on this machine, it is also what nobody else can guess.
 */
export const newMark = (): string => `glacier-${randomBytes(24).toString("hex")}`;

/**
 * The mark of what is described, the same for the same description in this process: Polars keeps its connections by address, and goes on with those of an earlier
 * scan of the same version.
 */
export const markOf = (description: unknown): string =>
  `glacier-${createHmac("sha256", key).update(JSON.stringify(description)).digest("hex").slice(0, 48)}`;

const key = randomBytes(32);

/** The marks in a plan or a message, each once. */
export const marksIn = (text: string): string[] => [...new Set(text.match(MARK))];

const MARK = /glacier-[0-9a-f]{48}/g;

/** With something else in place of every path that has a mark. */
export const replaceMarked = (text: string, replacement: (mark: string) => string): string =>
  text.replaceAll(MARKED, (_, mark: string) => replacement(mark));

/** As far as a path reaches where it is quoted: names may have spaces, but what precedes them shows what is secret. */
const MARKED = /(?:[a-z0-9+.-]+:\/\/)?[^\s,[\]"'()]*(glacier-[0-9a-f]{48})[^\s,\]"'()]*/g;
