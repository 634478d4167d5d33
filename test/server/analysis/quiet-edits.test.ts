import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { expect, test } from "vitest";
import { Analysis } from "../../../server/src/analysis/analysis.ts";
import { extractFacts } from "../../../server/src/analysis/extract/extract.ts";
import { alignFacts } from "../../../server/src/analysis/facts/align.ts";
import type { FileFacts } from "../../../server/src/analysis/facts/facts.ts";
import { loadTypeScript } from "../../../server/src/analysis/facts/typescript.ts";

const hub = `import { Provider } from "@glacier/core";
import { AwsConfig, S3Config } from "@glacier/core/config";
import { logger, stubEnv, stubEnv as set } from "outside";
import { local } from "./local.ts";
export const provider = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
let stage = "dev";
logger.info("ready");
function sum(rows: number[]) { let total = 0; for (const row of rows) total += row; return total; }
export function isProd() { return stage === "prod"; }
export const average = (rows: number[]) => rows.length;
export function open(name: string) { return provider.bucket(name, { config: new S3Config() }); }
`;
const main = `import { average, open, provider } from "./barrel.ts";
if (average([]) === 0) open("a");
provider.bucket("bbb");
`;
const texts: Record<string, string> = {
  "/hub.ts": hub,
  "/barrel.ts": `export * from "./hub.ts";\n`,
  "/main.ts": main,
  "/local.ts": `import { Provider } from "@glacier/core";\nexport const local = { provider: Provider.fromEnv() };\n`,
};

/** Whether the hub's new text is taken without its importers being looked at again; undefined where it has too much that is new. */
async function isQuiet(from: string, to: string): Promise<boolean | undefined> {
  const { analysis, align } = await openHub();
  expect(hub).toContain(from);
  const aligned = align(hub.replace(from, to));
  return aligned && analysis.takeQuietly("/hub.ts", aligned);
}

/** The files above, looked at, and the way from the hub's facts to those of a new text. */
async function openHub(): Promise<{ analysis: Analysis; align(text: string): ReturnType<typeof alignFacts> }> {
  const ts = await loadTypeScript();
  const read = (file: string, text: string): FileFacts => {
    const facts = extractFacts(ts, file, text);
    if (!facts) throw new Error(`${file} cannot be read.`);
    return facts;
  };
  const facts = new Map(Object.entries(texts).map(([file, text]) => [file, read(file, text)]));
  const resolve = (specifier: string): string | undefined => {
    const file = specifier.slice(1);
    return specifier.startsWith("./") && facts.has(file) ? file : undefined;
  };
  const imports = (file: string): string[] => facts.get(file)?.requests.flatMap((it) => resolve(it) ?? []) ?? [];
  const analysis = new Analysis({
    facts: (file) => facts.get(file),
    resolve,
    imports,
    importers: (file) => [...facts.keys()].filter((each) => imports(each).includes(file)),
    relevant: () => new Set(facts.keys()),
    settlesEnvironment: () => false,
  });
  for (const file of facts.keys()) analysis.complete(file);
  let own = read("/hub.ts", hub);
  const align = (text: string): ReturnType<typeof alignFacts> => {
    const aligned = alignFacts(own, read("/hub.ts", text));
    if (aligned) own = aligned.facts;
    return aligned;
  };
  return { analysis, align };
}

test.each([
  ["the text of a call that leads nowhere", `"ready"`, `"started"`],
  ["another method of it", `logger.info(`, `logger.warn(`],
  ["a number in a function that leads nowhere", `let total = 0;`, `let total = 1;`],
  ["more in such a function", `total += row;`, `total += row * 2 + 1;`],
  ["less in such a function", `for (const row of rows) total += row;`, ``],
  ["the name of a function that nobody calls", `function sum(`, `function add(`],
  ["an end of a call that leads nowhere", `logger.info("ready");`, ``],
])("an edit of %s changes nothing for others", async (_, from, to) => {
  expect(await isQuiet(from, to)).toBe(true);
});

test.each([
  ["a provider", `"eu-west-1"`, `"eu-west-2"`],
  ["a variable that others read", `"dev"`, `"prod"`],
  ["a function that others import through another module", `rows.length`, `rows.length + 1`],
  ["a function that makes something of Glacier's", `bucket(name`, `bucket(name + 1`],
  ["a function that now changes what others see", `return total;`, `stage = ""; return total;`],
  ["a call that is given something of the module's", `"ready"`, `provider`],
  ["a call that is given something imported", `"ready"`, `local`],
  ["a call that sets an environment variable by an imported function", `logger.info("ready")`, `stubEnv("CLOUD", "aws")`],
  ["a call that does so under another name", `logger.info("ready")`, `set("CLOUD", "aws")`],
  ["a call that ends the program", `logger.info("ready")`, `process.exit(1)`],
  ["a call that asserts", `logger.info("ready")`, `assert(false)`],
  ["a call that sets an environment variable", `logger.info("ready")`, `logger.stubEnv("CLOUD", "aws")`],
  ["a function that takes a name that others mention", `function sum(`, `function S3Config(`],
  ["a name that nobody had", `function sum(`, `function logger(`],
  ["a statement of another kind", `logger.info("ready");`, `if (logger) throw logger;`],
])("an edit of %s is looked at everywhere", async (_, from, to) => {
  expect(await isQuiet(from, to)).toBe(false);
});

test.each([
  ["a statement between others", `let stage`, `logger.info("first");\nlet stage`],
  ["an export", `function sum`, `export function sum`],
  ["an import", `import { logger, `, `import { logger, other, `],
])("%s that is new is looked at everywhere", async (_, from, to) => {
  expect(await isQuiet(from, to)).toBe(undefined);
});

test("an edit that changes nothing for others keeps nothing of the one before", async () => {
  const { analysis, align } = await openHub();
  const edited = (number: number): WeakRef<object> => {
    const aligned = align(hub.replace("let total = 0;", `let total = ${number};`));
    const [statement] = aligned?.after ?? [];
    if (!aligned || statement?.kind !== "function-declaration" || !analysis.takeQuietly("/hub.ts", aligned))
      throw new Error("The edit is not quiet.");
    return new WeakRef(statement.function);
  };
  const first = edited(1);
  edited(2);
  // What a WeakRef was asked for stays until the next turn.
  await new Promise((resolve) => setTimeout(resolve));
  setFlagsFromString("--expose-gc");
  runInNewContext("gc")();
  expect(first.deref()).toBe(undefined);
});

test("what is observed of a file is put together anew only where it may be something else", async () => {
  const { analysis, align } = await openHub();
  const observed = analysis.observationsByModule("/hub.ts");
  expect(observed.length).toBeGreaterThan(0);
  const aligned = align(hub.replace("let total = 0;", "let total = 1;"));
  expect(aligned && analysis.takeQuietly("/hub.ts", aligned)).toBe(true);
  expect(analysis.observationsByModule("/hub.ts")).toBe(observed);
  analysis.forget(["/main.ts"], false);
  expect(analysis.observationsByModule("/hub.ts")).not.toBe(observed);
});

test("what was supposed of a function gives way as soon as somebody calls it, and is back when nobody does", async () => {
  const { analysis } = await openHub();
  const supposed = (): number => analysis.observations("/hub.ts").filter(({ suppositions }) => suppositions.length > 0).length;
  // `open` is called by another file.
  expect(supposed()).toBe(0);
  analysis.forget(["/main.ts"], false);
  expect(supposed()).toBeGreaterThan(0);
  analysis.complete("/main.ts");
  expect(supposed()).toBe(0);
});
