import { describe, expect, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { emits, valid } from "../../support/server/rule-tester.ts";

const head = `import { Bucket, Provider, pipeline, task } from "@glacier/core";
import { AwsConfig, AzureConfig, LambdaConfig, S3Config } from "@glacier/core/config";
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
const make = (memory: number) => new LambdaConfig({ memory });
`;

/** What throws, each by another rule. */
const mistakes: readonly (readonly [rule: string, code: string])[] = [
  ["config-cloud-mismatch", `azure.bucket("raw", { config: new S3Config() })`],
  ["config-resource-mismatch", `aws.bucket("raw", { config: new LambdaConfig() as never })`],
  ["environment-cloud-mismatch", `azure.glue("etl")`],
  ["duplicate-cloud-config", `aws.bucket("raw", { config: [new S3Config(), new S3Config()] })`],
  ["provider-config-class", `new Provider({ config: new S3Config() as never })`],
  ["config-value", "new LambdaConfig({ memory: 64 })"],
  ["config-value", "make(64)"],
  ["bucket-name", `aws.bucket("A")`],
  ["unnamed-task", "task(() => 1)"],
  ["direct-instantiation", `new Bucket("raw")`],
];

describe("a failure that a test expects is no mistake", () => {
  test.each(mistakes)("of %s: %s", async (_, code) => {
    await valid(`${head}import { expect, test } from "vitest";\ntest("fails", () => { expect(() => ${code}).toThrow(); });`);
  });

  test.each([
    "it.each([['small', () => new LambdaConfig({ memory: 64 })]])('%s', (_, act) => { expect(act).toThrow(); });",
    "test.each<{ act: () => unknown }>([{ act: () => new LambdaConfig({ memory: 64 }) }])('$act', ({ act }) => { expect(() => act()).toThrow(); });",
    "const cases: (() => unknown)[] = [() => new LambdaConfig({ memory: 64 })];\ntest.each(cases)('%s', (act) => { expect(act).toThrow(); });",
  ])("of a table of cases: %s", (code) => valid(`${head}import { expect, it, test } from "vitest";\n${code}`));

  test.each([
    "expect(() => { make(64); }).toThrowError(/memory/);",
    "await expect(async () => make(64)).rejects.toMatchObject({ code: 'CONFIG_INVALID' });",
    "await expect((async () => make(64))()).rejects.toThrow();",
    "const act = () => make(64);\nexpect(act).toThrow();",
    "expect(() => make(64)).to.throw();",
    "assert.throws(() => make(64), { code: 'CONFIG_INVALID' });",
    "await assert.rejects(async () => make(64));",
    "(() => make(64)).should.throw();",
    "const act = () => make(64);\nact.should.throw(Error, 'memory');",
    "const load = async () => make(64);\nawait load().should.be.rejectedWith('memory');",
    "const load = async () => make(64);\nawait load().should.eventually.be.rejected();",
    "throws(() => make(64));",
    "test.fails('is refused', () => { make(64); });",
    "try { make(64); assert.fail('It is taken.'); } catch (error) { assert.match(String(error), /memory/); }",
    "try { make(64); expect.unreachable(); } catch (error) { expect(error).toBeInstanceOf(Error); }",
    "try { make(64); throw new Error('It is taken.'); } catch (error) { expect(String(error)).toContain('memory'); }",
    "test.each([1, 64])('%d is refused', (memory) => { expect(() => make(memory)).toThrow(); });",
    "for (const memory of [1, 64]) expect(() => new LambdaConfig({ memory })).toThrow();",
    "try { make(64); expect.unreachable(); } catch (error) { expect(error).toBeInstanceOf(Error); }",
    "try { make(64); assert.fail('made'); } catch (error) { console.log(error); }",
    "try { make(64); throw new Error('made'); } catch (error) { expect(error).toBeDefined(); }",
    "try { const inner = { get small() { return make(64); } }; void inner.small; expect.unreachable(); } catch (error) { expect(error).toBeDefined(); }",
    "expect.assertions(1);\ntry { make(64); } catch (error) { expect(error).toBeInstanceOf(Error); }",
    "expect.hasAssertions();\ntry { make(64); } catch (error) { const failed = error as Error; expect(failed.message).toContain('memory'); }",
    "let failure: unknown;\ntry { make(64); } catch (error) { failure = error; }\nexpect(failure).toMatchObject({ code: 'CONFIG_INVALID' });",
    "let failure: unknown;\ntry { make(64); } catch (error) { failure = error; }\nassert(failure instanceof Error);",
    "const thrownBy = (act: () => unknown) => { try { act(); } catch (error) { return error; } throw new Error('made'); };\nexpect(thrownBy(() => make(64))).toMatchObject({ code: 'CONFIG_INVALID' });",
    "const thrownBy = (act: () => unknown) => { try { act(); } catch (error) { return error; } };\nexpect(thrownBy(() => make(64))).toBeInstanceOf(Error);",
    "const thrownBy = async (act: () => unknown) => { try { await act(); } catch (error) { return error as Error; } return undefined; };\nconst failure = thrownBy(() => make(64));",
    "function thrownBy(act: () => unknown) { let failure: unknown; try { act(); } catch (error) { failure = error; } return failure; }\nexpect(thrownBy(() => make(64))).toBeDefined();",
  ])("%s", (code) =>
    valid(
      `${head}import assert, { throws } from "node:assert";\nimport { expect, test } from "vitest";\nvoid [assert, throws, expect, test];\n${code}`,
    ),
  );

  test.each([
    "expect(() => new LambdaConfig({ memory: ⟦64⟧ })).not.toThrow();",
    "(() => new LambdaConfig({ memory: ⟦64⟧ })).should.not.throw();",
    "(() => new LambdaConfig({ memory: ⟦64⟧ })).should.be.a('function');",
    "const made = new LambdaConfig({ memory: ⟦64⟧ });\nmade.should.equal(made);",
    "expect(new LambdaConfig({ memory: ⟦64⟧ }).memory).toBe(64);",
    "expect(() => new LambdaConfig({ memory: 64 })).toThrow();\nnew LambdaConfig({ memory: ⟦64⟧ });",
    "const first = () => { try { return new LambdaConfig({ memory: ⟦64⟧ }); } catch (error) { return error; } throw new Error('none'); };\nfirst();",
    "try { new LambdaConfig({ memory: ⟦64⟧ }); } catch (error) { throw error; }\nexpect(1).toBe(1);",
    "export function open() { try { new LambdaConfig({ memory: ⟦64⟧ }); } catch (error) { return error; } }",
    "export function attempt() { const act = () => new LambdaConfig({ memory: ⟦64⟧ }); try { return act(); } catch (error) { return error; } }",
    "try { make(64); expect.unreachable(); } catch { new LambdaConfig({ memory: ⟦64⟧ }); }",
    "try { make(64); expect.unreachable(); } catch {} finally { new LambdaConfig({ memory: ⟦64⟧ }); }",
    "export function made() { try { const one = new LambdaConfig({ memory: ⟦64⟧ }); if (one.timeout > 1) return one; throw new Error('none'); } catch { return undefined; } }",
    "for (;;) { try { const one = new LambdaConfig({ memory: ⟦64⟧ }); if (one.timeout > 1) break; throw new Error('none'); } catch {} }",
    "try { new LambdaConfig({ memory: ⟦64⟧ }); } catch (error) { expect(error).toBeUndefined(); }",
    "let failure: unknown;\ntry { new LambdaConfig({ memory: ⟦64⟧ }); } catch (error) { failure = error; }\nexpect(failure).toBe(undefined);",
    "let failure: unknown;\ntry { new LambdaConfig({ memory: ⟦64⟧ }); } catch (error) { failure = error; }\nexpect(1).toBe(1);",
    "try { new LambdaConfig({ memory: ⟦64⟧ }); } catch (error) { expect.fail(String(error)); }",
    "const own = { throws: 1 };\nown.throws = new LambdaConfig({ memory: ⟦64⟧ }).memory;",
  ])("but is one where nothing expects it: %s", (code) =>
    emits(`${head}import { expect } from "vitest";\nvoid expect;\n${code}`, ["config-value"]),
  );
});

describe("what a catch sees to", () => {
  test.each(mistakes)("is a warning of %s: %s", async (rule, code) => {
    const codes = await found(`${head}try { ${code}; } catch { aws.bucket("raw"); }`);
    expect(codes).toEqual([`${rule} warning`]);
  });

  test("is an error again where the code is reached without it", async () => {
    expect(
      await found(`${head}export const own = () => new LambdaConfig({ memory: 64 });\ntry { own(); } catch { aws.bucket("raw"); }`),
    ).toEqual(["config-value warning"]);
    expect(
      await found(`${head}const own = () => new LambdaConfig({ memory: 64 });\ntry { own(); } catch { aws.bucket("raw"); }\nown();`),
    ).toEqual(["config-value error"]);
  });

  test.each([
    "catch (error) { throw error; }",
    "catch (error) { if (error instanceof TypeError) return; throw error; }",
    "catch { console.error('failed'); process.exit(1); }",
    "catch { process.exitCode = 1; }",
    "catch {}",
    "catch (error) { console.error(String(error)); }",
    "catch { return false; }",
    "finally { console.log('done'); }",
  ])("is an error where the program fails all the same, or has no other way: %s", async (handler) =>
    expect(await found(`${head}export function run() { try { new LambdaConfig({ memory: 64 }); } ${handler} }`)).toEqual([
      "config-value error",
    ]),
  );

  test("is an error behind it and in it", async () => {
    expect(await found(`${head}try { aws.bucket("raw"); } catch { make(64); }`)).toEqual(["config-value error"]);
    expect(await found(`${head}try { aws.bucket("raw"); } catch {}\nmake(64);`)).toEqual(["config-value error"]);
  });
});

async function found(source: string): Promise<string[]> {
  const project = await openProject({ "main.ts": source });
  const diagnostics = project.workspace.diagnose(project.path("main.ts"));
  project.dispose();
  return diagnostics.map(({ code, severity }) => `${code} ${severity}`);
}
