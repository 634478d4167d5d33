import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { graphFile, listPipelines, runFile } from "../../../core/src/runner/index.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";
import { placeOf, runFiles, runIn, writeFiles } from "./pipeline-file.ts";

const head = `import { pipeline, task, currentStep } from "@glacier/core";\n`;
/** A file with one pipeline of one task, whose function has this body. */
const oneTask = (body: string, options = "") =>
  `${head}const work = task({ name: "work", ${options} }, async function work() {\n${body}\n});\nexport const p = pipeline({ name: "p" }, () => { work(); });\n`;
const types = (events: readonly { type: string; step?: string }[]) => events.map(({ type, step }) => (step ? `${type} ${step}` : type));

describe("runFile", () => {
  it("runs a file that has no @glacier/core installed, and tells each step", async () => {
    const { status, exitCode, run, events } = await runFiles(`${head}
      const one = task(function one(): number { return 1; });
      const two = task(function two(n: number) { return { twice: n * 2 }; });
      export const p = pipeline({ name: "p" }, () => { two(one()); });`);
    expect({ status, exitCode }).toEqual({ status: "succeeded", exitCode: 0 });
    expect(run?.outputs).toEqual({ one: 1, two: { twice: 2 } });
    expect(types(events)).toEqual([
      "run.started",
      "step.started one",
      "step.succeeded one",
      "step.started two",
      "step.succeeded two",
      "run.finished",
    ]);
    expect(JSON.parse(JSON.stringify(events))).toEqual(events);
  });

  it("keeps what the pipeline prints apart from events, and in order with them", async () => {
    const order: string[] = [];
    const { stdout, stderr } = await runFiles(
      oneTask(`console.log('{"type":"event"}'); console.error("oops"); process.stdout.write("no line end");`),
      {
        onEvent: (event) => order.push(event.type),
        onOutput: (stream) => order.push(stream),
      },
    );
    expect(stdout).toBe('{"type":"event"}\nno line end');
    expect(stderr).toBe("oops\n");
    expect(order.indexOf("stdout")).toBeLessThan(order.indexOf("step.succeeded"));
  });

  it("points at the exact place of what a task throws, in whichever file", async () => {
    const files = {
      "pipeline.ts": `${head}import { check } from "./lib/check.ts";\ninterface A { a: number }\nconst bad = task(function bad(): number { return check({ a: 1 } satisfies A); });\nexport const p = pipeline({ name: "p" }, () => { bad(); });`,
      "lib/check.ts": `export type Row = { a: number };\n\nexport function check(row: Row): number {\n  if (row.a) /*here*/throw new RangeError("a is " + row.a);\n  return 1;\n}\n`,
    };
    const { run, folder, exitCode } = await runFiles(files);
    const { line, column } = placeOf("/*here*/throw ", files["lib/check.ts"]);
    expect(exitCode).toBe(1);
    expect(run?.steps[0]).toMatchObject({
      status: "failed",
      error: { name: "RangeError", code: "TASK_FAILED", message: "a is 1", location: { file: join(folder, "lib/check.ts"), line, column } },
    });
    expect(run?.steps[0]?.error?.stack).toContain(`${join(folder, "pipeline.ts")}:4:`);
  });

  it("points at the task where what is thrown names no line", async () => {
    const text = oneTask(`throw "just a text";`);
    const { run, file } = await runFiles(text);
    expect(run?.steps[0]?.error).toMatchObject({
      message: 'Something that is not an Error was thrown: "just a text"',
      location: { file, ...placeOf("const work = ", text) },
    });
  });

  it("gives each file its own import.meta, __dirname and require, without moving a line or column", async () => {
    const scope = `import.meta.url, import.meta.filename, import.meta.dirname, __filename, __dirname, require("./data.json").n, import.meta.resolve("./x.ts"), import.meta.main`;
    const files = {
      "pipeline.ts": `${head}import { inner } from "./lib/inner.ts";\nconst work = task(function work() { return [[${scope}], inner]; });\nexport const p = pipeline({ name: "p" }, () => { work(); });`,
      "lib/inner.ts": `export const inner = [${scope}];\nif (inner.length === 0) throw new Error();`,
      "data.json": `{ "n": 1 }`,
      "lib/data.json": `{ "n": 2 }`,
    };
    const { run, folder } = await runFiles(files);
    const expected = (file: string, directory: string, n: number) => [
      pathToFileURL(file).href,
      file,
      directory,
      file,
      directory,
      n,
      pathToFileURL(join(directory, "x.ts")).href,
      false,
    ];
    expect(run?.outputs.work).toEqual([
      expected(join(folder, "pipeline.ts"), folder, 1),
      expected(join(folder, "lib/inner.ts"), join(folder, "lib"), 2),
    ]);
  });

  it("leaves a file's own __dirname alone", async () => {
    const { run } = await runFiles(oneTask("return __dirname;").replace(head, `${head}const __dirname = "mine";\n`));
    expect(run?.outputs).toEqual({ work: "mine" });
  });

  it("loads packages from where they are installed, CommonJS ones and sources of a workspace too", async () => {
    const folder = writeFiles({
      "app/pipeline.ts": `${head}import cjs from "old-package"; import { esm } from "new-package"; import { shared } from "@team/shared"; import { deep } from "@alias/deep";
        const work = task(function work() { return [cjs.where, esm, shared, deep]; });
        export const p = pipeline({ name: "p" }, () => { work(); });`,
      "app/tsconfig.json": `{ "compilerOptions": { "paths": { "@alias/*": ["./src/*"] } } }`,
      "app/src/deep.ts": `export const deep: string = "deep";`,
      "node_modules/old-package/package.json": `{ "name": "old-package", "main": "index.js" }`,
      "node_modules/old-package/index.js": `exports.where = __dirname.split(/[\\\\/]/).pop();`,
      "node_modules/new-package/package.json": `{ "name": "new-package", "type": "module", "exports": { "import": "./esm.js", "require": "./no.cjs", "module": "./no.js" } }`,
      "node_modules/new-package/esm.js": `export const esm = import.meta.url.endsWith("/new-package/esm.js");`,
      "packages/shared/package.json": `{ "name": "@team/shared", "type": "module", "exports": "./src/index.ts" }`,
      "packages/shared/src/index.ts": `enum Colour { Red = 7 }\nexport const shared: number = Colour.Red;`,
    });
    mkdirSync(join(folder, "node_modules/@team"));
    symlinkSync(join(folder, "packages/shared"), join(folder, "node_modules/@team/shared"));
    const { run, error } = await runIn(folder, { file: "app/pipeline.ts" });
    expect(error).toBeUndefined();
    expect(run?.outputs.work).toEqual(["old-package", true, 7, "deep"]);
  });

  it("runs the pipeline once, even when the file runs it and waits for it", async () => {
    const { run, stdout, status } = await runFiles(
      `${oneTask(`console.log("work");`)}\nconst result = await p.run();\nconsole.log("after", result.status);`,
    );
    expect({ status, stdout }).toEqual({ status: "succeeded", stdout: "work\n" });
    expect(run?.steps).toHaveLength(1);
  });

  it("runs a JavaScript and a CommonJS file", async () => {
    const js = `import { pipeline, task } from "@glacier/core"; const one = task(function one() { return 1; }); export default pipeline({ name: "p" }, () => one());`;
    const cjs = `const { pipeline, task } = require("@glacier/core"); const one = task(function one() { return 2; }); module.exports = { p: pipeline({ name: "p" }, () => one()) };`;
    const folder = writeFiles({ "a.js": js, "b.cjs": cjs });
    expect((await runIn(folder, { file: "a.js" })).run?.outputs).toEqual({ one: 1 });
    expect((await runIn(folder, { file: "b.cjs" })).run?.outputs).toEqual({ one: 2 });
  });

  it("tells a step's progress", async () => {
    const { events } = await runFiles(oneTask(`currentStep()?.progress({ fraction: 0.5, message: "half" });`));
    expect(events).toContainEqual(expect.objectContaining({ type: "step.progress", step: "work", fraction: 0.5, message: "half" }));
  });

  it("resumes a run after a task was mended, and runs again what a helper may have changed", async () => {
    const text = (save: string, helper = "1") => `${head}
      const helper = () => ${helper};
      const load = task(function load() { console.log("load"); return helper(); });
      const save = task(function save(n: number) { ${save} });
      export const p = pipeline({ name: "p" }, () => { save(load()); });`;
    const first = await runFiles(text(`throw new Error("not yet");`));
    const { folder } = first;
    const resume = first.run?.runId;
    writeFileSync(join(folder, "pipeline.ts"), text("return n + 1;"));
    const second = await runIn(folder, { resume });
    expect(second.run?.steps.map(({ status }) => status)).toEqual(["reused", "succeeded"]);
    expect([second.stdout, second.run?.outputs]).toEqual(["", { load: 1, save: 2 }]);
    writeFileSync(join(folder, "pipeline.ts"), text("return n + 1;", "5"));
    expect((await runIn(folder, { resume })).run?.outputs).toEqual({ load: 5, save: 6 });
  });

  it("succeeds with outputs that throw when they are looked at, and tells their type", async () => {
    const { run, error, stderr } = await runFiles(
      `${head}const getter = task(function getter() { return { get a() { throw new Error("no"); } }; });
      const tag = task(function tag() { return { get [Symbol.toStringTag]() { throw new Error("no"); } }; });
      const deep = task(function deep() { let all: unknown[] = []; for (let i = 0; i < 1e5; i++) all = [all]; return all; });
      const plain = task(function plain() { return 1; });
      export const p = pipeline({ name: "p" }, () => { getter(); tag(); deep(); plain(); });`,
    );
    expect({ status: run?.status, error, outputs: run?.outputs }).toEqual({
      status: "succeeded",
      error: undefined,
      outputs: { getter: { $type: "Object" }, tag: { $type: "Object" }, deep: { $type: "Array" }, plain: 1 },
    });
    expect(stderr).not.toContain("cannot be resumed");
  });

  it("leaves no bundle behind", async () => {
    const listing = `import { readdirSync } from "node:fs";\nimport { tmpdir } from "node:os";\nconsole.log(readdirSync(tmpdir()).join());\n`;
    const [good, bad] = [
      writeFiles({ "pipeline.ts": listing + oneTask("return 1;") }),
      writeFiles({ "pipeline.ts": "this is no TypeScript" }),
    ];
    // Its own, since other tests and programs use the machine's.
    const own = temporaryFolder();
    for (const name of ["TMPDIR", "TEMP", "TMP"]) vi.stubEnv(name, own);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await runIn(good)).toMatchObject({ status: "succeeded", stdout: expect.stringMatching(/^glacier-\w{6}\n$/) });
    expect(await runIn(bad)).toMatchObject({ status: "failed" });
    expect(readdirSync(own)).toEqual([]);
  });
});

describe("pipelines of one name", () => {
  const file = `${head}const [a, b] = ["a", "b"].map((name) => task({ name }, () => 1));
export const first = pipeline({ name: "same" }, () => void a());
export const second = pipeline({ name: "same" }, () => void b());
export const other = pipeline({ name: "other" }, () => void a());\n`;

  it("are told apart by their exports", async () => {
    expect(await runFiles(file)).toMatchObject({ exitCode: 2, choices: ["first", "second", "other"] });
    expect(await runFiles(file, { pipeline: "same" })).toMatchObject({
      exitCode: 2,
      error: { message: expect.stringContaining("several pipelines 'same'") },
      choices: ["first", "second"],
    });
    const { exitCode, run } = await runFiles(file, { pipeline: "second" });
    expect([exitCode, run?.steps.map(({ name }) => name)]).toEqual([0, ["b"]]);
  });
});

describe("a file that cannot be run", () => {
  it.each(["readme.txt", "data.json", "types.d.ts", "pipeline"])("because it is no source file is wrong usage: %s", async (name) => {
    const folder = writeFiles({ [name]: "{}" });
    expect(await runFile({ file: name, cwd: folder })).toMatchObject({
      exitCode: 2,
      error: { code: "PIPELINE_INVALID", message: `'${name}' is no TypeScript or JavaScript file.` },
    });
  });

  it.each([
    ["with a syntax error", "const a = 1;\nconst b = /*here*/;", /Unexpected ";"/],
    ["that imports what is not there", `import { x } from /*here*/"./missing.ts";\nconsole.log(x);`, /Could not resolve "\.\/missing\.ts"/],
    [
      "that imports an entry that @glacier/core does not have",
      `import { x } from /*here*/"@glacier/core/nothing";\nconsole.log(x);`,
      /@glacier\/core has no entry/,
    ],
    [
      "that throws",
      `export const a = 1;\nconst äöü = 1; /*here*/throw new TypeError("top");`,
      /pipeline\.ts threw while it was loaded: TypeError: top/,
    ],
  ])("%s is told with its place", async (_, text, message) => {
    const { exitCode, status, error, file, run, events } = await runFiles(text);
    const place = placeOf(text.includes("throw") ? "/*here*/throw " : "/*here*/", text);
    expect({ exitCode, status, run, events }).toEqual({ exitCode: 1, status: "failed", run: undefined, events: [] });
    expect(error).toMatchObject({ code: "PIPELINE_INVALID", message: expect.stringMatching(message), location: { file, ...place } });
  });

  it("keeps the code of an error of Glacier's", async () => {
    const { error, exitCode, file } = await runFiles(
      `import { Provider } from "@glacier/core";\nimport { LocalConfig, LambdaConfig } from "@glacier/core/config";\nnew Provider({ config: new LocalConfig() }).bucket("x", { config: new LambdaConfig() as never });`,
    );
    expect({ exitCode, error }).toMatchObject({ exitCode: 1, error: { code: "CONFIG_MISMATCH", location: { file, line: 3 } } });
  });

  it.each([
    ["throws what is no error", `/*here*/throw undefined;`, /not an Error was thrown: undefined/, { line: 1, column: 1 }],
    [
      "throws what cannot be looked at",
      `throw new Proxy({}, { get() { throw 1; }, getPrototypeOf() { throw 2; } });`,
      /loaded: Something/,
      { line: 1, column: 1 },
    ],
    [
      "exits in the body of its pipeline",
      `${oneTask("").replace("work();", "process.exit(0);")}`,
      /process\.exit\(0\) before anything ran/,
      { line: 5 },
    ],
    [
      "throws what is no error in the body of its pipeline",
      `${oneTask("").replace("work();", "throw undefined;")}`,
      /body of pipeline 'p' threw: undefined/,
      { line: 5 },
    ],
    [
      "has a cycle",
      `${head}const dependsOn: never[] = [];\nconst a = task({ name: "a", dependsOn }, () => 1);\ndependsOn.push(a as never);\nexport const p = pipeline({ name: "p" }, () => { a(); });`,
      /wait for each other/,
      { line: 5 },
    ],
  ])("that %s is told with the place nearest to it", async (_, text, message, place) => {
    const { exitCode, error, run, events, file } = await runFiles(text);
    expect({ exitCode, run, events }).toEqual({ exitCode: 1, run: undefined, events: [] });
    expect(error).toMatchObject({ code: "PIPELINE_INVALID", message: expect.stringMatching(message), location: { file, ...place } });
  });

  it.each([
    ["exits while it is loaded", `process.exit(0);`, /called process\.exit\(0\) before anything ran/],
    [
      "has a rejection that nobody handles",
      `void Promise.reject(new Error("lost"));\nawait new Promise((r) => setTimeout(r, 1000));`,
      /nothing caught while the file was loaded: lost/,
    ],
    ["waits for ever", `await new Promise(() => undefined);`, /waits on its top level for something that never comes/],
  ])("fails when it %s", async (_, text, message) => {
    const { exitCode, error, file } = await runFiles(text);
    expect({ exitCode, error }).toMatchObject({
      exitCode: 1,
      error: { code: "PIPELINE_INVALID", message: expect.stringMatching(message), location: { file } },
    });
  });

  it("does not exist", async () => {
    expect(await runFile({ file: "no/such/file.ts" })).toMatchObject({ exitCode: 2, error: { code: "NOT_FOUND" } });
    expect(await runFile({ file: tmpdir() })).toMatchObject({
      exitCode: 2,
      error: { code: "NOT_FOUND", message: expect.stringContaining("is a folder") },
    });
  });

  it("needs a choice, and gives the names", async () => {
    const two = `${head}const one = task(function one() { return 1; });\nexport const a = pipeline({ name: "first" }, () => one());\nexport const b = pipeline({ name: "second" }, () => one());\nconst hidden = pipeline({ name: "hidden" }, () => one());\n`;
    const folder = writeFiles({ "pipeline.ts": two, "default.ts": `${two}export default b;`, "none.ts": "export const make = () => 1;" });
    expect(await runIn(folder)).toMatchObject({ exitCode: 2, choices: ["first", "second"], error: { code: "PIPELINE_INVALID" } });
    expect(await runIn(folder, { pipeline: "frist" })).toMatchObject({
      exitCode: 2,
      choices: ["first", "second", "hidden"],
      error: { hint: "Did you mean 'first'?" },
    });
    expect(await runIn(folder, { pipeline: "first" })).toMatchObject({ exitCode: 0, run: { pipeline: "first" } });
    expect(await runIn(folder, { pipeline: "b" })).toMatchObject({ exitCode: 0, run: { pipeline: "second" } });
    expect(await runIn(folder, { pipeline: "hidden" })).toMatchObject({ exitCode: 0, run: { pipeline: "hidden" } });
    expect(await runIn(folder, { file: "default.ts" })).toMatchObject({ exitCode: 0, run: { pipeline: "second" } });
    expect(await runIn(folder, { file: "none.ts" })).toMatchObject({
      exitCode: 2,
      choices: [],
      error: { hint: expect.stringContaining("'make'") },
    });
    expect(await runIn(folder, { pipeline: "first", task: "two" })).toMatchObject({ exitCode: 2, choices: ["one"] });
    expect(await runIn(folder, { pipeline: "first", resume: "../../etc" })).toMatchObject({
      exitCode: 2,
      error: { code: "PIPELINE_INVALID" },
    });
  });

  it("is told when the core that it should run with is not there", async () => {
    expect(await runFiles("", { coreRoot: "/nowhere" })).toMatchObject({
      exitCode: 1,
      error: { message: expect.stringContaining("not built") },
    });
  });
});

describe("graphFile and listPipelines", () => {
  it("draw and list without running anything", async () => {
    const folder = writeFiles({
      "pipeline.ts": `${oneTask(`console.log("ran");`)}export const q = pipeline({ name: "q", description: "more" }, (n: number) => { work(); });`,
    });
    const file = join(folder, "pipeline.ts");
    const printed: string[] = [];
    const graph = await graphFile({ file, onOutput: (_, text) => printed.push(text) });
    expect(graph.ok && graph.value.nodes.map(({ id }) => id)).toEqual(["pipeline:p", "step:p/work", "pipeline:q", "step:q/work"]);
    expect(await listPipelines({ file })).toEqual({
      ok: true,
      value: [
        { name: "p", exportName: "p", steps: ["work"] },
        { name: "q", description: "more", exportName: "q", steps: ["work"] },
      ],
    });
    expect(await graphFile({ file, pipeline: "r" })).toMatchObject({ ok: false, exitCode: 2, choices: ["p", "q"] });
    expect(printed).toEqual([]);
    expect(existsSync(join(folder, ".glacier"))).toBe(false);
  });
});
