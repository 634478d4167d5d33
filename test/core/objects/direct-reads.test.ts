import { expect, it } from "vitest";
import { directReadBytes } from "../../../core/src/objects/direct-reads.ts";

it.each([
  [undefined, 33_554_432],
  ["", 33_554_432],
  ["0", 0],
  [" 1000 ", 1000],
  ["Infinity", Number.POSITIVE_INFINITY],
  ["much", 33_554_432],
  ["-1", 33_554_432],
])("Polars reads by itself from the size on that the environment says: %j", (text, expected) => {
  expect(directReadBytes({ GLACIER_DIRECT_READ_BYTES: text })).toBe(expected);
});
