import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { formats } from "../../../cli/src/check/reports.ts";
import { checkCommand } from "../../../cli/src/commands/check.ts";
import { processContext } from "../../../cli/src/context.ts";
import { readSettings } from "../../../server/src/settings/read-settings.ts";

const page = readFileSync(join(import.meta.dirname, "../../../docs/check.md"), "utf8");
const command = checkCommand(processContext(), () => undefined);

test("docs/check.md explains exactly the options that there are, each as the command writes it", () => {
  const explained = [...page.matchAll(/^\| (`--.*?) \|/gm)].flatMap(([, cell = ""]) =>
    [...cell.matchAll(/`(.*?)`/g)].map((match) => match[1]),
  );
  expect(explained).toEqual(command.options.map(({ flags }) => flags));
});

test("docs/check.md and the help name every format", () => {
  for (const format of formats) expect(page).toMatch(new RegExp(`^- \`${format}\``, "m"));
});

test("the commands in docs/check.md use only options that there are", () => {
  const known = new Set(command.options.map(({ long }) => long));
  const used = [...page.matchAll(/npx glacier check (.*)/g)].flatMap(([, line = ""]) =>
    [...line.matchAll(/--[\w-]+/g)].map(([flag]) => flag),
  );
  expect(used.length).toBeGreaterThan(3);
  expect(used.filter((flag) => !known.has(flag))).toEqual([]);
});

test("the settings in docs/check.md are right", () => {
  const settings = /```json\n([\s\S]*?)```/.exec(page)?.[1] ?? "";
  expect(readSettings(settings)).toMatchObject({ problems: [], include: ["pipelines"] });
});
