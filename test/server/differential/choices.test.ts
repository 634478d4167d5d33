import { type ConfigClassName, type ConfigProblem, type ConfigRule, checkConfig, configClasses } from "@glacier/core/config";
import { expect, onTestFinished, test } from "vitest";
import { fc, runs } from "../../support/properties.ts";
import { allFieldsOf, optionsOf } from "../../support/server/config-options.ts";
import { openProject } from "../../support/server/project.ts";
import { sourceText } from "../../support/server/source-text.ts";

// Options whose fields depend on two conditions, `a` and `b`, of which nobody knows how they go together. What is reported of them must follow from what the
// schema says in each of the four worlds: wrong in all of them is reported as it is; wrong whenever one condition has one value, as a warning; wrong in one
// world only, which may be one that never comes about, not at all.

interface Field {
  name: string;
  by: "a" | "b" | "none";
  whenTrue: unknown;
  whenFalse: unknown;
}

const fieldsOf = (className: ConfigClassName): fc.Arbitrary<Field[]> => {
  const by: fc.Arbitrary<Field["by"]> = fc.constantFrom("a", "b", "none");
  const options = fc.oneof(optionsOf(className), allFieldsOf(className));
  return fc.tuple(options, options, fc.array(by, { minLength: 12, maxLength: 12 })).map(([one, other, choices]) =>
    Object.keys({ ...one, ...other }).map((name, index): Field => {
      const isInBoth = name in one && name in other;
      const [whenTrue, whenFalse] = name in one ? [one[name], name in other ? other[name] : one[name]] : [other[name], other[name]];
      return { name, by: isInBoth ? (choices[index] ?? "none") : "none", whenTrue, whenFalse };
    }),
  );
};

const worlds = [true, false].flatMap((a) => [true, false].map((b) => ({ a, b })));
type World = (typeof worlds)[number];

const optionsIn = (fields: readonly Field[], world: World): Record<string, unknown> =>
  Object.fromEntries(fields.map(({ name, by, whenTrue, whenFalse }) => [name, by === "none" || world[by] ? whenTrue : whenFalse]));

/** The rules that say what the schemas do. Others have their own opinion of a value: that it is secret, for example. */
const RULES: readonly string[] = [
  "config-value",
  "config-combination",
  "lifecycle-order",
  "lifecycle-minimum-duration",
  "unknown-region",
  "region-cloud-mismatch",
] satisfies ConfigRule[];

const keyOf = ({ rule, kind, field }: ConfigProblem): string => `${rule} ${kind} ${field}`;

/** The problems that must be reported, each with its severity. */
function expected(className: ConfigClassName, fields: readonly Field[]): string[] {
  const said = worlds.map((world) => ({ world, problems: checkConfig(className, optionsIn(fields, world)) }));
  const all = new Map(said.flatMap(({ problems }) => problems.map((problem) => [keyOf(problem), problem] as const)));
  return [...all].flatMap(([key, { severity }]) => {
    const isBad = ({ problems }: (typeof said)[number]): boolean => problems.some((problem) => keyOf(problem) === key);
    if (said.every(isBad)) return [`${key} ${severity}`];
    const isSure = (["a", "b"] as const).some((name) =>
      [true, false].some((value) => said.filter(({ world }) => world[name] === value).every(isBad)),
    );
    return isSure ? [`${key} warning`] : [];
  });
}

const source = (fields: readonly Field[]): string =>
  `{ ${fields
    .map(
      ({ name, by, whenTrue, whenFalse }) =>
        `${JSON.stringify(name)}: ${by === "none" ? sourceText(whenTrue) : `${by} ? ${sourceText(whenTrue)} : ${sourceText(whenFalse)}`}`,
    )
    .join(", ")} }`;

test.each(Object.keys(configClasses) as ConfigClassName[])(
  "what is reported of %s follows from each world that its choices allow",
  async (className) => {
    const all = fc.sample(fieldsOf(className), runs(120));
    const lines = all.map((fields) => `new ${className}(${source(fields)} as any);`);
    const head = `import { ${className} } from "@glacier/core/config"; declare const a: boolean; declare const b: boolean;`;
    const project = await openProject({ "main.ts": `${head}\n${lines.join("\n")}\n` });
    onTestFinished(() => project.dispose());
    const found = project.workspace.diagnose(project.path("main.ts")).filter(({ code }) => RULES.includes(code));
    for (const [index, fields] of all.entries()) {
      const problems = worlds.flatMap((world) => checkConfig(className, optionsIn(fields, world)));
      const reported = found
        .filter(({ range }) => range.start.line === index + 1)
        .map(
          ({ message, severity }) => `${keyOf(problems.find((it) => message.endsWith(it.message)) ?? expect.fail(message))} ${severity}`,
        );
      // Two values that are wrong in one way are two reports.
      expect([...new Set(reported)].sort(), lines[index]).toEqual(expected(className, fields).sort());
    }
  },
);
