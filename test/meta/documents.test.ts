import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { compile } from "../support/server/compile.ts";
import { openProject } from "../support/server/project.ts";

const root = join(import.meta.dirname, "../..");
const read = (file: string): string => readFileSync(join(root, file), "utf8");
const documents = execFileSync("git", ["ls-files", "*.md"], { cwd: root, encoding: "utf8" }).trim().split("\n").filter(existsInTree);
const { scripts } = JSON.parse(read("package.json")) as { scripts: Record<string, string> };

describe("the example in README.md", () => {
  const example = /```ts\n([\s\S]*?)```/.exec(read("README.md"))?.[1] ?? "";

  it("satisfies the compiler, as the text below it says", () => {
    expect(compile({ "orders.ts": example })).toEqual([]);
  });

  it("is reported exactly where it is underlined", async () => {
    const lines = example.split("\n");
    const line = lines.findIndex((text) => /^\/\/ +~+/.test(text));
    const { index = -1, 0: underline = "" } = /~+/.exec(lines[line] ?? "") ?? {};
    const project = await openProject({ "orders.ts": example });
    onTestFinished(() => project.dispose());
    const reported = project.workspace.diagnose(project.path("orders.ts")).map(({ code, range }) => ({ code, range }));
    const at = (character: number) => ({ line: line - 1, character });
    expect(reported).toEqual([{ code: "config-cloud-mismatch", range: { start: at(index), end: at(index + underline.length) } }]);
  });
});

describe("the documents", () => {
  it("link only to what is there", () => {
    const dead = documents.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)]
        .filter(([, target = ""]) => !existsSync(join(root, dirname(file), target)))
        .map(([, target]) => `${file}: ${target}`),
    );
    expect(dead).toEqual([]);
  });

  it("name only npm scripts that exist", () => {
    const unknown = documents.flatMap((file) =>
      [...read(file).matchAll(/npm run ([\w:]+)/g)].filter(([, name = ""]) => !(name in scripts)).map(([command]) => `${file}: ${command}`),
    );
    expect(unknown).toEqual([]);
  });

  it("explain every npm script in CONTRIBUTING.md, or in the README's quick start", () => {
    const explained = [...read("CONTRIBUTING.md").matchAll(/^\| `npm (?:run )?([\w:]+)` \|/gm)].map(([, name]) => name);
    expect([...explained, "quickstart"].sort()).toEqual(Object.keys(scripts).sort());
  });
});

/** A file that was removed and is not committed yet is still in the index. */
function existsInTree(file: string): boolean {
  return existsSync(join(root, file));
}
