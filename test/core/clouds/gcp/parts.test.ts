import { Readable } from "node:stream";
import { expect, it } from "vitest";
import { type Part, partsOf } from "../../../../core/src/clouds/gcp/parts.ts";
import { fc } from "../../../support/properties.ts";

it("cuts a source into whole parts and a last one, however it comes", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.uint8Array({ maxLength: 9 })), fc.integer({ min: 1, max: 8 }), async (chunks, partSize) => {
      const parts: Part[] = [];
      for await (const { bytes, last } of partsOf(Readable.from(chunks), partSize)) parts.push({ bytes: Buffer.from(bytes), last });
      const content = Buffer.concat(chunks);
      expect(Buffer.concat(parts.map(({ bytes }) => bytes)).equals(content)).toBe(true);
      expect(parts.slice(0, -1).every(({ bytes, last }) => bytes.length === partSize && !last)).toBe(true);
      expect(parts.at(-1)).toMatchObject({ last: true });
      expect(parts).toHaveLength(Math.max(1, Math.ceil(content.length / partSize)));
    }),
  );
});
