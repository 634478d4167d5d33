import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { cancelGraceMs } from "../../../core/src/runner/index.ts";
import { messageDescriptor, protocolVersion } from "../../../core/src/runner/protocol.ts";
import { runIn, writeFiles } from "./pipeline-file.ts";

const core = join(import.meta.dirname, "../../../core");
const page = readFileSync(join(core, "src/runner/PROTOCOL.md"), "utf8");

describe("the runner's protocol", () => {
  it("has one version, in the code, in package.json and on its page", () => {
    const { glacier } = JSON.parse(readFileSync(join(core, "package.json"), "utf8"));
    expect(glacier.runnerProtocol).toBe(protocolVersion);
    expect(page).toContain(`"runnerProtocol": ${protocolVersion}`);
    expect(page).toContain(`${cancelGraceMs / 1_000} s of \`cancel\``);
    expect(page).toContain(`(descriptor ${messageDescriptor},`);
  });

  const child = (answer: string) =>
    `import { writeSync } from "node:fs"; process.once("message", ({ request }) => { writeSync(3, JSON.stringify(${answer}) + "\\n"); process.exit(0); });`;
  const installed = (manifest: object) => ({
    "app/pipeline.ts": "throw new Error('the wrong core');",
    "node_modules/@glacier/core/package.json": JSON.stringify({ type: "module", ...manifest }),
    "node_modules/@glacier/core/dist/runner/child.js": child(
      `{ type: "problem", problem: { kind: "usage", error: { code: "NOT_FOUND", message: "installed " + request.kind } } }`,
    ),
  });

  it("is spoken with the core that is installed for the file", async () => {
    const ran = await runIn(writeFiles(installed({ glacier: { runnerProtocol: protocolVersion } })), { file: "app/pipeline.ts" });
    expect(ran).toMatchObject({ exitCode: 2, error: { message: "installed run" } });
  });

  it("is spoken with the own core where the installed one has another version", async () => {
    const ran = await runIn(writeFiles(installed({ glacier: { runnerProtocol: 999 } })), { file: "app/pipeline.ts" });
    expect(ran).toMatchObject({ exitCode: 1, error: { message: expect.stringContaining("the wrong core") } });
  });
});
