import { execFile } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { promisify } from "node:util";
import type { Graph } from "@glacier/core/graph";
import { type Browser, chromium, type Page } from "playwright-core";
import { pageHtml } from "../../client/src/pages/page-html.ts";
import type { FromGraphPage, GraphPageState, ToGraphPage } from "../../client/webview/messages.ts";
import { findChromium } from "../e2e/host/requirements.ts";
import { themes } from "./themes.ts";

const root = path.join(import.meta.dirname, "..", "..");
const origin = "http://page.test";

export const chromiumPath = findChromium();

/** A browser that talks to nobody. */
export function launchBrowser(): Promise<Browser> {
  if (!chromiumPath) throw new Error("The tests of the graph page need Chromium: apt-get install chromium.");
  const quiet = ["--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic"];
  return chromium.launch({ executablePath: chromiumPath, args: ["--no-sandbox", "--disable-gpu", ...quiet] });
}

/** The page's script as it is shipped, from source. */
export async function buildGraphPage(): Promise<string> {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "glacier-graph-page-"));
  try {
    await promisify(execFile)(process.execPath, [path.join(root, "esbuild.mjs"), `--outdir=${folder}`, "webview"]);
    return fs.readFileSync(path.join(folder, "webview", "graph", "main.js"), "utf8");
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

export interface OpenOptions {
  theme?: keyof typeof themes;
  size?: { width: number; height: number };
  /** What the page kept when it was last hidden. */
  state?: GraphPageState;
  /** A script that runs before the page's own. */
  before?: string;
}

/** The graph page in a browser, with the test in the place of the extension. */
export class GraphPageDriver {
  readonly page: Page;
  /** Errors of the console and of the content policy: none is ever expected. */
  readonly errors: string[] = [];

  private constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => {
      if (message.type() === "error") this.errors.push(message.text());
    });
    page.on("pageerror", (error) => this.errors.push(String(error)));
  }

  static async open(
    browser: Browser,
    script: string,
    { theme = "dark", size = { width: 1300, height: 760 }, state, before = "" }: OpenOptions = {},
  ): Promise<GraphPageDriver> {
    const driver = new GraphPageDriver(await browser.newPage({ viewport: size, reducedMotion: "reduce" }));
    const { page } = driver;
    const style = fs.readFileSync(path.join(root, "client", "webview", "graph", "graph.css"), "utf8");
    const html = pageHtml({
      title: "Pipeline graph",
      cspSource: origin,
      nonce: "test",
      scriptUri: `${origin}/main.js`,
      styleUri: `${origin}/main.css`,
      hasWorkers: true,
    });
    const files: Record<string, { contentType: string; body: string }> = {
      "/": { contentType: "text/html", body: html },
      "/main.js": { contentType: "text/javascript", body: script },
      "/main.css": { contentType: "text/css", body: style },
    };
    // Answers everything itself: no request leaves the browser.
    await page.route("**/*", (route) => route.fulfill(files[new URL(route.request().url()).pathname] ?? { status: 204, body: "" }));
    await page.addInitScript({ content: hostScript(theme, state) + before });
    await page.goto(`${origin}/`);
    return driver;
  }

  /** Messages that are told together are all on their way before the page hears the first: nothing gets between them. */
  async tell(...messages: ToGraphPage[]): Promise<void> {
    // A posted message arrives in a later task: come back when all have, after the page's own listener, which was there first.
    await this.page.evaluate(`new Promise((arrived) => {
      const messages = ${JSON.stringify(messages)};
      let left = messages.length;
      const hear = () => {
        left -= 1;
        if (left > 0) return;
        window.removeEventListener("message", hear);
        arrived();
      };
      window.addEventListener("message", hear);
      for (const message of messages) window.postMessage(message, "*");
    })`);
  }

  async show(graph: Graph, canRun = true): Promise<void> {
    await this.tell({ type: "graph", title: "flights.ts", uri: "file:///workspace/flights.ts", graph, canRun });
    for (const { id } of graph.nodes.filter(({ kind }) => kind === "step")) await this.card(id).waitFor();
  }

  card(id: string) {
    return this.page.locator(`.card[data-id="${id}"]`);
  }

  /** What the page has told the extension. */
  async told(): Promise<FromGraphPage[]> {
    return this.page.evaluate<FromGraphPage[]>("window.told");
  }

  async state(): Promise<GraphPageState | undefined> {
    return this.page.evaluate<GraphPageState | undefined>("window.kept");
  }

  async boxOf(id: string): Promise<{ x: number; y: number; width: number; height: number }> {
    const box = await this.card(id).boundingBox();
    if (!box) throw new Error(`${id} is not shown.`);
    return box;
  }

  async scale(): Promise<string | null> {
    return this.page.locator(".scale").textContent();
  }

  /** For people: the folder is not part of the repository. */
  async shoot(name: string): Promise<void> {
    await this.page.screenshot({ path: path.join(root, "artifacts", "graph-page", `${name}.png`) });
  }
}

/** What VS Code gives a webview: its API, its theme's variables and the class of the body. */
function hostScript(theme: keyof typeof themes, state: GraphPageState | undefined): string {
  const { bodyClass, variables } = themes[theme];
  return `
    window.told = [];
    window.kept = ${JSON.stringify(state) ?? "undefined"};
    window.acquireVsCodeApi = () => ({
      postMessage: (message) => window.told.push(message),
      getState: () => window.kept,
      setState: (state) => { window.kept = state; },
    });
    new MutationObserver((_, observer) => {
      if (!document.body) return;
      observer.disconnect();
      document.body.className = ${JSON.stringify(bodyClass)};
      for (const [name, value] of Object.entries(${JSON.stringify(variables)})) document.documentElement.style.setProperty(name, value);
    }).observe(document, { childList: true, subtree: true });
  `;
}
