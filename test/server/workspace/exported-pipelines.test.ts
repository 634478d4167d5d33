import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";

const files = {
  "other.ts": `import { pipeline } from "@glacier/core";\nexport const other = pipeline({ name: "other" }, () => {});\nexport const twin = pipeline({ name: "own" }, () => {});\n`,
  "main.ts": `import { pipeline, task } from "@glacier/core";
import { other } from "./other.ts";
const own = pipeline({ name: "own" }, () => { task(function step() {})(); });
const hidden = pipeline({ name: "hidden" }, () => { other(); });
export function make() { return pipeline({ name: "made" }, () => {}); }
export { own as renamed, hidden as default };
`,
  "common.cjs.ts": `import { pipeline } from "@glacier/core";\nconst a = pipeline({ name: "a" }, () => {});\nexport default { a, b: pipeline({ name: "b" }, () => {}) };\n`,
  "nothing.ts": `import { other } from "./other.ts";\nother.run();\n`,
};

async function drawn(file: string, pipeline?: string): Promise<unknown> {
  const { workspace, path, dispose } = await openProject(files);
  onTestFinished(dispose);
  const found = workspace.graphOfFile(path(file), pipeline);
  return "kind" in found ? found : found.nodes.filter(({ kind }) => kind === "pipeline").map(({ name }) => name);
}

describe("the pipelines of a file", () => {
  test("are those that it exports, each once, and an object's where that is all", async () => {
    expect(await drawn("main.ts")).toEqual(["hidden", "own"]);
    expect(await drawn("common.cjs.ts")).toEqual(["a", "b"]);
    expect(await drawn("nothing.ts")).toEqual({ kind: "none", choices: ["other", "own"] });
  });

  test("go by their names, exported or imported, and else by their exports' names", async () => {
    expect(await drawn("main.ts", "hidden")).toEqual(["hidden"]);
    expect(await drawn("main.ts", "other")).toEqual(["other"]);
    expect(await drawn("main.ts", "renamed")).toEqual(["own"]);
    expect(await drawn("other.ts", "twin")).toEqual(["own"]);
    expect(await drawn("main.ts", "made")).toEqual({ kind: "none", choices: ["hidden", "renamed", "other", "own"] });
  });

  test("have to be told apart where two have one name", async () => {
    expect(await drawn("main.ts", "own")).toEqual({ kind: "several", choices: ["renamed", "own"] });
  });
});
