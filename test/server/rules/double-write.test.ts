import { describe, test } from "vitest";
import { head, sales } from "../../support/server/pipeline-source.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const raw = `export const raw = aws.bucket("raw");\n`;
const target = (path: string, provider = "aws"): string => `${provider}.bucket("out", { path: ${path} })`;

describe("two steps that write one place", () => {
  test("are reported at the second", () =>
    emits(`${head}${raw}${sales(`  save(load(raw), ${target('"x.parquet"')});\n  ⟦save(clean(load(raw)), ${target('"x.parquet"')})⟧;`)}`, [
      {
        code: "double-write",
        severity: "warning",
        message:
          "Steps 'save' and 'save#2' both write 'x.parquet' in bucket 'out', and neither waits for the other: whose data stays is chance.",
        related: ["main.ts:11 Step 'save' is here.", "main.ts:8 Step 'save' writes here."],
      },
    ]));

  test("are reported of one call in a loop", () =>
    emits(`${head}${raw}${sales(`  for (const name of ["raw-a", "raw-b"]) ⟦save(load(aws.bucket(name)), ${target('"x.parquet"')})⟧;`)}`, [
      "double-write",
    ]));

  test("are reported where each tries to, and tries again", () =>
    emits(
      `${head}${raw}const retry = <A extends unknown[], R>(fn: (...args: A) => Promise<R>) => async (...args: A) => {
  let last: unknown;
  for (let attempt = 1; attempt <= 3; attempt++) { try { return await fn(...args); } catch (error) { last = error; } }
  throw last;
};
const put = task({ name: "put" }, retry(async (frame: pl.LazyDataFrame, to: Bucket) => { const { size } = await to.write(frame); return size; }));
${sales(`  put(load(raw), ${target('"x.parquet"')});\n  ⟦put(clean(load(raw)), ${target('"x.parquet"')})⟧;`)}`,
      ["double-write"],
    ));

  test("are reported of uploads under one key, and of a folder whose parts are replaced", async () => {
    const put = `export const put = task(function put(to: Bucket, text: string) { return to.upload("note.txt", text); });\n`;
    await emits(`${head}${put}${sales(`  put(aws.bucket("nnn"), "a");\n  ⟦put(aws.bucket("nnn"), "b")⟧;`)}`, ["double-write"]);
    const replace = `export const replace = task(function replace(f: pl.LazyDataFrame, to: Bucket) { return to.write(f, { mode: "overwrite" }); });\n`;
    await emits(
      `${head}${raw}${replace}${sales(`  replace(load(raw), ${target('"x/"')});\n  ⟦replace(clean(load(raw)), ${target('"x/"')})⟧;`)}`,
      ["double-write"],
    );
    await emits(
      `${head}${raw}${replace}${sales(`  replace(load(raw), ${target('"x/"')});\n  ⟦save(clean(load(raw)), ${target('"x/"')})⟧;`)}`,
      ["double-write"],
    );
  });
});

describe("nothing is said", () => {
  test("of what one writes when it has failed to write elsewhere", () =>
    valid(`${head}${raw}const put = task(async function put(frame: pl.LazyDataFrame, to: Bucket, orElse: Bucket) {
  try { await to.write(frame); } catch { await orElse.write(frame); }
});
${sales(`  const [x, y] = [${target('"x.parquet"')}, ${target('"y.parquet"')}];\n  put(load(raw), x, y);\n  put(clean(load(raw)), y, x);`)}`));

  test.each([
    ["of different paths", `  for (const name of ["a", "b"]) save(load(raw), aws.bucket("out", { path: name }));`],
    ["of parts of a folder", `  for (const name of ["raw-a", "raw-b"]) save(load(aws.bucket(name)), ${target('"x/"')});`],
    ["of parts of a whole bucket", `  for (const name of ["raw-a", "raw-b"]) save(load(aws.bucket(name)), aws.bucket("out"));`],
    ["of parts that are said to be added", `  for (const name of ["raw-a", "raw-b"]) add(load(aws.bucket(name)), ${target('"x/"')});`],
    [
      "of one bucket whose path may be a folder",
      `  const out = ${target("process.env.X ?? ''")};\n  for (const name of ["raw-a", "raw-b"]) save(load(aws.bucket(name)), out);`,
    ],
    ["where one waits for the other", `  after(save(load(raw), ${target('"x"')}), ${target('"x"')});`],
    ["of another provider", `  save(load(raw), ${target('"x"')});\n  save(load(raw), ${target('"x"', "laptop")});`],
    [
      "of one branch or the other",
      `  if (process.env.A === "x") save(load(raw), ${target('"x"')});\n  else save(clean(load(raw)), ${target('"x"')});`,
    ],
    ["of a loop over what nobody knows", `  for (const name of process.argv) save(load(aws.bucket(name)), ${target('"x"')});`],
    [
      "of a loop that goes on as long as nobody knows",
      `  while (Date.now() > Number(process.env.UNTIL)) save(load(raw), ${target('"x"')});`,
    ],
    [
      "of what the source does not say",
      `  save(load(raw), ${target("process.env.X ?? ''")});\n  save(load(raw), ${target("process.env.X ?? ''")});`,
    ],
  ])("%s", (_, body) =>
    valid(
      `${head}${raw}export const add = task({ name: "add" }, (f: pl.LazyDataFrame, to: Bucket) => to.write(f, { mode: "append" }));
export const after = task(function after(_: unknown, to: Bucket) { return to.write(_ as never); });\n${sales(body)}`,
    ),
  );
});
