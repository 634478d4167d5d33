import { describe, expect, it } from "vitest";
import { pageHtml } from "../../../client/src/pages/page-html.ts";

const sources = {
  title: "Graph <b>",
  cspSource: "https://page.test",
  nonce: "n0nce",
  scriptUri: 'https://page.test/main.js?a&b"',
  styleUri: "https://page.test/main.css",
};
const html = pageHtml({ ...sources, hasWorkers: true });
const policy = /Content-Security-Policy" content="([^"]+)"/.exec(html)?.[1] ?? "";

describe("a page's HTML", () => {
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

  it("allows workers only where they are asked for", () => {
    expect(pageHtml(sources)).not.toContain("worker-src");
  });

  it("has no inline script, style or handler", () => {
    expect(html).not.toMatch(/<style|style=|\son\w+=/);
    expect([...html.matchAll(/<script[^>]*>(.*?)<\/script>/gs)].map(([, body]) => body)).toEqual([""]);
  });

  it("escapes what it puts into attributes and the title", () => {
    expect(html).toContain("<title>Graph &lt;b></title>");
    expect(html).toContain('src="https://page.test/main.js?a&amp;b&quot;"');
  });
});
