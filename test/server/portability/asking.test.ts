import { cloudById } from "@glacier/core/clouds";
import { afterEach, describe, expect, test } from "vitest";
import { fc, runs } from "../../support/properties.ts";
import { openProject, type Project } from "../../support/server/project.ts";

const azure = cloudById("azure") ?? expect.fail("Azure is a cloud");
const provider = `import { Provider } from "@glacier/core";
import { AwsConfig, S3Config } from "@glacier/core/config";
export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
`;
const bucket = `aws.bucket("raw", { config: new S3Config() });\n`;
let project: Project;
afterEach(() => project.dispose());

describe("asking what it would take to run on another cloud", () => {
  test("changes nothing of what is reported of the source as it is", async () => {
    project = await openProject({ "main.ts": `${provider}${bucket}aws.dataproc("c");` });
    const before = project.workspace.diagnose(project.path("main.ts")).map(({ message }) => message);
    await project.workspace.portability({ target: azure });
    expect(project.workspace.diagnose(project.path("main.ts")).map(({ message }) => message)).toEqual(before);
    expect(before).toEqual([expect.stringContaining("dataproc() does not exist on AWS")]);
  });

  test("answers for the text as it is in the end when it is edited meanwhile", async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`file${at}.ts`, provider]));
    project = await openProject({ ...files, "main.ts": provider });
    const asked = project.workspace.portability({ target: azure });
    project.workspace.change(project.path("main.ts"), `${provider}${bucket}`, 1);
    expect((await asked)?.findings.map(({ code }) => code)).toEqual(["config-cloud-mismatch"]);
  });

  test("answers after any edits as it would have from the start", async () => {
    const providers = [
      provider,
      provider.replace('new AwsConfig({ region: "eu-west-1" })', "AwsConfig.fromEnv()"),
      "export const aws = 1;\n",
    ];
    const users = [
      `import { aws } from "./aws.ts";\nimport { S3Config } from "@glacier/core/config";\n${bucket}`,
      `import { aws } from "./aws.ts";\nif (aws.cloud === "azure") aws.glue("job");\nelse aws.bucket("raw.data");\n`,
    ];
    const edit = fc.oneof(
      fc.record({ name: fc.constant("aws.ts"), text: fc.constantFrom(...providers) }),
      fc.record({ name: fc.constant("main.ts"), text: fc.constantFrom(...users) }),
    );
    const answerOf = async ({ workspace, folder }: Project): Promise<string> =>
      JSON.stringify(await workspace.portability({ target: azure })).replaceAll(folder, "");
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        const start = { "aws.ts": provider, "main.ts": users[0] ?? "" };
        project = await openProject(start);
        for (const [version, { name, text }] of edits.entries()) project.workspace.change(project.path(name), text, version + 1);
        const after = await answerOf(project);
        project.dispose();
        project = await openProject({ ...start, ...Object.fromEntries(edits.map(({ name, text }) => [name, text])) });
        expect(after).toBe(await answerOf(project));
        project.dispose();
      }),
      { numRuns: runs(20) },
    );
  });

  test("reports on the files that are asked for, also of what reaches them from others", async () => {
    project = await openProject({
      "aws.ts": `${provider}${bucket}`,
      "main.ts": `import { aws } from "./aws.ts";\nimport { S3Config } from "@glacier/core/config";\n${bucket}`,
    });
    const report = await project.workspace.portability({ target: azure, files: [project.path("main.ts")] });
    expect(report?.findings.map(({ file }) => file)).toEqual([project.path("main.ts")]);
    expect(report?.providers).toEqual([]);
  });

  test("stops when nobody wants the answer any more", async () => {
    project = await openProject({ "main.ts": provider });
    const gone = AbortSignal.abort(new Error("gone"));
    await expect(project.workspace.portability({ target: azure, signal: gone })).rejects.toThrow("gone");
  });

  test("finds the provider at its own place and at its config's, and none elsewhere", async () => {
    project = await openProject({
      "config.ts": `import { AwsConfig } from "@glacier/core/config";\nexport const settings = new AwsConfig({ region: "eu-west-1" });`,
      "main.ts": `import { Provider } from "@glacier/core";\nimport { settings } from "./config.ts";\nexport const a = new Provider({ config: settings });\nexport const b = Provider.fromEnv();`,
    });
    const at = (name: string, line: number, character: number): boolean => {
      const position = { line, character };
      return project.workspace.hasProvider(project.path(name), { start: position, end: position });
    };
    expect(at("main.ts", 2, 20)).toBe(true);
    expect(at("main.ts", 3, 20)).toBe(true);
    expect(at("config.ts", 1, 30)).toBe(true);
    expect(at("main.ts", 1, 10)).toBe(false);
    const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
    expect(await project.workspace.portability({ target: azure, at: { file: project.path("main.ts"), range } })).toBeUndefined();
  });
});
