import { describe, expect, test } from "vitest";
import { fileToUri, uriToFile } from "../../../server/src/lsp/uris.ts";
import { fc } from "../../support/properties.ts";

describe("a document's URI and its file", () => {
  test.each([
    ["file:///home/me/pipeline.ts", "/home/me/pipeline.ts"],
    ["file:///home/my%20data/pi%C3%B1ata.ts", "/home/my data/piñata.ts"],
    ["file:///home/100%25/a%23b%3Fc.ts", "/home/100%/a#b?c.ts"],
    ["file:///c%3A/Users/Me/pipeline.ts", "C:/Users/Me/pipeline.ts"],
    ["file://server/share/pipeline.ts", "//server/share/pipeline.ts"],
    ["file:///%F0%9F%A7%8A/%5Bid%5D.ts", "/🧊/[id].ts"],
  ])("%s is %s and back", (uri, file) => {
    expect(uriToFile(uri)).toBe(file);
    expect(fileToUri(file)).toBe(uri);
  });

  test.each([
    ["an unencoded drive letter in upper case", "file:///C:/Users/x.ts", "C:/Users/x.ts"],
    ["localhost as this machine", "file://localhost/home/x.ts", "/home/x.ts"],
    ["lower-case escapes", "file:///a%c3%a9/x.ts", "/aé/x.ts"],
    ["an unencoded space", "file:///my data/x.ts", "/my data/x.ts"],
    ["a percent sign that starts no escape", "file:///100%/x.ts", "/100%/x.ts"],
    ["an escape that is no UTF-8", "file:///%FF/x.ts", "/%FF/x.ts"],
    ["an untitled document", "untitled:Untitled-1", "/untitled:/Untitled-1"],
  ])("reads %s", (_what, uri, file) => {
    expect(uriToFile(uri)).toBe(file);
  });

  test("every path survives the way to a URI and back", () => {
    const segment = fc.string({ unit: "grapheme", minLength: 1 }).filter((text) => !text.includes("/") && text.isWellFormed());
    fc.assert(
      fc.property(fc.array(segment, { minLength: 1 }), (segments) => {
        const file = `/${segments.join("/")}`;
        fc.pre(!/^\/[A-Za-z]:/.test(file));
        expect(uriToFile(fileToUri(file))).toBe(file);
      }),
    );
  });
});
