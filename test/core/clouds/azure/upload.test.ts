import { describe, expect, it } from "vitest";
import { blockSize, MOST_BLOCKS } from "../../../../core/src/clouds/azure/upload.ts";

const MEBIBYTE = 1024 ** 2;
const TEBIBYTE = 1024 ** 4;
const usual = 16 * MEBIBYTE;

describe("the size of a block", () => {
  it.each([0, 1, usual, usual * MOST_BLOCKS])("is the usual one for %i bytes", (size) => {
    expect(blockSize(0, size, usual)).toBe(usual);
    expect(blockSize(MOST_BLOCKS - 1, size, usual)).toBe(usual);
  });

  it.each([usual * MOST_BLOCKS + 1, TEBIBYTE, 190 * TEBIBYTE])("grows so that %i bytes fit into the blocks there may be", (size) => {
    const bytes = blockSize(0, size, usual);
    expect(bytes * MOST_BLOCKS).toBeGreaterThanOrEqual(size);
    expect(bytes).toBeLessThanOrEqual(4000 * MEBIBYTE);
  });

  it("grows on the way where nobody knows how much comes", () => {
    const sum = Array.from({ length: MOST_BLOCKS }, (_, index) => blockSize(index, undefined, usual)).reduce((one, other) => one + other);
    expect(blockSize(9_999, undefined, usual)).toBe(usual);
    expect(blockSize(MOST_BLOCKS - 1, undefined, usual)).toBe(256 * MEBIBYTE);
    expect(sum).toBeGreaterThan(4 * TEBIBYTE);
  });
});
