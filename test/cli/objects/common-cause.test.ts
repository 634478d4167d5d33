import { describe, expect, it } from "vitest";
import { CommonCause } from "../../../cli/src/objects/common-cause.ts";
import { type ErrorCode, GlacierError } from "../../../core/src/errors.ts";

/** After how many failures of a code it gives up; undefined when it never does. */
function patience(cause: CommonCause, code: ErrorCode): number | undefined {
  const error = new GlacierError(code, "It failed.");
  for (let count = 1; count <= 1000; count++) if (cause.failed(error)) return count;
  return undefined;
}

describe("a common cause of failures", () => {
  it.each([
    ["CREDENTIALS_MISSING", 1, 1],
    ["NETWORK", 20, 20],
    ["THROTTLED", 20, 20],
    ["ACCESS_DENIED", 20, undefined],
    ["NOT_FOUND", 20, undefined],
    ["CONFLICT", undefined, undefined],
    ["CONFIG_INVALID", undefined, undefined],
  ] as const)("is seen in failures with %s after %s at the beginning, and after %s later", (code, first, later) => {
    expect(patience(new CommonCause(), code)).toBe(first);
    const cause = new CommonCause();
    cause.worked();
    expect(patience(cause, code)).toBe(later);
  });

  it("is not seen where one works in between, or fails for another reason", () => {
    const cause = new CommonCause();
    const outcomes = Array.from({ length: 200 }, (_, count) => {
      if (count % 19 === 0) cause.worked();
      if (count % 7 === 0) cause.failed(new GlacierError("CONFLICT", "Another."));
      return cause.failed(new GlacierError("NETWORK", "It failed."));
    });
    expect(outcomes).not.toContain(true);
  });
});
