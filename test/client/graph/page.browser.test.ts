import type { Graph } from "@glacier/core/graph";
import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { GraphPageState, NodeRuns, ToGraphPage } from "../../../client/webview/messages.ts";
import { flightsGraph } from "../../support/flights-graph.ts";
import { buildGraphPage, chromiumPath, GraphPageDriver, launchBrowser, type OpenOptions } from "../../support/graph-page.ts";

const join = "step:flights/join";
const load = "step:flights/loadFlights";
const runs: NodeRuns = {
  "pipeline:flights": { status: "running", startedAt: Date.now() - 5000 },
  [load]: { status: "succeeded", durationMs: 812 },
  "step:flights/loadAirports": { status: "running", startedAt: Date.now() - 3000 },
  [join]: { status: "failed", durationMs: 40, message: "amount is missing" },
  "step:flights/save": { status: "waiting" },
};

// A developer's machine may have no Chromium; CI has to.
describe.skipIf(!chromiumPath && !process.env.CI)("the graph page in Chromium", () => {
  let browser: Browser;
  let script: string;
  let opened: GraphPageDriver | undefined;

  beforeAll(async () => {
    [browser, script] = await Promise.all([launchBrowser(), buildGraphPage()]);
  });
  afterAll(() => browser.close());
  afterEach(async () => {
    expect(opened?.errors).toEqual([]);
    await opened?.page.close();
    opened = undefined;
  });

  const open = async (options?: OpenOptions): Promise<GraphPageDriver> => {
    opened = await GraphPageDriver.open(browser, script, options);
    return opened;
  };

  const sizes = { wide: { width: 1300, height: 760 }, narrow: { width: 420, height: 860 } };
  const looks = (["dark", "light", "highContrast"] as const).flatMap((theme) =>
    (["wide", "narrow"] as const).map((size) => ({ theme, size })),
  );

  it.each(looks)("shows every node whole, none over another ($theme, $size)", async ({ theme, size }) => {
    const page = await open({ theme, size: sizes[size] });
    await page.show(flightsGraph);
    await page.tell({ type: "runs", runs });
    await page.card(join).locator(".run-text").waitFor();
    await page.shoot(`${theme}-${size}`);
    const ids = flightsGraph.nodes.filter(({ kind }) => kind !== "pipeline" && kind !== "provider").map(({ id }) => id);
    const boxes = await Promise.all(ids.map((id) => page.boxOf(id)));
    const { width, height } = sizes[size];
    for (const [index, box] of boxes.entries()) {
      expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height, ids[index]).toBe(true);
      for (const other of boxes.slice(index + 1)) {
        const apart =
          box.x + box.width <= other.x ||
          other.x + other.width <= box.x ||
          box.y + box.height <= other.y ||
          other.y + other.height <= box.y;
        expect(apart, ids[index]).toBe(true);
      }
    }
  });

  it("cuts off no name that fits a card", async () => {
    const page = await open();
    await page.show(flightsGraph);
    const cut = await page.page.evaluate<string[]>(
      "[...document.querySelectorAll('.card .name')].filter((name) => name.scrollWidth > name.clientWidth).map((name) => name.textContent)",
    );
    expect(cut).toEqual([]);
  });

  it("says that it is ready, and goes to the code on a click or Enter", async () => {
    const page = await open();
    await page.show(flightsGraph);
    await page.card(join).click();
    await page.card(load).focus();
    await page.page.keyboard.press("Enter");
    await page.card(load).click({ modifiers: ["Control"] });
    expect(await page.told()).toEqual([
      { type: "ready" },
      { type: "open", id: join, beside: false },
      { type: "open", id: load, beside: false },
      { type: "open", id: load, beside: true },
    ]);
  });

  it("does not take the end of a drag for a click", async () => {
    const page = await open();
    await page.show(flightsGraph);
    const before = await page.boxOf(join);
    await page.page.mouse.move(before.x + 20, before.y + 20);
    await page.page.mouse.down();
    await page.page.mouse.move(before.x + 80, before.y + 50, { steps: 4 });
    await page.page.mouse.up();
    const after = await page.boxOf(join);
    expect([Math.round(after.x - before.x), Math.round(after.y - before.y)]).toEqual([60, 30]);
    expect(await page.told()).toEqual([{ type: "ready" }]);
  });

  it("can be walked through with the keyboard alone", async () => {
    const page = await open();
    await page.show(flightsGraph);
    await page.card(load).focus();
    await page.page.keyboard.press("ArrowRight");
    expect(await page.page.evaluate("document.activeElement.dataset.id")).toBe(join);
    // One node is in the tab order, wherever the arrows have led.
    expect(await page.page.locator(".world [tabindex='0']").count()).toBe(1);
    expect(await page.card(join).getAttribute("aria-label")).toBe(
      "step join, after loadFlights, loadAirports, before save, runs on emr_nightly",
    );
  });

  it("keeps zoom, place and selection through an edit", async () => {
    const page = await open();
    await page.show(flightsGraph);
    await page.card(join).click();
    await page.page.keyboard.press("+");
    await page.page.keyboard.press("+");
    const [scale, before] = [await page.scale(), await page.boxOf(join)];
    await page.show(withStep(flightsGraph, "audit"));
    const after = await page.boxOf(join);
    expect(await page.scale()).toBe(scale);
    expect(Math.abs(after.x - before.x) + Math.abs(after.y - before.y)).toBeLessThan(1);
    expect(await page.card(join).getAttribute("class")).toContain("selected");
  });

  it("fits everything again on request", async () => {
    const page = await open();
    await page.show(flightsGraph);
    const [scale, before] = [await page.scale(), await page.boxOf(join)];
    for (let press = 0; press < 3; press++) await page.page.keyboard.press("-");
    expect(await page.scale()).not.toBe(scale);
    await page.page.keyboard.press("f");
    expect([await page.scale(), await page.boxOf(join)]).toEqual([scale, before]);
  });

  it("draws nothing anew for an edit that the picture does not show", async () => {
    const page = await open();
    await page.show(flightsGraph);
    await page.page.evaluate(
      "window.layouts = 0; new MutationObserver(() => window.layouts++).observe(document.querySelector('.world'), { subtree: true, childList: true, attributes: true })",
    );
    const moved = { file: "file:///workspace/flights.ts", range: { start: { line: 90, character: 0 }, end: { line: 91, character: 0 } } };
    await page.tell({
      type: "graph",
      title: "flights.ts",
      uri: "file:///workspace/flights.ts",
      graph: { ...flightsGraph, nodes: flightsGraph.nodes.map((node) => (node.location ? { ...node, location: moved } : node)) },
      canRun: true,
    });
    await page.show(withStep(flightsGraph, "audit"));
    await page.card("step:flights/audit").waitFor();
    await page.page.evaluate("window.layouts = 0");
    await page.tell({
      type: "graph",
      title: "flights.ts",
      uri: "file:///workspace/flights.ts",
      graph: withStep(flightsGraph, "audit"),
      canRun: true,
    });
    await page.page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))");
    expect(await page.page.evaluate("window.layouts")).toBe(0);
  });

  it("shows names alone, large, from far away, and a graph of three hundred steps whole", async () => {
    const page = await open({ size: { width: 900, height: 700 } });
    await page.show(chain(300));
    const [first, last] = [await page.boxOf("step:flights/s0"), await page.boxOf("step:flights/s299")];
    for (const box of [first, last]) expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= 900 && box.y + box.height <= 700).toBe(true);
    expect(await page.card("step:flights/s0").locator(".subtitle").isVisible()).toBe(false);
    await page.page.keyboard.press("0");
    expect(await page.card("step:flights/s0").locator(".subtitle").evaluate("node => getComputedStyle(node).display")).not.toBe("none");
    await page.page.keyboard.press("f");
    await page.shoot("three-hundred");
  }, 60_000);

  it("answers while a large graph is laid out, keeps the picture until the next one is there, and drops what is out of date", async () => {
    const page = await open();
    await page.show(flightsGraph);
    expect(page.page.workers()).toHaveLength(1);
    // Looks again and again, as a reader does; a page that lays out by itself comes to look only when it is done.
    await page.page.evaluate(`
      window.seen = [];
      const look = () => {
        const cards = [...document.querySelectorAll(".card")].map((card) => card.dataset.id);
        window.seen.push(cards.includes("${join}") && !cards.includes("step:flights/audit") ? "old" : cards.some((id) => id.endsWith("/s299")) ? "stale" : "new");
        if (window.seen.at(-1) !== "new") setTimeout(look, 10);
      };
      setTimeout(look);
    `);
    await page.tell(...[chain(300), chain(301), withStep(flightsGraph, "audit")].map(graphMessage));
    await expect.poll(() => page.page.evaluate("window.seen.at(-1)")).toBe("new");
    const seen = await page.page.evaluate<string[]>("window.seen");
    expect(new Set(seen)).toEqual(new Set(["old", "new"]));
    expect(seen.filter((what) => what === "old").length).toBeGreaterThan(10);
  }, 60_000);

  it("shows that there is no pipeline any more, whatever is being laid out", async () => {
    const page = await open();
    await page.show(flightsGraph);
    await page.page.evaluate(`
      window.drawn = 0;
      new MutationObserver(() => { window.drawn += document.querySelectorAll("[data-id$='/audit']").length; })
        .observe(document.querySelector(".world"), { subtree: true, childList: true });
    `);
    await page.tell(graphMessage(withStep(flightsGraph, "audit")), graphMessage({ version: 1, nodes: [], edges: [] }));
    await page.page.getByText("No pipeline here yet").waitFor();
    // Drawn after whatever was under way has ended.
    await page.show(chain(2));
    expect(await page.page.evaluate("window.drawn")).toBe(0);
  });

  it.each([
    ["cannot be made", "window.Worker = class { constructor() { throw new DOMException('No.', 'SecurityError'); } };"],
    [
      "is refused after it was made",
      "window.Worker = class extends EventTarget { constructor() { super(); setTimeout(() => this.dispatchEvent(new Event('error'))); } postMessage() {} };",
    ],
  ])("lays out by itself where a worker %s", async (_name, before) => {
    const page = await open({ before });
    await page.show(flightsGraph);
    await page.show(withStep(flightsGraph, "audit"));
    await page.card("step:flights/audit").waitFor();
    expect(page.page.workers()).toEqual([]);
  });

  it("tells a screen reader how a run stands, and when it ends", async () => {
    const page = await open();
    await page.show(flightsGraph);
    await page.tell({ type: "runs", runs });
    const said = (selector: string) => page.page.locator(selector).getAttribute("aria-description");
    await expect.poll(() => said(`.card[data-id="${join}"]`)).toBe("failed after 40 ms, amount is missing");
    expect(await said(".frame-title")).toBe("running");
    await page.tell({ type: "runs", runs: { ...runs, "pipeline:flights": { status: "failed", durationMs: 6000 } } });
    await expect.poll(() => page.page.locator(".announcer").textContent()).toBe("pipeline flights failed");
    await page.card(join).click();
    expect(await page.card(join).getAttribute("aria-current")).toBe("true");
  });

  it("comes back as it was after being hidden", async () => {
    const first = await open();
    await first.show(flightsGraph);
    await first.card(join).click();
    await first.page.keyboard.press("+");
    const [state, box, scale] = [await first.state(), await first.boxOf(join), await first.scale()];
    await first.page.close();
    const second = await open({ state });
    await second.show(flightsGraph);
    expect([await second.boxOf(join), await second.scale()]).toEqual([box, scale]);
    expect(await second.card(join).getAttribute("class")).toContain("selected");
  });

  it("forgets what was chosen for another file", async () => {
    const state: GraphPageState = { uri: "file:///workspace/other.ts", viewport: { x: -5000, y: 0, scale: 2 } };
    const page = await open({ state });
    await page.show(flightsGraph);
    expect((await page.boxOf(join)).x).toBeGreaterThan(0);
  });

  it("shows how a run stands on its nodes, and lets it be started and cancelled", async () => {
    const page = await open();
    await page.show(flightsGraph);
    await page.page.locator(".run-action").click();
    await page.tell({ type: "runs", runs });
    expect(await page.card(join).locator(".run").textContent()).toBe("40 ms");
    expect(await page.card(join).locator(".run").getAttribute("title")).toBe("amount is missing");
    expect(await page.card(load).getAttribute("data-run")).toBe("succeeded");
    await page.page.locator(".stop-action").click();
    expect((await page.told()).slice(1)).toEqual([
      { type: "run", id: "pipeline:flights" },
      { type: "cancel", id: "pipeline:flights" },
    ]);
    await page.tell({ type: "runs", runs: {} });
    await expect.poll(() => page.card(join).getAttribute("data-run")).toBeNull();
  });

  it("offers no run where nothing may be run", async () => {
    const page = await open();
    await page.show(flightsGraph, false);
    expect(await page.page.locator(".run-action").count()).toBe(0);
  });

  it("takes a kind of line out, and puts providers in, from the legend", async () => {
    const page = await open();
    await page.show(flightsGraph);
    const toggle = (kind: string) => page.page.locator(`.legend-item[data-kind="${kind}"]`);
    expect(await page.card("provider:local").count()).toBe(0);
    await toggle("creates").click();
    await page.card("provider:local").waitFor();
    await toggle("dataflow").click();
    await expect.poll(() => page.page.locator(".edges .edge[data-kind='dataflow']").count()).toBe(0);
    expect(await toggle("dataflow").getAttribute("aria-pressed")).toBe("false");
  });

  it("finds nodes by name and goes from one to the next", async () => {
    const page = await open();
    await page.show(flightsGraph);
    await page.page.keyboard.press("/");
    await page.page.keyboard.type("airports");
    expect(await page.page.locator(".matches").textContent()).toBe("2");
    expect(await page.page.locator(".card:not(.faded) .name").allInnerTexts()).toEqual(["airports", "loadAirports"]);
    await page.page.keyboard.press("Enter");
    expect(await page.page.locator(".card.selected .name").allInnerTexts()).toEqual(["airports"]);
    await page.page.keyboard.press("Escape");
    expect(await page.page.locator(".card.faded").count()).toBe(0);
  });

  it("selects the node that the extension reveals", async () => {
    const page = await open();
    await page.show(flightsGraph);
    await page.tell({ type: "reveal", id: join });
    await expect.poll(() => page.card(join).getAttribute("class")).toContain("selected");
  });

  it("says what to do where there is no pipeline, and draws again when there is one", async () => {
    const page = await open();
    await page.show({ version: 1, nodes: [], edges: [] });
    await page.page.getByText("No pipeline here yet").waitFor();
    // Nothing to find or to zoom.
    for (const part of [".search-box", ".tools"]) expect(await page.page.locator(part).isVisible()).toBe(false);
    await page.shoot("empty");
    await page.show(flightsGraph);
    expect(await page.page.locator(".notice").isVisible()).toBe(false);
    for (const part of [".search-box", ".tools"]) expect(await page.page.locator(part).isVisible()).toBe(true);
  });

  it("keeps the picture beside an error, and offers to try again", async () => {
    const page = await open({ theme: "light" });
    await page.show(flightsGraph);
    await page.tell({ type: "failed", title: "flights.ts", message: "The graph could not be read.", hint: "The server is gone." });
    await page.page.getByRole("button", { name: "Try again" }).click();
    await page.shoot("failed");
    expect(await page.card(join).count()).toBe(1);
    expect((await page.told()).at(-1)).toEqual({ type: "retry" });
  });

  it("shows names as text, whatever is in them", async () => {
    const page = await open();
    const nasty = "<img src=x onerror=alert(1)>";
    await page.show({ ...flightsGraph, nodes: flightsGraph.nodes.map((node) => (node.id === join ? { ...node, name: nasty } : node)) });
    expect(await page.card(join).locator(".name").textContent()).toBe(nasty);
    expect(await page.page.locator("img").count()).toBe(0);
  });
});

function graphMessage(graph: Graph): ToGraphPage {
  return { type: "graph", title: "flights.ts", uri: "file:///workspace/flights.ts", graph, canRun: true };
}

/** So many steps in a row. */
function chain(length: number): Graph {
  const ids = Array.from({ length }, (_, index) => `step:flights/s${index}`);
  return {
    version: 1,
    nodes: [
      { id: "pipeline:flights", kind: "pipeline", name: "flights", clouds: [], detail: {} },
      ...ids.map((id, index) => ({ id, kind: "step" as const, name: `s${index}`, clouds: [], detail: {} })),
    ],
    edges: ids.flatMap((id, index) => [
      { from: "pipeline:flights", to: id, kind: "contains" as const },
      ...(index === 0 ? [] : [{ from: ids[index - 1] ?? "", to: id, kind: "dataflow" as const }]),
    ]),
  };
}

function withStep(graph: Graph, name: string): Graph {
  const id = `step:flights/${name}`;
  return {
    version: 1,
    nodes: [...graph.nodes, { id, kind: "step", name, clouds: [], detail: {} }],
    edges: [
      ...graph.edges,
      { from: "pipeline:flights", to: id, kind: "contains" },
      { from: load, to: id, kind: "dataflow" },
      { from: id, to: join, kind: "dataflow" },
    ],
  };
}
