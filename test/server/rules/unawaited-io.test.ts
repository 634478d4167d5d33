import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { emits, fixesTo, valid } from "../../support/server/rule-tester.ts";

const head = `import { type Bucket, Provider, pipeline, type pl, task } from "@glacier/core";\n`;
const save = (body: string): string =>
  `${head}export const save = task(async function save(frame: pl.LazyDataFrame, to: Bucket) { ${body} });\n`;

describe("a promise that a task drops", () => {
  test.each([
    ["write", "⟦to.write(frame)⟧;"],
    ["scan", "⟦to.scan()⟧;"],
    ["upload", 'if (frame) ⟦to.upload("x", "y")⟧;'],
    ["write", "frame && ⟦to?.write(frame)⟧;"],
    ["write", "[to].forEach((bucket) => ⟦bucket.write(frame)⟧);"],
    ["write", "for (const part of [frame]) { ⟦to.write(part)⟧; }"],
    ["write", "[to].map((bucket) => ⟦bucket.write(frame)⟧);"],
    ["write", "⟦to.write(frame)⟧.then(() => console.log('done'));"],
    ["write", "const done = ⟦to.write(frame)⟧; return 1;"],
    ["write", "⟦Promise.all([to.write(frame), 1])⟧;"],
    ["write", "⟦Promise.allSettled([to].map((bucket) => bucket.write(frame)))⟧.then(() => 1);"],
    ["write", "[to].forEach(async (bucket) => { await ⟦bucket.write(frame)⟧; });"],
    ["scan", "[to].forEach(async (bucket) => { const rows = await (await ⟦bucket.scan()⟧).collect(); return rows; });"],
    ["write", "(async () => { if (frame) await ⟦to.write(frame)⟧; })();"],
    ["write", "return (⟦to.write(frame)⟧, 1);"],
    ["write", "const put = (bucket: Bucket) => bucket.write(frame); ⟦put(to)⟧;"],
  ])("is reported: %s", (method, body) =>
    emits(save(body), [
      {
        code: "unawaited-io",
        severity: "warning",
        message: `Nothing waits for this ${method}(): the step may end before it has, and its failure is lost. Await or return it.`,
      },
    ]),
  );

  test("is reported once of a task that a pipeline calls, and of a bucket that it closes over", async () => {
    const use = `export const all = pipeline({ name: "all" }, () => { save(null as never, out); });`;
    await emits(`${save("⟦to.write(frame)⟧;")}const out = Provider.fromEnv().bucket("out");\n${use}`, ["unawaited-io"]);
    await emits(
      `${head}const out = Provider.fromEnv().bucket("out");\nexport const put = task(function put() { ⟦out.upload("x", "y")⟧; });`,
      ["unawaited-io"],
    );
  });

  test.each(["{ frame, to }: { frame: pl.LazyDataFrame; to: Bucket }", "{ to: target }: { to: Bucket }", "given: { to: Bucket }"])(
    "is reported of a bucket inside of an object: %s",
    (parameter) => {
      const bucket = parameter.startsWith("given") ? "given.to" : parameter.includes("target") ? "target" : "to";
      return emits(`${head}export const save = task(async function save(${parameter}) { ⟦${bucket}.write(null as never)⟧; });`, [
        "unawaited-io",
      ]);
    },
  );

  test.each([
    ["as each of a list", "all: readonly Bucket[]", "for (const to of all) ⟦to.write(null as never)⟧;"],
    ["as what a callback is given", "all: Array<Bucket>", "all.forEach((to) => ⟦to.write(null as never)⟧);"],
    ["by its number", "{ all }: { all: Bucket[] }", "⟦all[0]!.write(null as never)⟧;"],
    ["that may be missing", "to: Bucket | undefined", "⟦to!.write(null as never)⟧;"],
    ["that may be null", "given: { to: (Bucket) | null }", "⟦given.to?.write(null as never)⟧;"],
  ])("is reported of a bucket that only a type shows, %s", (_, parameter, body) =>
    emits(`${head}export const save = task(async function save(${parameter}) { ${body} });`, ["unawaited-io"]),
  );

  test("is told from what a list of other things gives", () =>
    valid(`${head}interface Own { write(value: unknown): void }
export const save = task(async function save(all: Own[], one: Bucket | Own) { all.forEach((to) => to.write(1)); one.write(null as never); });`));

  test.each([
    ["awaited", "await to.write(frame);"],
    ["returned", "return to.write(frame);"],
    ["meant", "void to.write(frame);"],
    ["chained", "to.write(frame).catch(() => undefined);"],
    ["caught behind what follows", "to.write(frame).then(() => 1).catch(() => 2);"],
    ["kept", "const done = to.write(frame); await done;"],
    ["kept under a name that says it is meant", "const _done = to.write(frame);"],
    ["gathered", "await Promise.all([to.write(frame), to.scan()]);"],
    ["assigned", "let done; done = to.write(frame); await done;"],
    ["gathered from a list", "await Promise.all([to].map((bucket) => bucket.write(frame)));"],
    ["given to a function", "console.log(to.write(frame));"],
    ["awaited in a function that is waited for", "await (async () => { await to.write(frame); })();"],
    ["awaited in functions of a list that is waited for", "await Promise.all([to].map(async (bucket) => { await bucket.write(frame); }));"],
    ["awaited in a function whose failure is caught", "(async () => { await to.write(frame); })().catch(() => undefined);"],
    [
      "awaited in a function that is only kept",
      "[to].forEach(async () => { const later = async () => { await to.write(frame); }; console.log(later); });",
    ],
    ["given back to whoever waits for it", "const put = (bucket: Bucket) => bucket.write(frame); await put(to); return put(to);"],
    ["given back by one that is meant to be left", "const put = (bucket: Bucket) => bucket.write(frame); void put(to);"],
    ["the last of several", "return (1, to.write(frame));"],
    ["no promise", "to.getUri(); to.list();"],
    ["another thing's", "const own = { write(value: unknown) { return value; } }; own.write(frame);"],
  ])("is told from one that is %s", (_, body) => valid(save(body)));

  test("is none where an arrow function gives it back", () =>
    valid(`${head}export const save = task({ name: "save" }, (frame: pl.LazyDataFrame, to: Bucket) => to.write(frame));`));

  test("is none outside of tasks", () => valid(`${head}export function seed(to: Bucket) { to.upload("x", "y"); }`));
});

test("no fix is offered where an await would hold nothing up", async () => {
  const { workspace, path, dispose } = await openProject({
    "main.ts": save("[to].forEach(async (bucket) => { await bucket.write(frame); });"),
  });
  onTestFinished(dispose);
  expect(workspace.diagnose(path("main.ts")).map(({ code, fixes }) => [code, fixes])).toEqual([["unawaited-io", []]]);
});

test("the fix awaits it where the function may", async () => {
  await fixesTo(save("to.write(frame);"), "Add await", save("await to.write(frame);"));
  await fixesTo(save("to.write(frame).then(() => 1);"), "Add await", save("await to.write(frame).then(() => 1);"));
  await fixesTo(save("Promise.all([to.write(frame)]);"), "Add await", save("await Promise.all([to.write(frame)]);"));
  const put = "const put = (bucket: Bucket) => bucket.write(frame);";
  await fixesTo(save(`${put} put(to);`), "Add await", save(`${put} await put(to);`));
});
