import * as fs from "node:fs";
import * as path from "node:path";
import { inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { drawIcon } from "../../scripts/icon.ts";

const committed = fs.readFileSync(path.join(import.meta.dirname, "..", "..", "media", "icon.png"));

/** The unpacked rows; compression may differ between versions of zlib, pixels may not. */
function rows(png: Buffer): Buffer {
  const start = png.indexOf("IDAT") + 4;
  return inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)));
}

describe("the extension's icon", () => {
  it("is a PNG of 256 × 256 pixels", () => {
    expect(committed.subarray(0, 8)).toEqual(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]));
    expect([committed.readUInt32BE(16), committed.readUInt32BE(20)]).toEqual([256, 256]);
  });

  it("is what scripts/icon.ts draws", () => {
    expect(rows(committed).equals(rows(drawIcon()))).toBe(true);
  });
});
