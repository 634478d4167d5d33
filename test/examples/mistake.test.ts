import { readFileSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { glacier } from "../cli/command.ts";

const root = join(import.meta.dirname, "../..");

describe("the examples", () => {
  it("hold the mistakes that a comment announces on the next line, and no others", async () => {
    const announced: string[] = [];
    for await (const file of glob("examples/*/*.ts", { cwd: root })) {
      for (const [index, line] of readFileSync(join(root, file), "utf8").split("\n").entries())
        if (line.includes("// The mistake:")) announced.push(`${file}:${index + 2}`);
    }
    expect(announced).toHaveLength(1);

    const { code, stdout } = await glacier(["check", "examples", "--format", "json"], { cwd: root });
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: { file: string; range: { start: { line: number } }; code: string }[] };
    expect(diagnostics.map(({ file, range }) => `${file}:${range.start.line + 1}`)).toEqual(announced);
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(["config-cloud-mismatch"]);
    expect(code).toBe(1);
  });

  it("fail at run time as `glacier check` foretold, at the same line", async () => {
    const { code, stderr } = await glacier(["run", "examples/mistake/pipeline.ts"], { cwd: root });
    expect(stderr).toMatch(/CONFIG_MISMATCH/);
    expect(stderr).toMatch(/examples\/mistake\/buckets\.ts:6:/);
    expect(code).toBe(1);
  });
});
