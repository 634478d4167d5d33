import { describe, expect, onTestFinished, test, vi } from "vitest";
import { openProject } from "../../support/server/project.ts";

const list = (count: number, line: (index: number) => string): string => Array.from({ length: count }, (_, index) => line(index)).join("");

/** `count` tasks, each of which waits for the one before. */
const chain = (count: number): string => `import { pipeline, task } from "@glacier/core";
${list(count, (index) => `const t${index} = task({ dependsOn: [${index > 0 ? `t${index - 1}` : ""}] }, async function t${index}() {});\n`)}
export const sales = pipeline({ name: "sales" }, () => {
${list(count, (index) => `  t${index}();\n`)}});
`;

/** How often the rules ask for the parts of something while they look at so many tasks, or for a map's entry. */
async function work(count: number): Promise<number> {
  const { workspace, path, dispose } = await openProject({ "main.ts": chain(count) });
  onTestFinished(dispose);
  const values = vi.spyOn(Object, "values");
  const has = vi.spyOn(Map.prototype, "has");
  expect(workspace.diagnose(path("main.ts"))).toEqual([]);
  const asked = values.mock.calls.length + has.mock.calls.length;
  vi.restoreAllMocks();
  return asked;
}

describe("a file of many tasks", () => {
  test("takes the rules twice the work where there are twice as many", async () => {
    const [some, twice] = [await work(40), await work(80)];
    expect(twice / some).toBeLessThan(2.2);
  });
});
