import { Readable } from "node:stream";
import { describe, expect, it } from "vitest";
import { partSizes, readParts } from "../../../../core/src/clouds/aws/parts.ts";
import { fc, runs } from "../../../support/properties.ts";
import { call } from "../../../support/s3-stand-in.ts";

const MiB = 1024 * 1024;
const TiB = 1024 * 1024 * MiB;

describe("the parts of a stream", () => {
  it("are its bytes, each of its size but for the last, which alone is called so", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 50 })), fc.integer({ min: 1, max: 40 }), async (chunks, size) => {
        const parts: { bytes: Uint8Array; isLast: boolean }[] = [];
        for await (const { bytes, isLast, release } of readParts(Readable.from(chunks), () => size, call)) {
          parts.push({ bytes: Uint8Array.from(bytes), isLast });
          release();
        }
        expect(Buffer.concat(parts.map(({ bytes }) => bytes))).toEqual(Buffer.concat(chunks));
        expect(parts.slice(0, -1).every(({ bytes, isLast }) => bytes.length === size && !isLast)).toBe(true);
        expect(parts.at(-1)).toMatchObject({ isLast: true });
        expect(parts.at(-1)?.bytes.length).toBeLessThanOrEqual(size);
      }),
      { numRuns: runs(100) },
    );
  });

  it("are few enough for S3, whatever the size, known or not", () => {
    for (const whole of [1, 16 * MiB * 10_000, 16 * MiB * 10_000 + 1, 5 * TiB]) {
      const size = partSizes(16 * MiB, whole)(0);
      expect(Math.ceil(whole / size)).toBeLessThanOrEqual(10_000);
      expect(size % MiB).toBe(0);
    }
    const unknown = partSizes(16 * MiB, undefined);
    const most = Array.from({ length: 10_000 }, (_, index) => unknown(index)).reduce((sum, size) => sum + size, 0);
    expect(most).toBeGreaterThan(0.9 * TiB);
    expect(unknown(9_999)).toBeLessThan(512 * MiB);
  });
});
