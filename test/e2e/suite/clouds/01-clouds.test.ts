import * as assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type Server, type Socket } from "node:net";
import * as vscode from "vscode";
import { readyExtension } from "../support/glacier.ts";
import { ui } from "../support/ui.ts";
import { until } from "../support/until.ts";
import { clearWindow, fileUri, shootEveryLook } from "../support/window.ts";

const VIEW = '[id="workbench.view.extension.glacier"]';
const ROW = `${VIEW} .monaco-list-row`;
const HOVER = ".monaco-hover:visible, .workbench-hover-container";
const SDKS = /[\\/]node_modules[\\/](@aws-sdk|@smithy|@azure|@google-cloud|google-auth-library)[\\/]/;
const SECRETS = ["E2E_AZURE_KEY", "E2E_AZURE_STRANGER_KEY", "E2E_S3_SECRET"].map((name) => process.env[name] ?? "");

describe("buckets in clouds", () => {
  const rows = () => ui.texts({ selector: ROW });
  const row = (text: string) => ({ selector: ROW, text });
  const shows = (what: string | RegExp) =>
    until(
      `a row ${what}`,
      async () => (await rows()).find((text) => (typeof what === "string" ? text.startsWith(what) : what.test(text))),
      rows,
    );
  const expand = async (text: string) => {
    await ui.click(row(text));
    await ui.press("ArrowRight");
  };
  const collapse = async (text: string) => {
    await ui.click(row(text));
    await ui.press("ArrowLeft");
  };
  /** The list draws only what is in view; what is loaded comes below. */
  const lastRow = (start: string) =>
    until(
      `the last row ${start}`,
      async () => {
        await ui.press("End");
        return (await rows()).some((text) => text.startsWith(start));
      },
      rows,
    );
  const openMenus = () => ui.count({ selector: ".monaco-menu" });
  /** A menu takes no click for a moment after it has opened, in case that one belongs to its opening; so it is clicked until it closes. */
  const choose = async (text: string) => {
    const item = { selector: ".monaco-menu .action-label", text };
    await ui.waitFor(item);
    await until("the menu to close", async () => {
      // It may close while it is looked for.
      await ui.click({ ...item, timeout: 1_000 }).catch(() => undefined);
      return (await openMenus()) === 0;
    });
  };
  let silent: { server: Server; sockets: Set<Socket> };

  before(async () => {
    silent = await silentServer();
    await vscode.workspace.openTextDocument(fileUri("providers.ts"));
    await readyExtension();
    await vscode.commands.executeCommand("glacier.explorer.focus");
    await shows("warehouse");
  });
  after(async () => {
    for (const socket of silent.sockets) socket.destroy();
    silent.server.close();
    await clearWindow();
  });

  // What one test leaves open is in the way of all that follow.
  afterEach(async () => {
    if ((await openMenus()) > 0) await ui.press("Escape");
  });

  it("cost nothing until one is opened: no SDK is loaded", () => {
    assert.deepEqual(loadedSdks(), []);
  });

  it("show the folders and objects of an S3 bucket, with sizes and days", async () => {
    await expand("orderss3://orders");
    assert.match(await shows("README.md"), /^README\.md38 B · \d{4}-\d\d-\d\d$/);
    await shows("2025");
    await ui.click({ selector: `${ROW} >> text=/^2026$/` });
    await ui.press("ArrowRight");
    await shows(/^south\.csv2\.5 KB/);
    assert.ok(loadedSdks().length > 0, "now it is");
  });

  it("open an object as a read-only document", async () => {
    await ui.click(row("north.csv"));
    const shown = () => vscode.window.activeTextEditor?.document;
    const document = await until("the object in an editor", () => shown()?.uri.scheme === "glacier-object" && shown(), rows);
    assert.equal(document.getText(), "order,region,amount\n1,north,120\n2,south,80\n");
    assert.equal(vscode.workspace.fs.isWritableFileSystem("glacier-object"), false);
    await shootEveryLook("clouds-object");
  });

  it("give the URI of an object", async () => {
    await ui.click({ ...row("north.csv"), button: "right" });
    await choose("Copy URI");
    await until(
      "the URI",
      async () => (await vscode.env.clipboard.readText()) === "s3://orders/2026/north.csv",
      () => vscode.env.clipboard.readText(),
    );
    await collapse("orderss3://orders");
  });

  it("are read from the environment, where a config is", async () => {
    await expand("inherited");
    await shows("north.csv");
    await collapse("inherited");
  });

  it("show a container of Azure, whose key comes from a variable", async () => {
    await expand("reports");
    await shows("by-region.csv");
    await collapse("reports");
  });

  it("come page by page", async () => {
    await expand("wide");
    await shows("part-0000.csv");
    for (const shown of [200, 400]) {
      await lastRow(`Load more…${shown} shown`);
      if (shown === 200) await ui.screenshot("clouds-more.png");
      await ui.click(row("Load more…"));
    }
    await lastRow("part-0449.csv");
    assert.equal(
      (await rows()).some((text) => text.startsWith("Load more")),
      false,
    );
  });

  it("are closed again", async () => {
    await ui.press("Home");
    await vscode.commands.executeCommand("workbench.actions.treeView.glacier.explorer.collapseAll");
    for (const provider of ["warehouse", "surroundings", "silent", "ledger", "forbidden", "archive"]) await expand(provider);
    await shows("absent");
  });

  it("say in one line what is wrong, and what to do in the tooltip", async () => {
    await expand("absent");
    await shows("Bucket does not exist");
    await expand("hidden");
    await shows("Access denied");
    await expand("entries");
    await shows("No credentials found");
    await ui.hover(row("No credentials found"));
    await ui.waitFor({ selector: HOVER, text: "gcloud auth application-default login" });
    await ui.screenshot("clouds-tooltip.png");
    await shootEveryLook("clouds-problems");
    await ui.hover(row("Access denied"));
    await ui.waitFor({ selector: HOVER, text: "account key" });
    const told = (await ui.texts({ selector: HOVER })).join("\n");
    for (const secret of SECRETS) assert.equal(secret !== "" && told.includes(secret), false);
  });

  it("are not waited for where a server says nothing, and can be cancelled", async () => {
    await expand("never");
    await shows("Loading…");
    // The view answers meanwhile.
    await expand("reports");
    await shows("by-region.csv");
    await vscode.commands.executeCommand("glacier.explorer.refresh");
    await shows("Loading…");
    await ui.hover(row("Loading…"));
    await shootEveryLook("clouds-loading");
    await ui.hover(row("Loading…"));
    await ui.click({ selector: `${ROW} .action-label[aria-label="Cancel Loading"]` });
    await shows("Cancelled");
  });

  it("are asked again when a problem is clicked", async () => {
    for (const socket of silent.sockets) socket.destroy();
    silent.server.close();
    await ui.click(row("Cancelled"));
    await shows("Cannot be reached");
  });
});

const loadedSdks = (): string[] => Object.keys(require.cache).filter((file) => SDKS.test(file));

/** Accepts every connection and never answers. The workspace's provider finds it by a variable of this process, which is the extension's too. */
async function silentServer(): Promise<{ server: Server; sockets: Set<Socket> }> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined); // of one who went away
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  process.env.E2E_SILENT_ENDPOINT = `http://127.0.0.1:${address.port}`;
  return { server, sockets };
}
