import { showValue } from "../config/redact.ts";
import { GlacierError } from "../errors.ts";
import type { SourceLocation, StepError } from "./events.ts";
import { userFrame } from "./location.ts";
import { showText } from "./secrets.ts";

/** An error may be caused by one that is caused by it; more than these are not told. */
const mostCauses = 8;

/**
 * Whatever user code threw, as plain data without secrets: an error, a string, an object whose getters throw. Never throws.
 * @param fallback where to point when the error itself names no line of the user's.
 */
export function toStepError(thrown: unknown, fallback?: () => SourceLocation | undefined): StepError {
  if (!isError(thrown)) return describeValue(thrown, fallback);
  // That it is an error does not mean that it lets itself be read: each part is tried by itself.
  const error = thrown;
  const location = tryRead(() => locate(error)) ?? fallback?.();
  const stack = tryRead(() => (typeof error.stack === "string" ? showText(error.stack) : undefined));
  const known = isGlacierError(error) ? tryRead(() => error.toJSON()) : undefined;
  if (known) {
    const { name, code, message, hint, operation, retryable } = known;
    return {
      name,
      code,
      message: showText(message),
      hint: hint === undefined ? undefined : showText(hint),
      operation,
      retryable,
      location,
      stack,
    };
  }
  const name = tryRead(() => String(error.name)) ?? "Error";
  return { name, code: "TASK_FAILED", message: showText(withCauses(error)), retryable: false, location, stack };
}

/** Whether it is an error, for things that may throw when they are asked. */
export function isError(thrown: unknown): thrown is Error {
  return tryRead(() => thrown instanceof Error) ?? false;
}

/** Whether it is an error of Glacier's, for things that may throw when they are asked. */
export function isGlacierError(thrown: unknown): thrown is GlacierError {
  return tryRead(() => thrown instanceof GlacierError) ?? false;
}

/** What was thrown, in one text, for messages that are cleaned when they are shown. Never throws. */
export function textOf(thrown: unknown): string {
  return isError(thrown) ? messageOf(thrown) : (tryRead(() => String(thrown)) ?? unspeakable);
}

const unspeakable = "Something was thrown that cannot be shown.";

function describeValue(thrown: unknown, fallback: (() => SourceLocation | undefined) | undefined): StepError {
  const shown = tryRead(() => showText(showValue(thrown)));
  return {
    name: "Error",
    code: "TASK_FAILED",
    message: shown === undefined ? unspeakable : `Something that is not an Error was thrown: ${shown}`,
    hint: "Throw an Error: it tells the line it comes from.",
    retryable: false,
    location: fallback?.(),
  };
}

/** The message of an error, and below it those of what caused it. What caused an error of Glacier's is the vendor's, and may hold anything. */
function withCauses(error: Error): string {
  const texts = [messageOf(error)];
  const seen = new Set<unknown>([error]);
  let open = innerErrors(error);
  for (let cause = open.shift(); cause !== undefined && seen.size <= mostCauses; cause = open.shift()) {
    // An error may be its own cause.
    if (seen.has(cause)) continue;
    seen.add(cause);
    const text = textOf(cause);
    // Many repeat the message of their cause in their own.
    if (!texts.some((told) => told === text || told.endsWith(`: ${text}`))) texts.push(text);
    if (isError(cause) && !isGlacierError(cause)) open = [...innerErrors(cause), ...open];
  }
  return texts.join("\nCaused by: ");
}

/** The errors that an `AggregateError` gathers, and the cause of any error. */
function innerErrors(error: Error): unknown[] {
  const several: unknown = tryRead(() => (error as AggregateError).errors);
  const cause = tryRead(() => error.cause);
  return [...(Array.isArray(several) ? several : []), ...(cause === undefined || cause === null ? [] : [cause])];
}

function messageOf(error: Error): string {
  return tryRead(() => String(error.message) || `${String(error.name)} without a message`) ?? unspeakable;
}

/** The place of an error, or of what caused it. */
function locate(error: Error): SourceLocation | undefined {
  let current: unknown = error;
  for (let depth = 0; depth < mostCauses && current instanceof Error; depth++) {
    const location = userFrame(current.stack);
    if (location) return location;
    current = current.cause;
  }
  return undefined;
}

/** Undefined where looking at it throws, which objects of others may do. */
function tryRead<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
