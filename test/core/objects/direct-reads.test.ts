import { expect, it } from "vitest";
import { directReadBytes } from "../../../core/src/objects/direct-reads.ts";

it.each([
  [undefined, 33_554_432],
  ["", 33_554_432],
  ["0", 0],
  [" 1000 ", 1000],
  ["Infinity", Number.POSITIVE_INFINITY],
])("Polars reads by itself from the size on that the environment says: %j", (text, expected) => {
  expect(directReadBytes({ GLACIER_DIRECT_READ_BYTES: text })).toBe(expected);
});

it.each(["much", "-1", "64MB", "NaN"])("what is no number of bytes is told, and not taken for the usual: %j", (text) => {
  expect(() => directReadBytes({ GLACIER_DIRECT_READ_BYTES: text })).toThrow(
    expect.objectContaining({
      code: "CONFIG_INVALID",
      message: `The environment variable GLACIER_DIRECT_READ_BYTES is ${JSON.stringify(text)}, which is no number of bytes.`,
      hint: expect.stringContaining("Infinity"),
    }),
  );
});
