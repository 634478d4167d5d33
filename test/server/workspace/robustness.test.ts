import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { describe, expect, onTestFinished, test } from "vitest";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { openProject, type Project, type ProjectFiles } from "../../support/server/project.ts";

const mistake = `import { Provider } from "@glacier/core";
import { AzureConfig, S3Config } from "@glacier/core/config";
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
export const raw = azure.bucket("raw", { config: new S3Config() });
`;

async function project(files: ProjectFiles, prepare?: (folder: string) => void): Promise<Project> {
  const opened = await openProject(files);
  onTestFinished(() => opened.dispose());
  if (prepare) {
    prepare(opened.folder);
    opened.workspace.setFolders([]);
    opened.workspace.setFolders([opened.folder]);
    await opened.workspace.index();
  }
  return opened;
}

const codes = ({ workspace, path }: Project, name: string): string[] => workspace.diagnose(path(name)).map(({ code }) => code);

describe("a workspace", () => {
  test.each([
    ["no tsconfig", {}],
    ["a malformed tsconfig", { "tsconfig.json": '{ "compilerOptions": { "paths": ' }],
    ["a tsconfig that is a list", { "tsconfig.json": "[]" }],
    ["a tsconfig that extends itself", { "tsconfig.json": '{ "extends": "./tsconfig.json" }' }],
    ["a tsconfig that extends what is not there", { "tsconfig.json": '{ "extends": ["@none/base", "./none.json"] }' }],
    ["a tsconfig of references only", { "tsconfig.json": '{ "files": [], "references": [{ "path": "." }, {}, null] }' }],
    ["a malformed package.json", { "package.json": "{" }],
    ["a malformed glacier.config.json", { "glacier.config.json": '{ "rules": { "config-cloud-mismatch": ' }],
    ["rules that are no rules", { "glacier.config.json": '{ "rules": ["off", { "config-cloud-mismatch": "loud" }] }' }],
  ])("with %s is analysed", async (_, files: ProjectFiles) => {
    expect(codes(await project({ ...files, "main.ts": mistake }), "main.ts")).toEqual(["config-cloud-mismatch"]);
  });

  test("takes severities from glacier.config.json, the nearest one", async () => {
    const opened = await project({
      "glacier.config.json": '{ "rules": { "config-cloud-mismatch": "off" } }',
      "main.ts": mistake,
      "legacy/glacier.config.json": '{\n  // softly\n  "rules": { "config-cloud-mismatch": "hint" },\n}',
      "legacy/main.ts": mistake,
    });
    expect(opened.workspace.diagnose(opened.path("main.ts"))).toEqual([]);
    expect(opened.workspace.diagnose(opened.path("legacy/main.ts")).map(({ severity }) => severity)).toEqual(["hint"]);
    opened.write("glacier.config.json", "{}");
    expect(opened.workspace.fileChanged(opened.path("glacier.config.json"))).toContain(opened.path("main.ts"));
    expect(codes(opened, "main.ts")).toEqual(["config-cloud-mismatch"]);
  });

  test("reports on what glacier.config.json includes and does not exclude, and counts what an excluded file passes on", async () => {
    const opened = await project({
      "glacier.config.json": '{ "include": ["src", "main.ts"], "exclude": ["**/old"] }',
      "main.ts": mistake,
      "other.ts": mistake,
      "src/a.ts": mistake,
      "src/old/a.ts": mistake,
      "src/old/own/glacier.config.json": "{}",
      "src/old/own/a.ts": mistake,
      "src/raw.ts": `import type { Provider } from "@glacier/core";\nimport { S3Config } from "@glacier/core/config";
export const raw = (provider: Provider) => provider.bucket("raw", { config: new S3Config() });\n`,
      "src/old/use.ts": `import { raw } from "../raw.ts";\nimport { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";\nraw(new Provider({ config: new AzureConfig({ resourceGroup: "data" }) }));\n`,
    });
    const reported = opened.workspace.files().filter((file) => opened.workspace.diagnose(file).length > 0);
    expect(reported).toEqual(["main.ts", "src/a.ts", "src/old/own/a.ts", "src/raw.ts"].map(opened.path));
    expect(opened.workspace.settingsFiles()).toEqual(["glacier.config.json", "src/old/own/glacier.config.json"].map(opened.path));
    opened.write("glacier.config.json", "{}");
    expect(opened.workspace.fileChanged(opened.path("glacier.config.json"))).toContain(opened.path("other.ts"));
    expect(codes(opened, "other.ts")).toEqual(["config-cloud-mismatch"]);
  });

  test.each([".mts", ".cts", ".tsx", ".js", ".jsx", ".mjs", ".cjs"])("analyses %s files", async (extension) => {
    expect(codes(await project({ [`main${extension}`]: mistake }), `main${extension}`)).toEqual(["config-cloud-mismatch"]);
  });

  test("leaves out what tools wrote, what git ignores, and what is hidden", async () => {
    const opened = await project({
      ".gitignore": "generated/\n/tmp*\n!tmp-kept.ts\n*.gen.ts\n",
      "main.ts": mistake,
      "tmp-kept.ts": mistake,
      "src/tmp.ts": mistake,
      "types.d.ts": mistake,
      "tmp.ts": mistake,
      "src/a.gen.ts": mistake,
      "src/generated/a.ts": mistake,
      "node_modules/x/index.ts": mistake,
      "dist/main.ts": mistake,
      ".hidden/main.ts": mistake,
      "README.md": mistake,
    });
    expect(opened.workspace.files()).toEqual(["main.ts", "src/tmp.ts", "tmp-kept.ts"].map(opened.path));
  });

  test("follows no link to a folder, wherever it leads", async () => {
    const outside = await project({ "main.ts": mistake });
    const opened = await project({ "src/main.ts": mistake }, (folder) => {
      symlinkSync("/", `${folder}/disk`);
      symlinkSync(outside.folder, `${folder}/bazel-out`);
      symlinkSync(`${folder}/src`, `${folder}/sources`);
    });
    expect(opened.workspace.files()).toEqual([opened.path("src/main.ts")]);
  });

  test("survives links that lead round, binary files, huge files, unreadable folders, and files that are not there", async () => {
    const opened = await project({ "src/main.ts": mistake }, (folder) => {
      symlinkSync(folder, `${folder}/src/loop`);
      symlinkSync(`${folder}/nothing`, `${folder}/src/nowhere.ts`);
      writeFileSync(`${folder}/src/binary.ts`, Buffer.from([0, 1, 2, 0xff, 0xfe, 0]));
      writeFileSync(`${folder}/src/video.ts`, Buffer.alloc(10_000_000, 0x47));
      writeFileSync(`${folder}/src/huge.ts`, `${mistake}${"// filler\n".repeat(1_000_000)}`);
      mkdirSync(`${folder}/locked`);
      chmodSync(`${folder}/locked`, 0);
    });
    chmodSync(`${opened.folder}/locked`, 0o700);
    expect(opened.workspace.files()).toEqual([opened.path("src/main.ts")]);
    expect(codes(opened, "src/main.ts")).toEqual(["config-cloud-mismatch"]);
    expect(opened.workspace.diagnose(opened.path("none.ts"))).toEqual([]);
    expect(opened.workspace.fileChanged(opened.path("none.ts"))).toEqual(new Set());
    expect(opened.workspace.outline(opened.path("none.ts")).pipelines).toEqual([]);
  });

  test.each([
    ["an unclosed call", `${mistake}azure.bucket(`],
    ["an unclosed text", `${mistake}const x = "`],
    ["nothing but brackets", "}}}])(((["],
    ["a merge conflict", `${mistake}<<<<<<< HEAD\nconst a = 1;\n=======\nconst a = 2;\n>>>>>>> other\n`],
    ["a lone surrogate and control characters", `${mistake}// \ud800\u0001\u007f`],
    ["a byte order mark", `\ufeff${mistake}`],
    ["deep nesting", `${mistake}const deep = ${"[".repeat(800)}${"]".repeat(800)};`],
    ["a long chain", `${mistake}const long = ${Array.from({ length: 3000 }, (_, index) => `"${index}"`).join(" + ")};`],
  ])("looks at a file with %s without failing", async (_, text) => {
    const opened = await project({ "main.ts": text });
    expect(() => opened.workspace.diagnose(opened.path("main.ts"))).not.toThrow();
  });

  const nested: Record<string, (levels: number) => string> = {
    functions: (levels) => `export const deep = ${"() => ".repeat(levels)}1;`,
    "functions with bodies": (levels) => `export const deep = ${"(a) => { const b = a; return ".repeat(levels)}1${"; }".repeat(levels)};`,
    "calls on calls": (levels) => `export const deep = it${".with(1)".repeat(levels)};`,
    namespaces: (levels) => `${"namespace N { export ".repeat(levels)}const deep = 1;${" }".repeat(levels)}`,
    patterns: (levels) => `const ${"{ a: ".repeat(levels)}deep${" }".repeat(levels)} = azure;`,
    additions: (levels) => `export const deep = ${"1 + ".repeat(levels)}1;`,
    conditions: (levels) => `${"if (azure) { ".repeat(levels)}${"}".repeat(levels)}`,
  };
  test.each(Object.keys(nested))("reports on all other files beside one with %s in each other, however many", async (shape) => {
    for (const levels of [60, 250, 400, 700, 1100, 1600, 2400]) {
      const opened = await project({ "deep.ts": `${mistake}${nested[shape]?.(levels)}\n`, "main.ts": mistake });
      expect([codes(opened, "main.ts"), codes(opened, "deep.ts").length <= 1], `${levels}`).toEqual([["config-cloud-mismatch"], true]);
      // Nobody writes so much by hand, but some programs do.
      if (levels === 60) expect(codes(opened, "deep.ts")).toEqual(["config-cloud-mismatch"]);
    }
  });

  test("reads a file again that is not nested too deeply any more, for those that import it too", async () => {
    const opened = await project({
      "cloud.ts": mistake,
      "main.ts": `import { S3Config } from "@glacier/core/config";\nimport { azure } from "./cloud.ts";\nexport const own = azure.bucket("own", { config: new S3Config() });\n`,
    });
    const path = opened.path("cloud.ts");
    const all = (): string[][] => [codes(opened, "cloud.ts"), codes(opened, "main.ts")];
    const before = all();
    expect(before).toEqual([["config-cloud-mismatch"], ["config-cloud-mismatch"]]);
    opened.workspace.open(path, `${mistake}${nested.functions?.(1100)}\n`, 1);
    expect(all()).toEqual([[], []]);
    expect([...opened.workspace.change(path, mistake, 2)].sort()).toEqual([path, opened.path("main.ts")]);
    expect(all()).toEqual(before);
    opened.workspace.change(path, `${mistake}${nested.functions?.(1100)}\n`, 3);
    expect([...opened.workspace.close(path)].sort()).toEqual([path, opened.path("main.ts")]);
    expect(all()).toEqual(before);
  });

  test("keeps what was reported while the text is half typed, at the place where it has moved to", async () => {
    const opened = await project({ "main.ts": mistake });
    const before = opened.workspace.diagnose(opened.path("main.ts"))[0]?.range;
    opened.workspace.open(opened.path("main.ts"), `import { pl } from "@glacier/core\n${mistake}`, 1);
    const after = opened.workspace.diagnose(opened.path("main.ts"))[0]?.range;
    expect(after?.start).toEqual({ line: (before?.start.line ?? 0) + 1, character: before?.start.character });
  });

  test("moves a suppression along with half-typed text", async () => {
    const opened = await project({
      "main.ts": mistake.replace("export const raw", "// glacier-disable-next-line config-cloud-mismatch\nexport const raw"),
    });
    opened.workspace.open(opened.path("main.ts"), `if (\n\n${opened.workspace.text(opened.path("main.ts"))}`, 1);
    expect(codes(opened, "main.ts")).toEqual([]);
  });

  test("learns of a package that comes later, and forgets one that goes", async () => {
    const opened = await project({
      "packages/cloud/src/index.ts": mistake,
      "app/main.ts": `import { azure } from "@acme/cloud";\nimport { S3Config } from "@glacier/core/config";\nazure.bucket("aaa", { config: new S3Config() });\n`,
    });
    expect(codes(opened, "app/main.ts")).toEqual([]);
    opened.write("packages/cloud/package.json", '{ "name": "@acme/cloud" }');
    expect(opened.workspace.fileChanged(opened.path("packages/cloud/package.json"))).toContain(opened.path("app/main.ts"));
    expect(codes(opened, "app/main.ts")).toEqual(["config-cloud-mismatch"]);
    rmSync(opened.path("packages/cloud/package.json"));
    opened.workspace.fileDeleted(opened.path("packages/cloud/package.json"));
    expect(codes(opened, "app/main.ts")).toEqual([]);
  });

  test("forgets a folder that is deleted, and one that is closed", async () => {
    const opened = await project({ "a/main.ts": mistake, "b/main.ts": mistake });
    rmSync(opened.path("a"), { recursive: true });
    expect(opened.workspace.fileDeleted(opened.path("a"))).toContain(opened.path("a/main.ts"));
    expect(opened.workspace.files()).toEqual([opened.path("b/main.ts")]);
    expect(opened.workspace.setFolders([opened.path("c")])).toContain(opened.path("b/main.ts"));
    expect(opened.workspace.files()).toEqual([]);
  });

  test("stops indexing when it is told to", async () => {
    const opened = await project({ "main.ts": mistake });
    const workspace = new Workspace({ folders: [opened.folder] });
    await expect(workspace.index({ signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
    const done: number[] = [];
    await workspace.index({ onProgress: (count) => done.push(count) });
    expect(done).toEqual([0, 1]);
  });
});
