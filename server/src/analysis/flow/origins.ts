import type { Guards } from "./guards.ts";
import { ENVIRONMENTS } from "./members.ts";

/** Something outside of the source that the answer to a question depends on. */
export interface Source {
  name: string;
  /** Whether it certainly shares nothing with sources of other names. */
  isAlone: boolean;
}

/**
 * What the answer to a question about a key depends on: environment variables, parameters of functions that nobody calls, what other packages say.
 * Where there is nothing, the source settles the answer, though the analysis may not be able to tell which it is.
 */
export function sourcesOf(guards: Guards, key: string, seen: Set<number> = new Set()): Source[] {
  const found: Source[] = [];
  for (const { 0: part, index, groups = {} } of key.matchAll(PARTS)) {
    if (groups.guard) found.push(...sourcesOfGuard(guards, Number(groups.guard), seen));
    else if (groups.parameters) found.push({ name: groups.parameters, isAlone: true });
    else if (groups.name) found.push(...sourceOfName(groups.name, key.startsWith("()", index + part.length)));
    else if (groups.read || groups.other) found.push({ name: part, isAlone: groups.read !== undefined });
  }
  return found;
}

/** Whether a condition comes out one way only: what it asks about is all in the source. */
export function isSettled(guards: Guards, condition: number): boolean {
  if (guards.isSettled(condition)) return true;
  const subject = guards.subjectOf(condition);
  return subject !== undefined && sourcesOf(guards, subject).length === 0;
}

/** Whether a condition certainly has nothing to do with others. */
export function isIndependent(guards: Guards, condition: number, others: Iterable<number>): boolean {
  const sources = sourcesOf(guards, guards.subjectOf(condition) ?? "");
  if (sources.length === 0 || !sources.every(({ isAlone }) => isAlone)) return false;
  const names = new Set(sources.map(({ name }) => name));
  return [...others].every((other) => {
    const subject = guards.subjectOf(other);
    return subject === undefined || sourcesOf(guards, subject).every(({ name, isAlone }) => isAlone && !names.has(name));
  });
}

function sourcesOfGuard(guards: Guards, guard: number, seen: Set<number>): Source[] {
  if (seen.has(guard)) return [];
  seen.add(guard);
  return guards.conditions(guard).flatMap((condition) => sourcesOf(guards, guards.subjectOf(condition) ?? "", seen));
}

function sourceOfName(name: string, isCalledWithNothing: boolean): Source[] {
  const environment = [...ENVIRONMENTS].find((it) => name.startsWith(`${it}.`));
  if (environment)
    return [
      {
        name: name
          .split(".")
          .slice(0, environment.split(".").length + 1)
          .join("."),
        isAlone: true,
      },
    ];
  if (ALONE.has(name)) return [{ name, isAlone: true }];
  const [first = "", second] = name.split(".");
  if (first === "process") return [{ name: `process.${second}`, isAlone: second === "argv" }];
  if (first === "Date" && isCalledWithNothing) return [{ name: "the time", isAlone: true }];
  return LANGUAGE.has(first) ? [] : [{ name, isAlone: false }];
}

/** The parts of a key that say where something comes from; texts of the source are passed over. */
const PARTS = new RegExp(
  [
    String.raw`"(?:[^"\\]|\\.)*"`,
    String.raw`(?<parameters>~\d+)\/\d+`,
    String.raw`(?<read>read#\d+)`,
    String.raw`(?<other>~\d+|(?:provider|config)#\d+\.\w+|(?:module|mock):[^()\s,{}|]+)`,
    String.raw`(?<![\w#~.*@])(?<guard>\d+)\?`,
    String.raw`(?<![\w$.#@*)\]}"])(?<name>[A-Za-z_$][\w$]*(?:\.[\w$]+)*)`,
  ].join("|"),
  "g",
);

const ALONE: ReadonlySet<string> = new Set(["Math.random", "Date.now", "performance.now", "crypto.randomUUID"]);

/** What gives the same for the same wherever a program runs, and the words that keys are made with. */
const LANGUAGE: ReadonlySet<string> = new Set(
  `Array BigInt Boolean Date Infinity Intl JSON Map Math NaN Number Object Reflect RegExp Set String Symbol URL WeakMap WeakSet
  decodeURIComponent encodeURIComponent isFinite isNaN parseFloat parseInt structuredClone
  caught config false glacier in instanceof isArray new null provider regexp true typeof undefined`.split(/\s+/),
);
