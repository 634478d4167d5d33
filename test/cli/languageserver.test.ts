import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { LspClient } from "../support/lsp/client.ts";

const script = fileURLToPath(new URL("../support/glacier.mjs", import.meta.url));

test("glacier languageserver --stdio speaks with an editor until it exits", async () => {
  const client = LspClient.stdio(script, ["languageserver", "--stdio"], ["--conditions=glacier-source"]);
  const { serverInfo } = await client.initialize();
  expect(serverInfo?.name).toBe("Glacier");
  await client.request("shutdown");
  const exited = client.exited();
  await client.notify("exit", undefined);
  expect(await exited).toBe(0);
});

test("glacier languageserver without a channel is a wrong usage", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--conditions=glacier-source", script, "languageserver"], {
    encoding: "utf8",
  });
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("--stdio");
});
