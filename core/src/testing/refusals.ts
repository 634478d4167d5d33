import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type ErrorCode, GlacierError } from "../errors.ts";

/** What an action is refused with; fails when it succeeds, or is refused with anything else. */
export async function refusalOf(action: () => Promise<unknown>, code: ErrorCode | readonly ErrorCode[]): Promise<GlacierError> {
  const outcome = await action().then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  const codes = [code].flat();
  assert.ok("error" in outcome, `should be refused with ${codes.join(" or ")}, and succeeded: ${action}`);
  const { error } = outcome;
  assert.ok(error instanceof GlacierError, `should be refused with ${codes.join(" or ")}, and not with ${inspect(error)}: ${action}`);
  assert.ok(codes.includes(error.code), `should be refused with ${codes.join(" or ")}, and not with ${inspect(error)}: ${action}`);
  return error;
}

/** That an error tells its reader what was done, and what to do. */
export function assertHelpful(error: GlacierError): void {
  assert.match(error.operation ?? "", /^bucket\.\w+$/, `an error names its operation: ${inspect(error)}`);
  assert.ok(error.hint, `an error has a hint: ${inspect(error)}`);
  assert.ok(error.message.length > 10, "an error has a message");
}

/** That nothing of an error, its stack and its causes, holds a secret. */
export function assertNoSecret(error: unknown, secrets: readonly string[]): void {
  const shown = [inspect(error, { depth: 20, maxStringLength: null, maxArrayLength: null, showHidden: true }), JSON.stringify(error)];
  for (let cause = error; cause instanceof Error; cause = cause.cause) shown.push(cause.message, cause.stack ?? "", String(cause));
  // A secret in a failure's text would be shown by the test itself.
  for (const [index, secret] of secrets.entries()) {
    assert.ok(!shown.some((text) => text.includes(secret)), `secret number ${index + 1} stands in an error`);
  }
}

/** That something ends, well or badly, before a limit that only what hangs reaches. */
export async function endsWithin<Result>(seconds: number, work: Promise<Result>): Promise<Result> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new assert.AssertionError({ message: `did not end within ${seconds} s` })), seconds * 1000);
  try {
    return await Promise.race([work, promise]);
  } finally {
    clearTimeout(timer);
  }
}
