import { describe, test } from "vitest";
import { head } from "../../support/server/pipeline-source.ts";
import { emits } from "../../support/server/rule-tester.ts";

const tools = `import { names } from "elsewhere";
export const raw = aws.bucket("raw");
export const out = aws.bucket("out", { path: "x.parquet" });
const writer = (name: string) => task({ name }, (frame: pl.LazyDataFrame, to: Bucket) => to.write(frame));
`;
const emitsHere = (source: string, message: string, related: string[], code: string): Promise<void> =>
  emits(`${head}${tools}${source}`, [{ code, message, related }]);

describe("a step whose name only a run can tell", () => {
  test("goes by the variable of its task", () =>
    emitsHere(
      `const store = task({ name: names.store }, (frame: pl.LazyDataFrame, to: Bucket) => to.write(frame));
export const all = pipeline({ name: "all" }, () => { save(load(raw), out); ⟦store(load(raw), out)⟧; });`,
      "Step 'save' and a step of `store` both write 'x.parquet' in bucket 'out', and neither waits for the other: whose data stays is chance.",
      ["main.ts:14 Step 'save' is here.", "main.ts:8 Step 'save' writes here.", "main.ts:13 A step of `store` writes here."],
      "double-write",
    ));

  test("goes by the variable of what made its task", () =>
    emitsHere(
      `const [first, second] = [names.first, names.second];
const one = writer(first);
export const all = pipeline({ name: "all" }, () => { one(load(raw), out); ⟦writer(second)(load(raw), out)⟧; });`,
      "A step of `one` and one step both write 'x.parquet' in bucket 'out', and neither waits for the other: whose data stays is chance.",
      ["main.ts:15 A step of `one` is here.", "main.ts:12 A step of `one` writes here."],
      "double-write",
    ));

  test("is one of two where both are of one task", () =>
    emitsHere(
      `const store = writer(names.store);
export const all = pipeline({ name: "all" }, () => { store(load(raw), out); ⟦store(load(raw), out)⟧; });`,
      "Two steps of `store` both write 'x.parquet' in bucket 'out', and neither waits for the other: whose data stays is chance.",
      ["main.ts:14 A step of `store` is here.", "main.ts:12 A step of `store` writes here."],
      "double-write",
    ));

  test("goes by the name of its task where only the pipeline's around it is unknown", () =>
    emitsHere(
      `const inner = pipeline({ name: names.inner }, () => load(raw));
export const all = pipeline({ name: "all" }, () => { inner(); const data = inner(); ⟦data.columns⟧; });`,
      "The output of a step of `load` is a handle, since the step has not run yet: it has no 'columns'. Pass the handle to a task, and do the work in there.",
      ["main.ts:13 A step of `load` gives the handle here."],
      "step-outside-pipeline",
    ));

  test("goes by the variable where something else depends on its task", () =>
    emitsHere(
      `const store = writer(names.store);
export const last = task({ name: "last", dependsOn: [⟦store⟧] }, () => 1);
export const all = pipeline({ name: "all" }, () => { last(); });`,
      "Step 'last' depends on task `store`, which is not in pipeline 'all'.",
      ["main.ts:15 Step 'last' is here.", "main.ts:12 Task `store` is made here."],
      "depends-on-outside-pipeline",
    ));
});
