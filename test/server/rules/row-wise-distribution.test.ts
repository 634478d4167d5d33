import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const head = `import { Provider, pl, task } from "@glacier/core";\nexport const etl = Provider.fromEnv().spark("etl");\n`;
const rows = (body: string, parameters = "frame: pl.LazyDataFrame"): string =>
  `${head}export const work = task({ executor: etl, distribute: { by: "rows" } }, function work(${parameters}) { ${body} });`;

describe("a task that is distributed by rows", () => {
  test.each([
    ["groups", `return ⟦frame.groupBy⟧("a").agg(pl.col("b").sum());`],
    ["sorts", `return ⟦frame.filter(pl.col("a").gt(0)).sort⟧("a");`],
    ["sorts what it keeps", `const kept = frame.select("a"); return ⟦kept.sort⟧("a");`],
    ["looks at windows", `return frame.withColumn(⟦pl.col("a").sum().over⟧("b"));`],
    ["ranks", `return frame.withColumns(pl.col("x"), ⟦pl.col("a").rank⟧().alias("r"));`],
    ["looks at windows under a name", `const share = ⟦pl.col("a").sum().over⟧("b"); return frame.withColumns(pl.col("c"), share);`],
    ["sums up", `return frame.select(⟦pl.col("a").cumSum⟧());`],
  ])("is reported where it %s", (_, body) =>
    emits(rows(body), [{ code: "row-wise-distribution", severity: "warning", related: ["main.ts:3 It is distributed by rows here."] }]),
  );

  test("is reported where a helper of its file does it", async () => {
    const helpers = `const top = (size: number, sales: pl.LazyDataFrame) => first(sales).limit(size);
function first(sales: pl.LazyDataFrame) { return sales.sort("a"); }\n`;
    await emits(rows("return top(1, frame.select('a'));").replace(head, head + helpers.replace("sales.sort", "⟦sales.sort⟧")), [
      "row-wise-distribution",
    ]);
    await valid(
      rows("return frame.join(top(1, other as never), { on: 'a' } as never);", "frame: pl.LazyDataFrame, other: unknown").replace(
        head,
        head + helpers,
      ),
    );
    const joined = "const joined = (sales: pl.LazyDataFrame, all: pl.LazyDataFrame) => sales.join(all.sort('a'), { on: 'a' });\n";
    await valid(rows("return joined(frame, pl.scanParquet('all.parquet'));").replace(head, head + joined));
    const again = "function again(sales: pl.LazyDataFrame): pl.LazyDataFrame { return again(sales); }\n";
    await valid(rows("return again(frame);").replace(head, head + again));
  });

  test("is reported for eager frames, and where the function stands apart", async () => {
    await emits(rows(`return ⟦frame.sort⟧("a");`, "frame: pl.DataFrame"), ["row-wise-distribution"]);
    await emits(
      `${head}function work(frame: pl.LazyDataFrame) { return ⟦frame.sort⟧("a"); }\nconst distribute = { by: "rows" } as const;\nexport const sorted = task({ executor: etl, distribute }, work);`,
      ["row-wise-distribution"],
    );
  });

  test("is reported of a parameter of no written type, where only frames have the method", async () => {
    await emits(rows(`return ⟦frame.groupBy⟧("a").agg(pl.col("b").sum());`, "frame: any").replace("frame: any", "frame"), [
      "row-wise-distribution",
    ]);
    await emits(rows(`return frame.select(⟦pl.col("b").rank⟧());`, "frame: pl.LazyDataFrame | pl.DataFrame"), ["row-wise-distribution"]);
    await valid(rows(`return frame.sort();`, "frame").replace("frame: any", "frame"));
  });

  test("is reported at the option where the function is in another file", () =>
    emits(
      `// @filename: work.ts
import type { pl } from "@glacier/core";
export function work(frame: pl.LazyDataFrame) { return frame.sort("a"); }
// @filename: main.ts
import { work } from "./work.ts";
${head}export const sorted = task({ executor: etl, distribute: ⟦{ by: "rows" }⟧ }, work);`,
      [{ code: "row-wise-distribution", related: ["work.ts:2 sort() is called here."] }],
    ));

  test.each([
    ["works row by row", `return frame.filter(pl.col("a").gt(0)).withColumn(pl.col("b").add(1));`, undefined],
    ["sorts names", `const names = ["b", "a"].sort(); return frame.select(...names);`, undefined],
    ["sorts a parameter that is no frame", `names.sort(); return frame;`, "frame: pl.LazyDataFrame, names: string[]"],
    ["groups something else", `return Object.groupBy(list, (it) => it.a);`, "list: { a: string }[]"],
    ["sorts the list in each row", `return frame.withColumn(pl.col("tags").lst.sort());`, undefined],
    ["sorts the columns of a frame", `return frame.select(...frame.columns.sort());`, undefined],
    ["sorts in a callback's own list", `return frame.map((list) => [...list].sort());`, "frame: pl.DataFrame"],
  ])("is fine where it %s", (_, body, parameters) => valid(rows(body, parameters)));

  test("is told from one that gets whole groups, or all rows", async () => {
    const work = `(frame: pl.LazyDataFrame) => frame.groupBy("a").agg(pl.col("b").sum()));`;
    await valid(`${head}export const a = task({ name: "a", executor: etl, distribute: { by: ["a"] } }, ${work}`);
    await valid(`${head}export const a = task({ name: "a", executor: etl }, ${work}`);
    await valid(`${head}export const make = (by: "rows" | string[]) => task({ name: "a", executor: etl, distribute: { by } }, ${work}`);
  });
});
