import { expect, test } from "vitest";
import { compile } from "../../support/server/compile.ts";
import { groups } from "./flow/groups.ts";
import * as flow from "./flow/programs.ts";
import * as mismatches from "./mismatches.ts";
import * as programs from "./valid-programs.ts";

/** Each source as a file of its own, without the marks. */
const filesOf = (prefix: string, head: string, sources: Record<string, string>): [string, string][] =>
  Object.entries(sources).map(([name, source], index) => [
    `${prefix}/${index}-${name.replace(/\W+/g, "-")}.ts`,
    `${head}${source.replace(/[⟦⟧]/g, "")}\nexport {};\n`,
  ]);

test("the programs that the analysis is tested with compile", () => {
  const files = [
    ...filesOf("certain", mismatches.head, mismatches.certain),
    ...filesOf("partial", mismatches.head, mismatches.partial),
    ...filesOf("silent", programs.head, programs.silent),
    ...Object.values(groups).flatMap((group, index) =>
      Object.entries(group).flatMap(([kind, sources]) => filesOf(`flow-${index}-${kind}`, flow.head, sources)),
    ),
  ];
  expect(compile(Object.fromEntries(files))).toEqual([]);
});

test("a program that does not compile is noticed", () => {
  expect(compile({ "main.ts": 'import { Provider } from "@glacier/core";\nnew Provider({ config: 1 });\n' })).toHaveLength(1);
});
