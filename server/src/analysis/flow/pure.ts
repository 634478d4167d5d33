import type { LiteralValue } from "../facts/facts.ts";

/** A regular expression that the source writes out. */
export interface WrittenPattern {
  source: string;
  flags: string;
}

/** What a function of the language was given: plain values and regular expressions. */
export type PureArgument = LiteralValue | WrittenPattern;

/** What such a function gives: a plain value, or a list of them. */
export type PureResult = { value: LiteralValue } | { list: LiteralValue[] };

/** What a method of a text, a number or a truth value gives; undefined where that is not worked out here. */
export function callMethodOf(self: LiteralValue, name: string, given: readonly PureArgument[]): PureResult | undefined {
  if (typeof self === "string") return callTextMethod(self, name, given);
  if (self === null || self === undefined || !given.every(isPlain)) return undefined;
  if (name === "toString" || name === "toFixed" || name === "valueOf")
    return attempt(() => Reflect.apply(methodOf(self, name), self, given));
  return undefined;
}

function callTextMethod(self: string, name: string, given: readonly PureArgument[]): PureResult | undefined {
  if (self.length > TEXT_LIMIT) return undefined;
  if (PATTERN_METHODS.has(name)) {
    const [first, ...rest] = given;
    const pattern = isPlain(first) ? first : safePattern(first, self);
    // A callback writes what it likes.
    if (pattern === undefined || !rest.every(isPlain)) return undefined;
    return attempt(() => Reflect.apply(methodOf(self, name), self, [pattern, ...rest]));
  }
  if (!TEXT_METHODS.has(name) || !given.every(isPlain)) return undefined;
  const isTooLong = (name.startsWith("pad") || name === "repeat") && Number(given[0]) * Math.max(1, self.length) > TEXT_LIMIT;
  return isTooLong ? undefined : attempt(() => Reflect.apply(methodOf(self, name), self, given));
}

/** `pattern.test(text)`. A pattern with a memory of where it was gives another answer each time. */
export function matches(pattern: WrittenPattern, text: LiteralValue): boolean | undefined {
  const safe = /[gy]/.test(pattern.flags) ? undefined : safePattern(pattern, String(text));
  return safe?.test(String(text));
}

/** What a function of the language itself gives for plain values, by its name: `Math.round`. */
export function callPure(name: string, given: readonly LiteralValue[]): PureResult | undefined {
  const act =
    FUNCTIONS.get(name) ?? (name.startsWith("Math.") && name !== "Math.random" ? methodOf(Math, name.slice("Math.".length)) : undefined);
  return act && attempt(() => Reflect.apply(act, undefined, given));
}

/** A number that goes by a name: `Math.PI`. */
export function constantOf(name: string): number | undefined {
  const [owner, key = ""] = name.split(".");
  if (owner !== "Math" && owner !== "Number") return undefined;
  const value: unknown = Reflect.get(owner === "Math" ? Math : Number, key);
  return typeof value === "number" ? value : undefined;
}

const FUNCTIONS: ReadonlyMap<string, (...given: never[]) => unknown> = new Map<string, (...given: never[]) => unknown>(
  Object.entries({
    String,
    Number,
    parseInt: Number.parseInt,
    parseFloat: Number.parseFloat,
    isNaN: (value: never) => Number.isNaN(Number(value)),
    isFinite: (value: never) => Number.isFinite(Number(value)),
    "Number.parseInt": Number.parseInt,
    "Number.parseFloat": Number.parseFloat,
    "Number.isNaN": Number.isNaN,
    "Number.isFinite": Number.isFinite,
    "Number.isInteger": Number.isInteger,
    "Number.isSafeInteger": Number.isSafeInteger,
    "Object.is": Object.is,
    "String.fromCharCode": String.fromCharCode,
    "String.fromCodePoint": String.fromCodePoint,
    encodeURIComponent,
    decodeURIComponent,
  }),
);

const TEXT_METHODS: ReadonlySet<string> = new Set(
  `at charAt charCodeAt codePointAt concat endsWith includes indexOf lastIndexOf normalize padEnd padStart repeat slice startsWith
  substr substring toLowerCase toString toUpperCase trim trimEnd trimStart valueOf`.split(/\s+/),
);

/** Those that also take a regular expression in the place of a text. */
const PATTERN_METHODS: ReadonlySet<string> = new Set(["match", "replace", "replaceAll", "search", "split"]);

const isPlain = (value: PureArgument): value is LiteralValue => typeof value !== "object" || value === null;

/** Every name that comes here is one of a method. */
const methodOf = (owner: unknown, name: string): ((...given: never[]) => unknown) => Reflect.get(Object(owner), name);

/** A pattern that is sure to be done with a text in no time: nothing in it repeats what itself repeats. */
function safePattern({ source, flags }: WrittenPattern, text: string): RegExp | undefined {
  const repeats = source.match(/[*+?}]/g)?.length ?? 0;
  if (text.length > PATTERN_TEXT_LIMIT || repeats > REPEATS_LIMIT || /\)[*+{]|\\[1-9]/.test(source)) return undefined;
  try {
    return new RegExp(source, flags);
  } catch {
    // The program throws here, if it is ever run.
    return undefined;
  }
}

function attempt(act: () => unknown): PureResult | undefined {
  let made: unknown;
  try {
    made = act();
  } catch {
    // What throws gives nothing.
    return undefined;
  }
  if (isLiteral(made)) return { value: made };
  return Array.isArray(made) && made.length <= LIST_LIMIT && made.every(isLiteral) ? { list: made } : undefined;
}

const isLiteral = (value: unknown): value is LiteralValue =>
  value === null || ["string", "number", "boolean", "undefined"].includes(typeof value);

const TEXT_LIMIT = 2_000;
const PATTERN_TEXT_LIMIT = 100;
const REPEATS_LIMIT = 3;
const LIST_LIMIT = 50;
