import { usageOf } from "../graph/operations.ts";
import { type Binding, codeOf, givesAway, parameterBindings } from "./function-text.ts";

/** What a task's function does with a bucket that it is given. */
export interface BucketUsage {
  reads: boolean;
  writes: boolean;
  /** The bucket is also handed on or kept under another name, where the text does not tell what becomes of it. */
  unclear: boolean;
}

/**
 * Decides from the text of a function whether a bucket that it is given is read or written: it is read if a reading operation is called on its parameter by name
 * (`from.scan()`, `from?.scan()`, `options.from.scan()`), and likewise written.
 *
 * Why the text: nothing may be run to draw a graph, and calling the function with a stand-in for the bucket would run everything else in it. The text is what the static
 * analysis reads too, so both see the same calls. The rule never guesses: a bucket that is handed on to another function, or kept under another name, gives no edge there but
 * `unclear`, which the graph shows in the step's `detail.unclear`. So does one whose name is something else's in a part of the function: a text has no scopes.
 *
 * @param path the way from the list of arguments to the bucket, for instance `[1]` or `[0, "from"]`.
 */
export function bucketUsage(fn: (...args: never[]) => unknown, path: readonly (string | number)[]): BucketUsage {
  const code = codeOf(String(fn));
  const binding = parameterBindings(code)?.find(({ path: bound }) => bound.every((key, index) => key === path[index]));
  if (!binding || givesAway(code.slice(binding.end), binding.name)) return { reads: false, writes: false, unclear: true };

  const uses = usesOf(binding, path, code);
  return {
    reads: uses.some((name) => usageOf(name) === "reads"),
    writes: uses.some((name) => usageOf(name) === "writes"),
    unclear: uses.includes(""),
  };
}

/** The member that each mention of the bucket reads; an empty text where it is mentioned otherwise. */
function usesOf({ name, path: bound, start, end }: Binding, path: readonly (string | number)[], code: string): string[] {
  const inner = path
    .slice(bound.length)
    .map((key) => `\\s*(?:!?\\s*\\??\\.\\s*${literal(String(key))}(?![\\w$])|(?:\\?\\.)?\\[\\s*${literal(String(key))}\\s*\\])`);
  // A name after a dot is another object's member, unless the dot is the last of a spread; one before a colon is an object's key, unless after a question mark.
  const mention = new RegExp(
    `(?<![\\w$]|(?<!\\.\\.)\\.\\s*)${literal(name)}(?![\\w$])${inner.join("")}(?:\\s*!?\\s*\\??\\.\\s*([\\w$]+))?`,
    "g",
  );
  const usesIn = (text: string): string[] => [...text.matchAll(mention)].map(([, member]) => member ?? "");
  const inParameters = usesIn(code.slice(start, end));
  // There the parameter itself is a mention too.
  const own = inner.length === 0 ? inParameters.indexOf("") : -1;
  return [...inParameters.filter((_, index) => index !== own), ...usesIn(code.slice(end))];
}

const literal = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
