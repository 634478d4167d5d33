// Lets the tests, which run inside the extension host, use the window as a person does: click, type, read, look.
// One HTTP endpoint on 127.0.0.1 whose path is a secret of this run; the client side is suite/support/ui.ts.
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { Page } from "playwright-core";

const DEFAULT_TIMEOUT_MS = 30_000;
// Lets the workbench finish its fades, so that pictures are comparable.
const SETTLE_MS = 300;

export interface Bridge {
  url: string;
  close: () => void;
}

/** @param screenshots folder for screenshots */
export async function startBridge(getPage: () => Promise<Page>, screenshots: string): Promise<Bridge> {
  const path = `/${randomUUID()}`;
  const server = createServer(async (request, response): Promise<void> => {
    if (request.url !== path || request.method !== "POST") return void response.writeHead(404).end();
    try {
      const { operation, ...parameters } = JSON.parse(await bodyOf(request));
      const run = OPERATIONS[operation];
      if (!run) throw new Error(`unknown operation "${operation}", expected one of ${Object.keys(OPERATIONS).join(", ")}`);
      const result = await run(await getPage(), { timeout: DEFAULT_TIMEOUT_MS, ...parameters }, screenshots);
      response.end(JSON.stringify({ ok: true, result: result ?? null }));
    } catch (error) {
      response.end(JSON.stringify({ ok: false, error: String(error) }));
    }
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  server.unref();
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, close: () => server.close() };
}

type Operation = (page: Page, parameters: Parameters, screenshots: string) => Promise<unknown>;

interface Parameters {
  /** A Playwright selector. */
  selector: string;
  /** Narrows the selector to elements that contain it; for `type`, what to type. */
  text?: string;
  /** Narrows the selector to elements that have a match of this one inside. */
  filter?: string;
  /** Looks into the newest visible webview. */
  inWebview?: boolean;
  /** Which of the matches is clicked, from 0. */
  nth?: number;
  /** Milliseconds. */
  timeout: number;
  state?: "visible" | "hidden" | "attached" | "detached";
  button?: "left" | "right";
  modifiers?: ("Alt" | "Control" | "Meta" | "Shift")[];
  position?: { x: number; y: number };
  name: string;
  key: string;
  delay?: number;
  deltaX?: number;
  deltaY?: number;
  width: number;
  height: number;
}

const OPERATIONS: Record<string, Operation> = {
  click: (page, p) =>
    locate(page, p)
      .nth(p.nth ?? 0)
      .click({ timeout: p.timeout, modifiers: p.modifiers, button: p.button, position: p.position }),
  hover: (page, p) => locate(page, p).first().hover({ timeout: p.timeout }),
  // biome-ignore lint/performance/useDomNodeTextContent: this is Playwright's method, and only what is visible may count
  text: (page, p) => locate(page, p).first().innerText({ timeout: p.timeout }),
  attribute: (page, p) => locate(page, p).first().getAttribute(p.name, { timeout: p.timeout }),
  boxes: async (page, p) => Promise.all((await locate(page, p).all()).map((match) => match.boundingBox())),
  texts: (page, p) => locate(page, p).allInnerTexts(),
  count: (page, p) => locate(page, p).count(),
  waitFor: (page, p) =>
    locate(page, p)
      .first()
      .waitFor({ state: p.state ?? "visible", timeout: p.timeout }),
  press: (page, p) => page.keyboard.press(p.key),
  type: (page, p) => page.keyboard.type(p.text ?? "", { delay: p.delay }),
  wheel: async (page, p) => {
    await locate(page, p).first().hover({ timeout: p.timeout });
    if (p.key) await page.keyboard.down(p.key);
    await page.mouse.wheel(p.deltaX ?? 0, p.deltaY ?? 0);
    if (p.key) await page.keyboard.up(p.key);
  },
  resize: (page, p) => page.setViewportSize({ width: p.width, height: p.height }),
  workers: (page) => Promise.all(page.workers().map((worker) => worker.evaluate<string>("self.name"))),
  screenshot: async (page, p, screenshots) => {
    await sleep(SETTLE_MS);
    const file = join(screenshots, basename(p.name));
    await page.screenshot({ path: file });
    return file;
  },
};

function locate(page: Page, { selector, text, inWebview, filter }: Parameters) {
  // VS Code nests a webview's document in two frames, and keeps hidden ones of other tabs alive.
  const root = inWebview ? page.frameLocator("iframe.webview.ready >> visible=true").last().frameLocator("#active-frame") : page;
  const wanted = text === undefined ? {} : { hasText: text };
  const found = root.locator(selector, wanted);
  return filter === undefined ? found : found.filter({ has: root.locator(filter) });
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}
