import { cloudById } from "@glacier/core/clouds";
import { formatOf, readFormat } from "@glacier/core/config";
import { expect, onTestFinished, test } from "vitest";
import { fc, runs } from "../../support/properties.ts";
import { openProject } from "../../support/server/project.ts";

// Factory calls whose provider, name, path and format depend on two conditions, as in choices.test.ts: what is reported follows from the four worlds.

const clouds = {
  aws: 'new AwsConfig({ region: "eu-central-1" })',
  azure: 'new AzureConfig({ resourceGroup: "data" })',
  gcp: 'new GcpConfig({ project: "etl-data" })',
  local: "new LocalConfig()",
};

interface Choice {
  by: "a" | "b" | "none";
  whenTrue: string;
  whenFalse: string;
}

const choiceOf = (...values: string[]): fc.Arbitrary<Choice> =>
  fc.record({
    by: fc.constantFrom("a", "b", "none") as fc.Arbitrary<Choice["by"]>,
    whenTrue: fc.constantFrom(...values),
    whenFalse: fc.constantFrom(...values),
  });

const calls = fc.record({
  provider: choiceOf(...Object.keys(clouds)),
  name: choiceOf("raw-data", "raw_data", "Raw", "raw.data", "a--b", "a/b"),
  path: choiceOf("a.csv", "a.parquet", "raw/"),
  format: choiceOf("csv", "parquet", "xml"),
});

interface Call {
  provider: Choice;
  name: Choice;
  path: Choice;
  format: Choice;
}

const worlds = [true, false].flatMap((a) => [true, false].map((b) => ({ a, b })));
type World = (typeof worlds)[number];

const taken = ({ by, whenTrue, whenFalse }: Choice, world: World): string => (by === "none" || world[by] ? whenTrue : whenFalse);

const rules: Readonly<Record<string, (call: Call, world: World) => "error" | "warning" | undefined>> = {
  "bucket-name": ({ provider, name }, world) => {
    const given = taken(name, world);
    return given.includes("/") ? "error" : cloudById(taken(provider, world))?.names.bucket?.(given)?.severity;
  },
  "unsupported-format": ({ format }, world) => (readFormat(taken(format, world)) ? undefined : "error"),
  "format-extension": ({ path, format }, world) => {
    const [told, own] = [formatOf(taken(path, world)), readFormat(taken(format, world))];
    return told && own && told !== own ? "warning" : undefined;
  },
};

function expected(call: Call): string[] {
  return Object.entries(rules).flatMap(([rule, find]) => {
    const said = worlds.map((world) => ({ world, severity: find(call, world) }));
    if (said.every(({ severity }) => severity !== undefined))
      return [`${rule} ${said.every(({ severity }) => severity === "error") ? "error" : "warning"}`];
    const isSure = (["a", "b"] as const).some((name) =>
      [true, false].some((value) => said.every(({ world, severity }) => world[name] !== value || severity !== undefined)),
    );
    return isSure ? [`${rule} warning`] : [];
  });
}

const text = ({ by, whenTrue, whenFalse }: Choice, show: (value: string) => string): string =>
  by === "none" ? show(whenTrue) : `(${by} ? ${show(whenTrue)} : ${show(whenFalse)})`;

test("what is reported of a factory call follows from each world that its choices allow", async () => {
  const all = fc.sample(calls, runs(400));
  const lines = all.map(
    ({ provider, name, path, format }) =>
      `${text(provider, (it) => it)}.bucket(${text(name, JSON.stringify)}, { path: ${text(path, JSON.stringify)}, format: ${text(format, JSON.stringify)} });`,
  );
  const providers = Object.entries(clouds).map(([cloud, config]) => `const ${cloud} = new Provider({ config: ${config} });`);
  const project = await openProject({
    "main.ts": `import { Provider } from "@glacier/core"; declare const a: boolean; declare const b: boolean;
import { AwsConfig, AzureConfig, GcpConfig, LocalConfig } from "@glacier/core/config";
${providers.join(" ")}
${lines.map((line) => `;${line}`).join("\n")}
`,
  });
  onTestFinished(() => project.dispose());
  const found = project.workspace.diagnose(project.path("main.ts")).filter(({ code }) => code in rules);
  for (const [index, call] of all.entries()) {
    const reported = found.filter(({ range }) => range.start.line === index + 3).map(({ code, severity }) => `${code} ${severity}`);
    expect([...new Set(reported)].sort(), lines[index]).toEqual(expected(call).sort());
  }
  expect(new Set(found.map(({ code }) => code))).toEqual(new Set(Object.keys(rules)));
});
