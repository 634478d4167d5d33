import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { Diagnostic } from "../../../server/src/analysis/diagnostic.ts";
import { rules } from "../../../server/src/rules/registry.generated.ts";
import type { Rule, Subjects } from "../../../server/src/rules/rule.ts";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { fc, runs } from "../../support/properties.ts";
import { mistakenPrograms } from "../../support/server/mistaken-programs.ts";
import { programs } from "../../support/server/pipeline-programs.ts";
import { openProject, type ProjectFiles } from "../../support/server/project.ts";
import { head, silent } from "../analysis/valid-programs.ts";

/** Other subjects of a rule, until the test ends. */
function withSubjects(rule: Rule, subjects: Subjects): void {
  const own = rule.subjects;
  Object.assign(rule, { subjects });
  onTestFinished(() => void Object.assign(rule, { subjects: own }));
}

const ruleOf = (id: string): Rule => rules.find(({ meta }) => meta.id === id) ?? expect.fail(id);

/** How often a rule was asked about a file, from now on. */
function countLooks(id: string): () => number {
  const rule = ruleOf(id);
  const { create } = rule;
  let looks = 0;
  Object.assign(rule, {
    create(context: Parameters<Rule["create"]>[0]): void {
      looks++;
      create(context);
    },
  });
  onTestFinished(() => void Object.assign(rule, { create }));
  return () => looks;
}

const examples = globSync("*.md", { cwd: resolve(import.meta.dirname, "../../../server/src/rules") }).flatMap((page) => {
  const text = readFileSync(join(import.meta.dirname, "../../../server/src/rules", page), "utf8");
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = ""]) => code);
});

/** Every rule is asked for, also those that are off. */
const settings = JSON.stringify({ rules: Object.fromEntries(rules.flatMap(({ meta }) => (meta.isOff ? [[meta.id, "hint"]] : []))) });

type Said = Omit<Diagnostic, "file" | "fixes" | "related">;

/** What is reported of files by rules that know what they look at, or, without subjects, are asked about every file. */
async function reportsOf(files: ProjectFiles, { isAlwaysAsked }: { isAlwaysAsked: boolean }): Promise<Record<string, Said[]>> {
  vi.resetModules();
  const registry = await import("../../../server/src/rules/registry.generated.ts");
  if (isAlwaysAsked) for (const rule of registry.rules) Object.assign(rule, { subjects: undefined });
  const fresh = await import("../../support/server/project.ts");
  const project = await fresh.openProject({ ...files, "glacier.config.json": settings });
  onTestFinished(() => project.dispose());
  return Object.fromEntries(
    Object.keys(files).map((name) => [
      name,
      project.workspace.diagnose(project.path(name)).map(({ file: _file, fixes: _fixes, related: _related, ...said }) => said),
    ]),
  );
}

const inFiles = (sources: readonly string[]): ProjectFiles => Object.fromEntries(sources.map((source, at) => [`p${at}.ts`, source]));

test.each<[of: string, files: () => ProjectFiles, atLeast: number]>([
  ["the examples of the rules' pages", () => inFiles(examples), rules.length],
  ["programs with a mistake each", () => inFiles(Object.values(mistakenPrograms)), 30],
  ["valid programs", () => inFiles(Object.values(silent).map((source) => head + source)), 0],
  [
    "generated pipelines",
    () =>
      Object.fromEntries(
        fc.sample(programs, runs(40)).flatMap((files, at) => Object.entries(files).map(([name, text]) => [`${at}/${name}`, text] as const)),
      ),
    10,
  ],
])("a rule that is not asked about a file would have nothing to say of it: %s", async (_, files, atLeast) => {
  const all = files();
  const reports = await reportsOf(all, { isAlwaysAsked: false });
  expect(reports).toEqual(await reportsOf(all, { isAlwaysAsked: true }));
  expect(Object.values(reports).flat().length).toBeGreaterThanOrEqual(atLeast);
});

const hub = `import { Provider } from "@glacier/core";
import { AwsConfig, S3Config } from "@glacier/core/config";
export const provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const open = (name: string, tier = "STANDARD") => provider.bucket(name, { config: new S3Config({ storageClass: tier as "STANDARD" }) });
`;
const user = (name: string, more = ""): string => `import { open } from "./hub.ts";\nexport const own = open("${name}"${more});\n`;

test("a rule is asked about a file as soon as one of the calls that reach it is worth a word", async () => {
  const looks = countLooks("bucket-name");
  const project = await openProject({ "hub.ts": hub, "a.ts": user("raw-zone"), "b.ts": user("clean-zone") });
  onTestFinished(() => project.dispose());
  const codes = (): string[] => project.workspace.diagnose(project.path("hub.ts")).map(({ code }) => code);
  expect(codes()).toEqual([]);
  expect(looks()).toBe(0);
  project.workspace.change(project.path("b.ts"), user("Clean_Zone"), 2);
  expect(codes()).toEqual(["bucket-name"]);
  expect(looks()).toBe(1);
  project.workspace.change(project.path("b.ts"), user("clean-zone"), 3);
  expect(codes()).toEqual([]);
  expect(looks()).toBe(1);
});

test("after an edit a rule looks at what is new alone", async () => {
  const { subjects } = ruleOf("config-value");
  let looks = 0;
  withSubjects(ruleOf("config-value"), {
    ...subjects,
    config: (...made) => {
      looks++;
      return subjects?.config?.(...made) ?? false;
    },
  });
  const project = await openProject({
    "hub.ts": hub,
    ...Object.fromEntries(["a", "b", "c"].map((name) => [`${name}.ts`, user("raw-zone")])),
  });
  onTestFinished(() => project.dispose());
  project.workspace.diagnose(project.path("hub.ts"));
  // The provider's own, and one for each of three calls; the default of `tier` is supposed nowhere.
  expect(looks).toBe(4);
  project.workspace.change(project.path("b.ts"), user("raw-zone", ', "GLACIER_NEVER"'), 2);
  expect(project.workspace.diagnose(project.path("hub.ts")).map(({ code }) => code)).toEqual(["config-value"]);
  expect(looks).toBe(5);
});

test.each<[at: string, id: string, subjects: Subjects]>([
  ["what is observed", "bucket-name", { factory: () => expect.fail("It cannot be looked at.") }],
  ["a file", "hard-coded-secret", { file: () => expect.fail("It cannot be looked at.") }],
])("a rule that fails at a look at %s is heard of and asked all the same, and so are the others", async (_, id, subjects) => {
  withSubjects(ruleOf(id), subjects);
  const looks = countLooks(id);
  const project = await openProject({ "hub.ts": hub, "a.ts": user("Raw_Zone") });
  onTestFinished(() => project.dispose());
  const failures: string[] = [];
  const workspace = new Workspace({ folders: [project.folder], onRuleError: (rule) => failures.push(rule) });
  await workspace.index();
  expect(workspace.diagnose(project.path("hub.ts")).map(({ code }) => code)).toEqual(["bucket-name"]);
  expect(failures).toEqual([id]);
  expect(looks()).toBe(1);
});

test("a rule that compares places is asked where there are two", async () => {
  const looks = countLooks("conflicting-resource");
  const project = await openProject({ "hub.ts": hub, "a.ts": user("raw-zone"), "b.ts": user("raw-zone", ', "STANDARD_IA"') });
  onTestFinished(() => project.dispose());
  project.workspace.diagnose(project.path("hub.ts"));
  expect(looks()).toBe(0);
  project.workspace.change(
    project.path("hub.ts"),
    `${hub}export const other = provider.bucket("raw-zone", { config: new S3Config({ versioning: true }) });\n`,
    2,
  );
  project.workspace.diagnose(project.path("hub.ts"));
  expect(looks()).toBe(1);
});
