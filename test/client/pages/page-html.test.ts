import { describe, expect, it } from "vitest";
import { graphPageHtml } from "../../../client/src/graph/page-html.ts";

const html = graphPageHtml({
  cspSource: "https://page.test",
  nonce: "n0nce",
  scriptUri: 'https://page.test/main.js?a&b"',
  styleUri: "https://page.test/main.css",
});
const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";

describe("the graph page's HTML", () => {
  it("allows nothing but its own script and style", () => {
    expect(policy.split("; ")).toEqual([
      "default-src 'none'",
      "script-src 'nonce-n0nce'",
      "style-src https://page.test",
      "font-src https://page.test",
      // Without a connection, a blob can hold only what the script itself holds.
      "worker-src blob:",
    ]);
    expect(policy).not.toMatch(/unsafe|\*|data:/);
  });

  it("has no inline script, style or handler", () => {
    expect(html).not.toMatch(/<style|style=|\son\w+=/);
    expect([...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, body]) => body)).toEqual([""]);
  });

  it("escapes what it puts into attributes", () => {
    expect(html).toContain('src="https://page.test/main.js?a&amp;b&quot;"');
  });
});
