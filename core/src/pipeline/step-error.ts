import { showValue } from "../config/redact.ts";
import { GlacierError } from "../errors.ts";
import type { SourceLocation, StepError } from "./events.ts";
import { userFrame } from "./location.ts";
import { withoutSecrets } from "./secrets.ts";

/** Longer messages (a whole response, a dumped buffer) are cut: events are read by people and sent between processes. */
const longestText = 10_000;

/**
 * Whatever user code threw, as plain data without secrets: an error, a string, an object whose getters throw. Never throws.
 * @param fallback where to point when the error itself names no line of the user's.
 */
export function toStepError(thrown: unknown, fallback?: () => SourceLocation | undefined): StepError {
  try {
    return describe(thrown, fallback);
  } catch {
    // Its own getters threw, so that nothing of it can be shown.
    return {
      name: "Error",
      code: "TASK_FAILED",
      message: "Something was thrown that cannot be shown.",
      retryable: false,
      location: fallback?.(),
    };
  }
}

function describe(thrown: unknown, fallback: (() => SourceLocation | undefined) | undefined): StepError {
  if (!(thrown instanceof Error)) {
    const message = `Something that is not an Error was thrown: ${clean(showValue(thrown))}`;
    return {
      name: "Error",
      code: "TASK_FAILED",
      message,
      hint: "Throw an Error: it tells the line it comes from.",
      retryable: false,
      location: fallback?.(),
    };
  }
  const location = locate(thrown) ?? fallback?.();
  const stack = typeof thrown.stack === "string" ? clean(thrown.stack) : undefined;
  if (thrown instanceof GlacierError) {
    const { name, code, message, hint, operation, retryable } = thrown.toJSON();
    return {
      name,
      code,
      message: clean(message),
      hint: hint === undefined ? undefined : clean(hint),
      operation,
      retryable,
      location,
      stack,
    };
  }
  const message = clean(String(thrown.message)) || `${thrown.name} without a message`;
  return { name: String(thrown.name), code: "TASK_FAILED", message, retryable: false, location, stack };
}

/** The place of an error, or of what caused it. */
function locate(error: Error): SourceLocation | undefined {
  let current: unknown = error;
  // A cause may be its own cause.
  for (let depth = 0; depth < 8 && current instanceof Error; depth++) {
    const location = userFrame(current.stack);
    if (location) return location;
    current = current.cause;
  }
  return undefined;
}

function clean(text: string): string {
  const whole = withoutSecrets(text);
  return whole.length > longestText ? `${whole.slice(0, longestText)} ... (${whole.length - longestText} more characters)` : whole;
}
