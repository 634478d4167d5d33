import { type ConfigClassName, configClasses } from "@glacier/core/config";
import { expect, onTestFinished, test } from "vitest";
import { fc, runs } from "../../support/properties.ts";
import { optionsOf } from "../../support/server/config-options.ts";
import { openProject } from "../../support/server/project.ts";
import { sourceText } from "../../support/server/source-text.ts";

// What a constructor says at run time and what is reported of the same construction in source must be one, sentence by sentence: each problem of severity
// error is a line of the error that is thrown, and names the class and the field.

/** The rules that speak about values of configs where they are made. */
const RULES = ["config-value", "config-combination", "lifecycle-order", "region-cloud-mismatch"];

/** Ways in which options come to a constructor. */
const ways: readonly ((className: string, options: string, index: number) => string)[] = [
  (className, options) => `new ${className}(${options});`,
  (className, options, index) => `const options${index} = ${options}; new ${className}(options${index} as any);`,
  (className, options) => `new ${className}({ ...${options} });`,
  (className, options, index) => `function make${index}(options: any) { return new ${className}(options); } make${index}(${options});`,
  (className, options, index) => `const make${index} = () => (${options}); new ${className}(make${index}() as any);`,
];

function thrown(className: ConfigClassName, options: unknown): string[] {
  try {
    // Reflect.construct, because half of the options are wrong on purpose.
    Reflect.construct(configClasses[className], [options]);
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split("\n").sort() : [String(error)];
  }
}

test.each(Object.keys(configClasses) as ConfigClassName[])("what is reported of %s is what its constructor throws", async (className) => {
  const constructions = fc.sample(fc.tuple(optionsOf(className), fc.constantFrom(...ways)), runs(150));
  const lines = constructions.map(([options, write], index) => write(className, sourceText(options), index));
  const project = await openProject({ "main.ts": `import { ${className} } from "@glacier/core/config";\n${lines.join("\n")}\n` });
  onTestFinished(() => project.dispose());
  const found = project.workspace
    .diagnose(project.path("main.ts"))
    .filter(({ code, severity }) => RULES.includes(code) && severity === "error");
  for (const [index, [options]] of constructions.entries()) {
    const reported = found.filter(({ range }) => range.start.line === index + 1).map(({ message }) => message);
    expect(reported.sort(), lines[index]).toEqual(thrown(className, options));
  }
  // Both sides are seen, or nothing was compared.
  expect(found.length).toBeGreaterThan(0);
  expect(constructions.some(([options]) => thrown(className, options).length === 0)).toBe(true);
});
