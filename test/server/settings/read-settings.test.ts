import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { describe, expect, test } from "vitest";
import { rules } from "../../../server/src/rules/registry.generated.ts";
import { levels, readSettings, settingsKeys } from "../../../server/src/settings/read-settings.ts";
import { fc, runs } from "../../support/properties.ts";

const root = new URL("../../..", import.meta.url);
const schema = JSON.parse(readFileSync(new URL("schemas/glacier.config.schema.json", root), "utf8"));

/** The problems of a text in which `⟦…⟧` marks where the only one lies. */
function problem(marked: string): { message: string; suggestion?: string } {
  const start = marked.indexOf("⟦");
  const end = marked.indexOf("⟧") - 1;
  const { problems } = readSettings(marked.replace(/[⟦⟧]/g, ""));
  expect(problems, marked).toHaveLength(1);
  const [only] = problems;
  expect([only?.start, only?.end], `${marked}: ${only?.message}`).toEqual([start, end]);
  return { message: only?.message ?? "", ...(only?.suggestion && { suggestion: only.suggestion }) };
}

describe("settings", () => {
  test("are JSON with comments, trailing commas and a byte order mark", () => {
    const read = readSettings(
      '\uFEFF{ // softly\n "$schema": "x", "rules": { "unused-suppression": "off", }, "include": ["src"], /* not */ "exclude": ["a", "b/**"], }',
    );
    expect(read).toEqual({ rules: new Map([["unused-suppression", "off"]]), include: ["src"], exclude: ["a", "b/**"], problems: [] });
    expect(readSettings("{}")).toEqual({ rules: new Map(), include: undefined, exclude: [], problems: [] });
  });

  test.each([
    ['{ "rules": ⟦', /^This is not JSON: value expected\.$/],
    ["⟦", /^This is not JSON/],
    ["{ ⟦rules⟧: {} }", /^This is not JSON: invalid symbol\.$/],
    ["⟦[]⟧", /^The settings are an object/],
    ['{ ⟦"rulez"⟧: {} }', /^There is no key "rulez"\. Did you mean "rules"\?$/],
    ['{ ⟦"x"⟧: {} }', /^There is no key "x"\. There is \$schema, rules, include, exclude\.$/],
    ['{ "rules": {}, ⟦"rules"⟧: {} }', /^"rules" is there twice\.$/],
    ['{ "rules": ⟦["off"]⟧ }', /^rules is an object/],
    ['{ "rules": { ⟦"unused-supression"⟧: "off" } }', /^There is no rule "unused-supression"\. Did you mean "unused-suppression"\?$/],
    ['{ "rules": { ⟦"none-of-ours-at-all"⟧: "off" } }', /^There is no rule "none-of-ours-at-all"\.$/],
    ['{ "rules": { "unused-suppression": ⟦"warn"⟧ } }', /^A rule is set to "off", "hint", "info", "warning" or "error"\.$/],
    ['{ "rules": { "unused-suppression": ⟦2⟧ } }', /^A rule is set to/],
    ['{ "include": ⟦"src"⟧ }', /^include is a list of patterns\.$/],
    ['{ "exclude": ⟦{}⟧ }', /^exclude is a list of patterns\.$/],
    ['{ "exclude": ["a", ⟦1⟧] }', /^This pattern is no text\.$/],
    ['{ "exclude": [⟦""⟧] }', /^This pattern is empty\.$/],
    ['{ "exclude": [⟦"!a"⟧] }', /^This pattern cannot be turned around/],
    ['{ "exclude": [⟦"/a"⟧] }', /^This pattern is absolute/],
    ['{ "exclude": [⟦"a/../../b"⟧] }', /^This pattern leads out/],
    ['{ "exclude": [⟦"a\\\\b"⟧] }', /^This pattern has a backslash/],
    ['{ "$schema": ⟦1⟧ }', /^\$schema is the address/],
  ])("tell what is wrong with %s, and where", (marked, message) => {
    expect(problem(marked.includes("⟧") ? marked : `${marked}⟧`).message).toMatch(message);
  });

  test("say what was probably meant, for a fix", () => {
    expect(problem('{ "rules": { "unused-suppression": ⟦"warnning"⟧ } }').suggestion).toBe('"warning"');
    expect(problem('{ ⟦"includes"⟧: [] }').suggestion).toBe('"include"');
  });

  test("count as far as they can be understood", () => {
    const { rules: read, exclude } = readSettings(
      '{ "rules": { "unused-suppression": "loud", "config-cloud-mismatch": "hint", "x": "off" }, "exclude": ["a", "../b"] }',
    );
    expect([...read]).toEqual([["config-cloud-mismatch", "hint"]]);
    expect(exclude).toEqual(["a"]);
  });
});

describe("the published schema", () => {
  const validate = new Ajv({ strict: false }).compile(schema);

  test("names every key, rule and level", () => {
    expect(Object.keys(schema.properties)).toEqual([...settingsKeys]);
    expect(Object.keys(schema.properties.rules.properties)).toEqual(rules.map(({ meta }) => meta.id));
    for (const rule of Object.values<{ enum: string[]; description: string }>(schema.properties.rules.properties)) {
      expect(rule.enum).toEqual(levels);
      expect(rule.description).toMatch(/^\S.*\.$/);
    }
  });

  test("accepts exactly what is read without a problem", () => {
    const pattern = fc.oneof(
      fc.constantFrom("src", "**/*.ts", "!a", "/a", "a/..", "..b", "", " ", "C:/a", "a\\b", "./a", "{a,b}"),
      fc.string(),
      fc.integer(),
    );
    const json = fc.record(
      {
        $schema: fc.oneof(fc.string(), fc.boolean()),
        rules: fc.oneof(
          fc.dictionary(
            fc.constantFrom("config-cloud-mismatch", "unused-suppression", "nonsense"),
            fc.constantFrom(...levels, "loud", 1, null),
          ),
          fc.constantFrom([], "off", null),
        ),
        include: fc.oneof(fc.array(pattern, { maxLength: 3 }), fc.constantFrom({}, "src", null)),
        exclude: fc.oneof(fc.array(pattern, { maxLength: 3 }), fc.constant(true)),
        extra: fc.anything({ maxDepth: 0 }),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(json, (value) => {
        const text = JSON.stringify(value);
        expect(readSettings(text).problems.length === 0, text).toBe(validate(JSON.parse(text)));
      }),
      { numRuns: runs(300) },
    );
  });
});
