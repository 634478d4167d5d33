import type { Programs } from "./programs.ts";

const choice = (test: string): string => `const p = ${test} ? azure : aws; p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`;

/** Choices that only a run decides: each takes either side. */
export const outside: Programs = {
  silent: {
    "lists that are spread on one condition": `const x = process.env.X; const ps = [aws, ...(x ? [azure] : [])]; const cs = [new S3Config(), ...(x ? [new BlobConfig()] : [])];
ps.forEach((p, i) => p.bucket("raw-a", { config: cs[i]! }));`,
    "a list that is spread on some path, by its length": `const all = [azure, ...(process.env.X ? [aws] : [])]; if (all.length === 1) all[0]!.bucket("raw-a", { config: new BlobConfig() });`,
  },
  partial: {
    "an answer that is waited for": choice("(await unknown())"),
    "an environment variable, converted": choice("Number(process.env.N) > 3"),
    "an environment variable, matched": choice('/azure/i.test(process.env.CLOUD ?? "")'),
    "an environment variable, taken apart": choice('(process.env.CLOUD ?? "").split(":")[0] === "azure"'),
    "an environment variable in a list": choice('["azure", "az"].includes(process.env.CLOUD!)'),
    "an environment variable that is some of a list": choice('["azure", "az"].some((it) => process.env.CLOUD === it)'),
    "an environment variable in a set": choice('new Set(["azure"]).has(process.env.CLOUD!)'),
    "an environment variable in lower case": choice('(process.env.CLOUD ?? "aws").toLowerCase() === "azure"'),
    "the time": choice("new Date() > new Date(2020, 1)"),
    "the command line": choice('process.argv.includes("--azure")'),
    "the platform": choice('process.platform === "win32"'),
    "a file": `import { existsSync } from "node:fs"; ${choice('existsSync("azure.json")')}`,
    "what a file holds": `import { readFileSync } from "node:fs"; const settings = JSON.parse(readFileSync("x", "utf8")); ${choice('settings.cloud === "azure"')}`,
    "a getter that asks the environment": `class Settings { readonly cloud = process.env.CLOUD ?? "aws"; get isAzure() { return this.cloud === "azure"; } } const settings = new Settings(); ${choice("settings.isAzure")}`,
    "a list that is spread on some path": `for (const p of [aws, ...(process.env.X ? [azure] : [])]) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "configs that are spread on some path": `azure.bucket("raw-a", { config: ⟦[new S3Config(), ...(process.env.X ? [new BlobConfig()] : [])]⟧ });`,
    "a singleton made on demand": `let p: Provider | undefined; function get() { if (!p) p = process.env.X ? aws : azure; return p; } get().bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "an event": `export async function handler(event: { cloud: string }) { ${choice('event.cloud === "azure"')} }`,
    "a loop that may not turn": `let p = aws; while (unknown()) p = azure; p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a loop that tells names apart": `const p = process.env.X ? aws : azure; for (const name of ["raw-a", "raw-b"]) if (name !== "raw-b") p.bucket(name, { config: ⟦new S3Config()⟧ });`,
  },
  certain: {
    "a retry": `for (let attempt = 0; attempt < 3; attempt++) { try { azure.bucket("raw-a", { config: ⟦new S3Config()⟧ }); break; } catch (error) { if (attempt === 2) throw error; } }`,
    "a side of a condition that the source settles": `if (new Date(2020, 1).getDay() === 6) azure.bucket("raw-a", { config: ⟦new S3Config()⟧ }); else azure.bucket("raw-a", { config: new BlobConfig() });`,
    "both sides of a condition that the source settles": `const p = new Date(2020, 1).getDay() === 6 ? gcp : azure; p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  },
};
