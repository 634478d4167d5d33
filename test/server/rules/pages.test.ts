import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { rules } from "../../../server/src/rules/registry.generated.ts";
import { compile } from "../../support/server/compile.ts";
import { openProject } from "../../support/server/project.ts";

const folder = resolve(import.meta.dirname, "../../../server/src/rules");
const ids = rules.map(({ meta }) => meta.id);

/** The code examples below a heading of a rule's page. */
function examples(id: string, heading: string): string[] {
  const page = readFileSync(join(folder, `${id}.md`), "utf8");
  const section = page.split(/^## /m).find((part) => part.startsWith(heading)) ?? "";
  return [...section.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
}

/** A rule that is off is asked for. */
async function codesIn(source: string, id: string): Promise<string[]> {
  const isOff = rules.some(({ meta }) => meta.id === id && meta.isOff);
  const asked = JSON.stringify({ rules: { [id]: "hint" } });
  const project = await openProject({ "main.ts": source, ...(isOff && { "glacier.config.json": asked }) });
  onTestFinished(() => project.dispose());
  return project.workspace.diagnose(project.path("main.ts")).map(({ code }) => code);
}

describe.each(ids)("the page of %s", (id) => {
  test("says why, and shows what is incorrect and what is correct", () => {
    const page = readFileSync(join(folder, `${id}.md`), "utf8");
    expect(page.startsWith(`# ${id}\n\n`)).toBe(true);
    expect([...page.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading)).toEqual(["Why", "Incorrect", "Correct"]);
  });

  test("reports exactly that rule in each incorrect example", async () => {
    expect(examples(id, "Incorrect").length).toBeGreaterThan(0);
    for (const example of examples(id, "Incorrect")) expect(new Set(await codesIn(example, id))).toEqual(new Set([id]));
  });

  test("is silent in each correct example", async () => {
    expect(examples(id, "Correct").length).toBeGreaterThan(0);
    for (const example of examples(id, "Correct")) expect(await codesIn(example, id)).toEqual([]);
  });
});

test("every example compiles", () => {
  const all = ids.flatMap((id) =>
    ["Incorrect", "Correct"].flatMap((heading) => examples(id, heading).map((code, index) => [`${id}/${heading}-${index}.ts`, code])),
  );
  expect(compile(Object.fromEntries(all))).toEqual([]);
});

test("the registry holds every rule of the folder, sorted by id", () => {
  const files = readdirSync(folder).filter((name) => name.endsWith(".md"));
  expect(ids).toEqual(files.map((name) => name.slice(0, -".md".length)).sort());
});
