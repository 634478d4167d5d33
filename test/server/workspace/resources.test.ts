import { afterEach, expect, test } from "vitest";
import { Workspace } from "../../../server/src/workspace/workspace.ts";
import { openProject, type Project, type ProjectFiles } from "../../support/server/project.ts";

let project: Project | undefined;
afterEach(() => {
  project?.dispose();
  project = undefined;
});

const lake = (basePath: string, bucket: string): string => `import { Provider } from "@glacier/core";
import { LocalConfig } from "@glacier/core/config";
const provider = new Provider({ name: "lake", config: new LocalConfig({ basePath: "${basePath}" }) });
export const bucket = provider.bucket("${bucket}");
`;

/** The providers of a project whose workspace folders are those of the given names. */
async function resourcesIn(folders: readonly string[], files: ProjectFiles) {
  project ??= await openProject(files);
  const workspace = new Workspace({ folders: folders.map(project.path) });
  await workspace.index();
  return workspace.resources().providers;
}

const said = (providers: Awaited<ReturnType<typeof resourcesIn>>): string[] =>
  providers.map(({ id, buckets }) => `${id}: ${buckets.map(({ name }) => name).join(", ")}`).toSorted();

test("providers of one name in two workspace folders stay two, each with its own buckets", async () => {
  const providers = await resourcesIn(["a", "b"], { "a/main.ts": lake("./lake", "raw"), "b/main.ts": lake("./lake", "raw") });
  expect(said(providers)).toEqual(["provider:lake: raw", "provider:lake: raw"]);
  expect(new Set(providers.map(({ key }) => key)).size).toBe(2);
  expect(providers.map(({ location, buckets }) => buckets[0]?.location.file === location.file)).toEqual([true, true]);
});

test("providers of one name that lead to two places stay two", async () => {
  const providers = await resourcesIn(["."], { "one.ts": lake("./lake", "raw"), "two.ts": lake("./other", "clean") });
  expect(said(providers)).toEqual(["provider:lake: clean", "provider:lake: raw"]);
});

test("a provider that several files of a folder write alike is one, with the buckets of all", async () => {
  const providers = await resourcesIn(["."], { "one.ts": lake("./lake", "raw"), "sub/two.ts": lake("./lake", "clean") });
  expect(said(providers)).toEqual(["provider:lake: raw, clean"]);
});

test("a folder inside of another is a folder of its own, and keys are the same in the next answer", async () => {
  const files = { "main.ts": lake("./lake", "raw"), "inner/main.ts": lake("./lake", "raw") };
  const providers = await resourcesIn([".", "inner"], files);
  expect(providers.length).toBe(2);
  const again = await resourcesIn([".", "inner"], files);
  expect(again.map(({ key }) => key)).toEqual(providers.map(({ key }) => key));
});

test("a provider that another file uses, or that a function makes, has the buckets that are made of it", async () => {
  const providers = await resourcesIn(["."], {
    "cloud.ts": `import { Provider } from "@glacier/core";
import { AwsConfig, LocalConfig } from "@glacier/core/config";
export const make = (basePath: string) => new Provider({ name: "lake", config: new LocalConfig({ basePath }) });
export const either = new Provider({ config: process.env.CLOUD ? new AwsConfig({ region: "eu-west-1" }) : new LocalConfig() });
export const dynamic = Provider.fromEnv();
`,
    "main.ts": `import { dynamic, either, make } from "./cloud.ts";
make("./a").bucket("in-a");
make("./b").bucket("in-b");
either.bucket("either");
if (process.env.CLOUD) either.bucket("only-aws");
dynamic.bucket("anywhere");
`,
  });
  expect(said(providers)).toEqual([
    "provider:Provider.fromEnv(): anywhere",
    "provider:aws:eu-west-1: either, only-aws",
    "provider:lake: in-a",
    "provider:lake: in-b",
    "provider:local:./data: either, only-aws",
  ]);
});
