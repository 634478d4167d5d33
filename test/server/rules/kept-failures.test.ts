import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const head = `import { Provider } from "@glacier/core";
import { AzureConfig, S3Config } from "@glacier/core/config";
import assert from "node:assert";
import { describe, expect, it, test } from "vitest";
void [assert, describe, expect, it, test];
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`;
const attempt = "const attempt = (act: () => unknown) => { try { return { value: act() }; } catch (error) { return { error }; } };\n";
const attemptLater =
  "const attempt = async (act: () => unknown) => { try { return { value: await act() }; } catch (error) { return { error }; } };\n";
const safely =
  "const safely = (act: () => unknown) => { try { return { ok: true, value: act() }; } catch (error) { return { ok: false, error }; } };\n";
const failureOf =
  "const failureOf = async (promise: Promise<unknown>) => { try { await promise; } catch (error) { return error; } return undefined; };\n";
const outcomeOf =
  "const outcomeOf = (promise: Promise<unknown>) => promise.then((value) => [undefined, value], (error) => [error, undefined]);\n";
const refuses = "const refuses = (act: () => unknown) => { try { act(); return false; } catch { return true; } };\n";
const messageOf =
  "const messageOf = (act: () => unknown) => { try { act(); return 'none'; } catch (error) { return (error as Error).message; } };\n";
const failing = `azure.bucket("raw", { config: ⟦new S3Config()⟧ })`;
/** `OPEN` fails, or would. */
const fill = (code: string): string => code.replaceAll("OPEN", failing);
const unmarked = (code: string): string => fill(code).replace(/[⟦⟧]/g, "");
const inTest = (code: string): string => `test("fails", async () => { ${code} });`;
const open = "const open = async () => OPEN;\n";

/** Whether a test says of itself that something fails. */
const asserted: readonly string[] = [
  `${attempt}const { error } = attempt(() => OPEN); expect(error).toBeInstanceOf(Error);`,
  `${attempt}const result = attempt(() => OPEN); expect(result.error).toBeDefined();`,
  `${attempt}const { error } = attempt(() => OPEN); assert(error);`,
  `${attempt}const { error } = attempt(() => OPEN); assert.ok(error instanceof Error);`,
  `${attempt}const { error } = attempt(() => OPEN); if (!error) throw new Error("none"); expect(String(error)).toContain("S3");`,
  `${attempt}const { error } = attempt(() => OPEN); expect(error).not.toBeUndefined();`,
  `${attempt}const { error } = attempt(() => OPEN); expect(error).toMatchObject({ code: "CONFIG_MISMATCH" });`,
  `${attempt}const { value } = attempt(() => OPEN); expect(value).toBe(undefined);`,
  `${attempt}const { error } = attempt(() => OPEN) as { error: Error }; expect(error.message).toMatch(/S3/);`,
  `${attemptLater}const { error } = await attempt(async () => OPEN); expect(error).toBeInstanceOf(Error);`,
  `${safely}const result = safely(() => OPEN); expect(result.ok).toBe(false);`,
  `${safely}const result = safely(() => OPEN); assert(!result.ok);`,
  `${refuses}expect(refuses(() => OPEN)).toBe(true);`,
  `${messageOf}expect(messageOf(() => OPEN)).not.toBe("none");`,
  `${attempt}expect(attempt(() => OPEN)).toHaveProperty("error");`,
  `${attempt}expect(attempt(() => OPEN)).toMatchObject({ error: { code: "CONFIG_MISMATCH" } });`,
  `${attempt}expect(attempt(() => OPEN).error).to.be.ok;`,
  `${safely}expect(safely(() => OPEN).ok).to.be.false;`,
  "const errors: unknown[] = []; try { OPEN; } catch (error) { errors.push(error); } expect(errors).toHaveLength(1);",
  "const errors: unknown[] = []; try { OPEN; } catch (error) { errors.push(error); } expect(errors).toEqual([expect.any(Error)]);",
  `${open}const error = await open().catch((error) => error); expect(error).toBeInstanceOf(Error);`,
  `${open}assert.ok((await open().catch((error) => error)) instanceof Error);`,
  `${open}let caught: unknown; await open().catch((error) => { caught = error; }); expect(caught).toBeDefined();`,
  `${open}await open().then(() => { throw new Error("none"); }, (error) => { expect(error).toBeInstanceOf(Error); });`,
  `${open}await open().then(() => { throw new Error("none"); }, (error) => { console.log(error); });`,
  `${open}await open().then(() => { throw new Error("none"); }).catch((error) => { expect(error.message).toMatch(/S3/); });`,
  `${open}const error = await open().then(() => undefined, (error) => error); expect(error.message).toMatch(/S3/);`,
  `${open}const promise = open(); const error = await promise.catch((error) => error); expect(error).toBeInstanceOf(Error);`,
  `${open}const promise = open(); await expect(promise).rejects.toThrow();`,
  `${open}const promise = open(); await assert.rejects(promise);`,
  `${open}const promise = open(); let failure: unknown; try { await promise; } catch (error) { failure = error; } expect(failure).toBeDefined();`,
  `${open}${failureOf}expect(await failureOf(open())).toBeInstanceOf(Error);`,
  `${open}${outcomeOf}const [error] = await outcomeOf(open()); expect(error).toBeInstanceOf(Error);`,
  `${open}const [first, last] = await Promise.allSettled([1, open()]); expect(first.status).toBe("fulfilled"); expect(last.status).toBe("rejected");`,
  "try { OPEN; expect(true).toBe(false); } catch (error) { console.log(error); }",
  "class Outcome { static of(act: () => unknown) { try { return { value: act() }; } catch (error) { return { error }; } } }\nexpect(Outcome.of(() => OPEN).error).toBeDefined();",
  "let failure: unknown; try { OPEN; } catch (error) { failure = error; } const failed = failure; expect(failed).toBeDefined();",
];

/** What may fail or not, as far as the analysis sees; the test has its failure to look at. */
const kept: readonly string[] = [
  "const errors: unknown[] = []; try { OPEN; } catch (error) { errors.push(error); } expect(errors.length).toBe(1);",
  `${attempt}const { error } = attempt(() => OPEN); console.log(error);`,
  `${messageOf}expect(messageOf(() => OPEN)).toMatch(/S3/);`,
  `${open}expect(await open().catch((error) => error.message)).toMatch(/S3/);`,
  `${open}await expect(open().catch((error) => error)).resolves.toMatchObject({ code: "CONFIG_MISMATCH" });`,
  `await Promise.resolve().then(() => OPEN).catch((error) => error);`,
  `await new Promise((resolve) => resolve(OPEN)).catch((error) => error);`,
  `const error = await (globalThis as any).limit(() => OPEN).catch((error) => error); expect(error).toBeInstanceOf(Error);`,
  `${open}const [result] = await Promise.allSettled([open()]); expect(result?.status).toBe("rejected");`,
];

describe("a failure that a test has as a value", () => {
  test.each([...asserted, ...kept])("is no mistake: %s", (code) => valid(`${head}${inTest(unmarked(code))}`));

  test.each(asserted)("is none in a program that asserts it, either: %s", (code) => valid(`${head}${unmarked(code)}`));

  test.each(kept.filter((it) => it.includes("attempt")))("is a mistake in a program that is no test: %s", (code) =>
    emits(`${head}${fill(code)}`, [{ code: "config-cloud-mismatch", severity: "error" }]),
  );

  test("is no mistake where another file catches it", () =>
    valid(
      `// @filename: attempt.ts\nexport ${attempt}// @filename: main.test.ts\n${head}import { attempt } from "./attempt.ts";\n${inTest(unmarked("const { error } = attempt(() => OPEN); expect(error).toBeInstanceOf(Error);"))}`,
    ));

  test.each([
    `describe("group", () => { const { error } = attempt(() => OPEN); it("fails", () => { expect(error).toBeDefined(); }); });`,
    `const { error } = attempt(() => OPEN);\nit("fails", () => { expect(error).toBeDefined(); });`,
    `const { error } = attempt(() => OPEN);\nit("is not there yet", () => { throw new Error("to do"); });\nit("fails", () => { expect(error).toBeDefined(); });`,
    `Deno.test("fails", () => { console.log(attempt(() => OPEN)); });`,
    `it.each([1, 2])("%d", () => { console.log(attempt(() => OPEN)); });`,
  ])("is no mistake wherever that is in a file of tests: %s", (code) => valid(`${head}${attempt}${unmarked(code)}`));

  test.each([
    [`import check from "node:test";`, `check("fails", () => { console.log(attempt(() => OPEN)); });`],
    [`import { test as check } from "bun:test";`, `check("fails", () => { console.log(attempt(() => OPEN)); });`],
    [`const check = require("node:test");`, `check("fails", () => { console.log(attempt(() => OPEN)); });`],
  ])("is no mistake in a test of any runner: %s", (load, code) => valid(`${head}${load}\n${attempt}${unmarked(code)}`));
});

describe("a failure is a mistake", () => {
  test.each([
    `${attempt}const { value, error } = attempt(() => OPEN); expect(error).toBeUndefined(); expect(value).toBeDefined();`,
    `${attempt}const { error } = attempt(() => OPEN); expect(error).not.toBeDefined();`,
    `${attempt}const { error } = attempt(() => OPEN); expect(error).toBe(undefined);`,
    `${attempt}const { error } = attempt(() => OPEN); expect(error).toBeFalsy();`,
    `${attempt}const { error } = attempt(() => OPEN); assert.ifError(error);`,
    `${attempt}const { error } = attempt(() => OPEN); if (error) throw error;`,
    `${attempt}const { value } = attempt(() => OPEN); expect(value).toBeDefined();`,
    `${attempt}const { value } = attempt(() => OPEN) as { value: any }; expect(value.name).toBe("raw");`,
    `${attempt}const { value } = attempt(() => OPEN) as { value: any }; expect(value?.name).toBe("raw");`,
    `${attempt}expect(attempt(() => OPEN)).toEqual({ value: expect.anything() });`,
    `${attempt}expect(attempt(() => OPEN)).toHaveProperty("value");`,
    `${attempt}expect(attempt(() => OPEN)).not.toHaveProperty("error");`,
    `${attempt}expect(attempt(() => OPEN).value).toEqual({ name: "raw" });`,
    `${attempt}expect(attempt(() => OPEN).error).to.be.undefined;`,
    `${attempt}expect(attempt(() => OPEN).value).to.exist;`,
    `${attempt}expect(attempt(() => OPEN).error).to.not.be.ok;`,
    `${safely}expect(safely(() => OPEN).ok).to.be.true;`,
    `${attempt}const { value } = attempt(() => OPEN) as { value: any }; const { name } = value; expect(name).toBe("raw");`,
    `${safely}expect(safely(() => OPEN).ok).toBe(true);`,
    `${refuses}expect(refuses(() => OPEN)).toBe(false);`,
    `${open}expect(await open().catch(() => null)).not.toBeNull();`,
    `${open}await open().catch((error) => { throw new Error("failed", { cause: error }); });`,
    `${open}await open().then((bucket) => { expect(bucket).toBeDefined(); });`,
    `${open}await open().then((bucket) => { expect(bucket).toBeDefined(); }, (error) => { throw error; });`,
    `${open}await open().catch(() => { process.exit(1); });`,
    `${open}await open().catch((error) => console.error(error));`,
    `${open}const promise = open(); expect(await promise).toBeDefined();`,
    `${open}const [result] = await Promise.allSettled([open()]); expect(result?.status).toBe("fulfilled");`,
    `${open}const results = await Promise.allSettled([open(), 1]); expect(results.every(({ status }) => status === "fulfilled")).toBe(true);`,
    `${open}for (const result of await Promise.allSettled([open()])) if (result.status === "rejected") throw result.reason;`,
    `${open}const [result] = await Promise.allSettled([open()]); assert(result.status === "fulfilled"); expect(result.value).toBeDefined();`,
    // These throw before there is a promise.
    "const error = await OPEN.exists().catch((error) => error); expect(error).toBeInstanceOf(Error);",
    "const make = () => OPEN; await make().exists().catch((error) => error);",
    "const [result] = await Promise.allSettled([OPEN.exists()]); expect(result?.status).toBe('rejected');",
    "const promise = OPEN.exists(); await expect(promise).rejects.toThrow();",
    `${failureOf}expect(await failureOf(OPEN.exists())).toBeInstanceOf(Error);`,
    "for (let last: unknown, tries = 0; ; tries++) { try { OPEN; break; } catch (error) { last = error; } if (tries > 2) throw last; }",
    `${open}await open().catch(() => { expect(true).toBe(false); });`,
    `${open}await open().catch(() => assert(false));`,
    "try { OPEN; } catch (error) { expect(true).toBe(false); }",
    "try { OPEN; } catch (error) { assert.ok(false, 'it fails'); }",
    "try { OPEN; } catch (error) { expect(false).toBeTruthy(); }",
    "try { OPEN; } catch (error) { console.error(error); }",
    "try { OPEN; } finally { console.log('done'); }",
  ])("where the test that has it does not expect it: %s", (code) =>
    emits(`${head}${inTest(fill(code))}`, [{ code: "config-cloud-mismatch", severity: "error" }]),
  );

  test.each([
    "expect(errors).toEqual([]);",
    "expect(errors).toHaveLength(0);",
    "expect(errors).to.deep.equal([]);",
    "assert.deepEqual(errors, []);",
  ])("or would be one if the program did not go on, where a test wants a list of failures to be empty: %s", (code) =>
    emits(`${head}${inTest(fill(`const errors: unknown[] = []; try { OPEN; } catch (error) { errors.push(error); } ${code}`))}`, [
      { code: "config-cloud-mismatch", severity: "warning" },
    ]),
  );

  test.each([
    `expect("text").not.toHaveLength(3);`,
    `expect([1, ...JSON.parse("[]")]).not.toHaveLength(3);`,
    `expect({ value: undefined }).toHaveProperty("value");`,
    `expect({ get value() { return 1; } }).toHaveProperty("value");`,
    `const out: Record<string, unknown> = {}; if (Math.random() > 2) out.error = 1; expect(out).not.toHaveProperty("error");`,
    `expect({ a: { b: 1 } }).toHaveProperty("a.b");`,
    `expect({ a: { b: 1 } }).toHaveProperty(["a", "b"]);`,
    `expect({ get value() { return 1; } }).toEqual({ value: 1 });`,
    `expect({}).toEqual({ value: undefined });`,
    `const heard: unknown[] = []; process.on("exit", (it) => heard.push(it)); process.emit("exit"); process.emit("exit"); expect(heard).toHaveLength(2); expect(heard).toEqual([1, 2]);`,
    `const all: unknown[] = []; for (const it of JSON.parse("[]")) all.push(it); expect(all).toHaveLength(5); expect(all).not.toHaveLength(0);`,
    `const heard: unknown[] = []; (globalThis as any).bus = { hear: (it: unknown) => heard.push(it) }; (globalThis as any).emit(); expect(heard).toHaveLength(2); expect(heard).toEqual([1, 2]);`,
    `let got: unknown; (globalThis as any).bus.hear = (it: unknown) => { got = it; }; (globalThis as any).emit(); expect(got).toBeDefined(); expect(got).toBe(1); expect(got).toEqual({ a: 1 });`,
    `const list = [1]; (globalThis as any).bus.clear = () => { list.length = 0; }; (globalThis as any).emit(); expect(list).toEqual([]);`,
    `expect([1, 2]).toEqual([1, expect.anything()]);`,
    `expect([1, 2]).not.toEqual([1]);`,
    `expect(new Map()).toEqual(new Map());`,
    `expect({ a: 1 }).not.toEqual({ b: 1 });`,
    `expect(true).to.be.true; expect(null).to.not.exist; expect([]).to.exist;`,
  ])("behind what is so: %s", (code) =>
    emits(`${head}${inTest(fill(`${code} OPEN;`))}`, [{ code: "config-cloud-mismatch", severity: "error" }]),
  );

  test.each([
    `const { value } = attempt(() => OPEN);\nit("opens", () => { expect(value).toBeDefined(); });`,
    `const { error } = attempt(() => OPEN);\nit("looks at something else", () => {});\nit("opens", async () => { expect(error).toBeUndefined(); });`,
    `describe("group", () => { const { value } = attempt(() => OPEN); it("opens", () => { expect(value).toBeDefined(); }); });`,
  ])("where a test says of what is outside of it that it does not fail: %s", (code) =>
    emits(`${head}${attempt}${fill(code)}`, [{ code: "config-cloud-mismatch", severity: "error" }]),
  );

  test.each([
    `${attempt}export const open = () => attempt(() => OPEN).value;`,
    `${attempt}export const store = attempt(() => OPEN).value;`,
    `${attempt}export function open() { const { value, error } = attempt(() => OPEN); if (error) throw error; return value; }`,
    `${attempt}export const open = () => { attempt(() => OPEN); throw new Error("not there yet"); };`,
    `${open}export const start = () => open().catch((error) => error);`,
    `${open}open().then((bucket) => console.log(bucket), (error) => console.error(error));`,
    `${open}open().catch((error) => { assert(error instanceof Error); console.error(error.message); process.exit(1); });`,
    "try { OPEN; } catch (error) { assert.ok(error instanceof Error); console.error(error.message); process.exit(1); }",
    "try { OPEN; process.exit(0); } catch (error) { console.error(error); process.exitCode = 1; }",
  ])("in a program that only goes on: %s", (code) => emits(`${head}${fill(code)}`, [{ code: "config-cloud-mismatch", severity: "error" }]));

  test("where a handler that has another way asserts what it has caught for its type", () =>
    emits(
      `${head}${fill("export const open = () => { try { return OPEN; } catch (error) { assert(error instanceof Error); return error.message; } };")}`,
      [{ code: "config-cloud-mismatch", severity: "warning" }],
    ));

  test("in a file that a test only uses", () =>
    emits(
      `// @filename: main.test.ts\n${head}import { store } from "./store.ts";\n${inTest("expect(store).toBeDefined();")}\n// @filename: store.ts\n${head}${attempt}${fill("export const store = attempt(() => OPEN).value;")}`,
      [{ code: "config-cloud-mismatch", severity: "error" }],
    ));

  const inStore = (code: string): string => `// @filename: store.ts\n${head}${code}\n`;
  const ofStore = (code: string): string =>
    `// @filename: main.test.ts\n${head}import { open } from "./store.ts";\n${attempt}${inTest(code)}\n`;
  test.each(["await open().catch(() => undefined);", "console.log(attempt(open));", "await Promise.allSettled([open()]);"])(
    "in a program of which a test does not say that it fails: %s",
    (code) => emits(`${ofStore(code)}${inStore(`export ${fill(open)}`)}`, [{ code: "config-cloud-mismatch", severity: "error" }]),
  );

  test("but not in a program of which a test does", () =>
    valid(`${ofStore("expect(await open().catch((error) => error)).toBeInstanceOf(Error);")}${inStore(`export ${unmarked(open)}`)}`));

  test("beside one that is expected", () =>
    emits(`${head}${attempt}${inTest(`expect(attempt(() => ${unmarked("OPEN")}).error).toBeDefined(); ${fill("OPEN")};`)}`, [
      { code: "config-cloud-mismatch", severity: "error" },
    ]));
});
