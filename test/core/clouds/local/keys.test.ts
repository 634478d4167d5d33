import { join, sep } from "node:path";
import { describe, expect, it } from "vitest";
import { isInside, refusedByWindows, requireKey, requirePrefix } from "../../../../core/src/clouds/local/keys.ts";
import { fc, runs } from "../../../support/properties.ts";

const isAllowed = (check: (key: string, operation: string) => string, key: string): boolean => {
  try {
    return check(key, "test") === key;
  } catch (error) {
    expect(error).toMatchObject({ code: "CONFIG_INVALID", operation: "test" });
    return false;
  }
};

describe("a key", () => {
  it.each(["a", "a/b", "a b/ü.csv", "a..b", "...", "%2e%2e/x", "a/.hidden", "~", "a\nb", "CON", "x".repeat(255)])("may be %j", (key) => {
    expect(isAllowed(requireKey, key)).toBe(true);
  });

  it.each([
    "",
    "/",
    "/etc/passwd",
    "..",
    "../x",
    "a/../b",
    "a/..",
    ".",
    "./a",
    "a/./b",
    "a//b",
    "a/",
    "a\\b",
    "..\\x",
    "a\0b",
    "a\ud800b",
    ".glacier",
    ".glacier/tmp/x",
    "a/.glacier/x",
    ".glacier-123",
    ".Glacier/tmp/x",
    "a/.GLACIER/x",
  ])("may not be %j", (key) => {
    expect(isAllowed(requireKey, key)).toBe(false);
  });

  it("that is no text is refused", () => {
    for (const key of [undefined, null, 5, {}, ["a"]])
      expect(() => requireKey(key, "test")).toThrow(expect.objectContaining({ code: "CONFIG_INVALID" }));
  });

  it("that is a signed URL is refused without repeating its signature", () => {
    expect(() => requireKey("https://example.test/x?sig=hush", "test")).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining("hush") }),
    );
  });

  it("that is allowed never leads out of the bucket, nor to another key, nor into Glacier's own folder", () => {
    const segment = fc.oneof(fc.constantFrom("..", ".", "", ".glacier", "a", "b", "\\", "\0", "C:", "~"), fc.string());
    const key = fc.oneof(
      fc.array(segment, { maxLength: 6 }).map((segments) => segments.join("/")),
      fc.string({ unit: "binary" }),
    );
    fc.assert(
      fc.property(key, (candidate) => {
        if (!isAllowed(requireKey, candidate)) return;
        const root = join(sep, "base", "bucket");
        const path = join(root, candidate);
        expect(path.startsWith(root + sep)).toBe(true);
        expect(path.slice(root.length + 1)).toBe(candidate);
        expect(isInside(join(sep, "base"), path)).toBe(true);
      }),
      { numRuns: runs(5000) },
    );
  });

  it("that is allowed is an allowed prefix, too", () => {
    fc.assert(
      fc.property(fc.string(), (candidate) => {
        if (!isAllowed(requireKey, candidate)) return;
        expect(isAllowed(requirePrefix, candidate)).toBe(true);
        expect(isAllowed(requirePrefix, `${candidate}/`)).toBe(true);
      }),
    );
  });
});

describe("refusedByWindows", () => {
  it.each(["C:", "x.csv:hidden", "x.", "x ", "CON", "nul.csv", "Com1.parquet", "LPT\u00b2"])("refuses %j", (name) => {
    expect(refusedByWindows(name)).toContain("Windows");
  });

  it.each(["console", "null.csv", "com", "com10.csv", "x.y z", ".hidden", "*"])("allows %j", (name) => {
    expect(refusedByWindows(name)).toBeUndefined();
  });
});

describe("isInside", () => {
  it("takes a folder whose name only begins alike for another", () => {
    expect(isInside("/base", "/base2/x")).toBe(false);
    expect(isInside("/base", "/base")).toBe(false);
    expect(isInside("/base", "/base/.glacier/pins")).toBe(false);
    expect(isInside("/base", "/base/.glacierx")).toBe(true);
    expect(isInside("/", "/x")).toBe(true);
  });
});
