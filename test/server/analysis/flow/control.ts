import type { Programs } from "./programs.ts";

const byPredicate = (predicate: string): string => `${predicate}
function open(p: Provider) { return isObjects(p) ? p.bucket("raw-a", { config: new S3Config() }) : p.bucket("raw-a", { config: new BlobConfig() }); }
open(aws); open(azure);
const chosen = unknown() ? aws : azure; if (!isObjects(chosen)) throw new Error(); chosen.bucket("raw-b", { config: new S3Config() });`;

export const control: Programs = {
  silent: {
    "a return in finally": `function f() { try { return azure; } finally { return aws; } } f().bucket("raw-a", { config: new S3Config() });`,
    "a break in finally": `function f() { for (;;) { try { return azure; } finally { break; } } return aws; } f().bucket("raw-a", { config: new S3Config() });`,
    "a throw in finally": `function f() { try { return azure; } finally { throw new Error(); } } try { f().bucket("raw-a", { config: new S3Config() }); } catch { unknown(); }`,
    "a predicate that tries": byPredicate(`function requireObjects(p: Provider) { if (p.cloud !== "aws") throw new Error("no objects"); }
function isObjects(p: Provider) { try { requireObjects(p); return true; } catch { return false; } }`),
    "what is caught of the source's own": `try { throw "aws"; } catch (it) { (it === "aws" ? aws : azure).bucket("raw-a", { config: new S3Config() }); }`,
    "a predicate that calls itself": byPredicate(`function isObjects(p: Provider, clouds = ["gcp", "aws"]): boolean {
  const [first, ...rest] = clouds; return first !== undefined && (first === p.cloud || isObjects(p, rest)); }`),
    "a predicate that goes through a generator": byPredicate(`function* traits(p: Provider) { if (p.cloud === "aws") yield "objects"; }
const isObjects = (p: Provider) => [...traits(p)].length > 0;`),
    "a predicate made of others":
      byPredicate(`const both = (...tests: ((p: Provider) => boolean)[]) => (p: Provider) => tests.every((test) => test(p));
const isObjects = both((p) => p.cloud !== "azure", (p) => p.cloud !== "gcp");`),
    "a predicate over classes": byPredicate(`const isObjects = (p: Provider) => [AwsConfig].some((Config) => p.config instanceof Config);`),
    "a predicate that goes through letters": byPredicate(
      `function isObjects(p: Provider) { for (const letter of p.cloud) if (letter === "w") return true; return false; }`,
    ),
    "a queue of names": `const left = ["aws", "azure"]; const next = () => (left.shift() === "aws" ? aws : azure);
next().bucket("raw-a", { config: new S3Config() }); next().bucket("raw-b", { config: new BlobConfig() });`,
    "a stack of providers": `const left = [azure, aws]; left.pop()!.bucket("raw-a", { config: new S3Config() }); left.pop()!.bucket("raw-b", { config: new BlobConfig() });`,
    "a queue that is taken from on some path": `const left = [aws, azure]; if (unknown()) left.shift(); if (left.length === 2) left[0]!.bucket("raw-a", { config: new S3Config() });`,
    "a position in a list of which nobody knows what is left": `const all = [azure, aws].filter((p) => unknown(p)); all.forEach((p, i) => { if (i === 1) p.bucket("raw-a", { config: new S3Config() }); });`,
    "a position in a list of which it is known": `[aws, azure, gcp].filter((p) => p !== azure).forEach((p, i) => p.bucket("raw-a", { config: i === 0 ? new S3Config() : new GcsConfig() }));`,
    "a list that is turned round": `const all = [azure, aws]; all.reverse(); all[0]!.bucket("raw-a", { config: new S3Config() }); [azure, aws].slice().reverse()[0]!.bucket("raw-b", { config: new S3Config() });`,
    "every one of a list": `if ([aws, azure].every((p) => p.cloud === "aws")) azure.bucket("raw-a", { config: new S3Config() });`,
    "a recursion that writes at its end": `const box = { p: azure }; const fix = (b: { p: Provider }, n: number): void => { if (n > 0) return fix(b, n - 1); b.p = aws; };
fix(box, 3); box.p.bucket("raw-a", { config: new S3Config() });`,
    "a recursion too deep to follow that writes a variable": `let p = azure; const fix = (n: number): void => { if (n > 0) return fix(n - 1); p = aws; }; fix(1000); p.bucket("raw-a", { config: new S3Config() });`,
    "a recursion too deep to follow that writes a member": `const box = { p: azure }; const fix = (n: number): void => { if (n > 0) return fix(n - 1); box.p = aws; }; fix(1000); box.p.bucket("raw-a", { config: new S3Config() });`,
  },
  certain: {
    "finally beside a return": `function f() { try { return azure; } finally { unknown(); } } f().bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a recursion over a list": `function each(all: Provider[]): void { const [p, ...rest] = all; if (!p) return; p.bucket("raw-a", { config: ⟦new S3Config()⟧ }); each(rest); } each([azure, gcp, azure]);`,
    "two functions that call each other": `function even(n: number): Provider { return n === 0 ? azure : odd(n - 1); } function odd(n: number): Provider { return n === 0 ? aws : even(n - 1); } even(4).bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "what follows a recursion that grows fast": `function fib(n: number): number { return n < 2 ? n : fib(n - 1) + fib(n - 2); } fib(18); azure.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a recursion with a known depth": `function open(p: Provider, depth: number): unknown { return depth === 0 ? p.bucket("raw-a", { config: ⟦new S3Config()⟧ }) : open(p, depth - 1); } open(azure, 3);`,
    "a member written after a recursion too deep to follow": `const box = { p: aws }; const fix = (n: number): void => { if (n > 0) return fix(n - 1); box.p = aws; }; fix(1000); box.p = azure; box.p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "some of a list": `if ([aws, azure].some((p) => p.cloud === "azure")) azure.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a part of a list": `const [p] = [aws, azure].slice(-1); p!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a place that is looked for": `const all = [aws, azure]; all[all.findIndex((p) => p.cloud === "azure")]!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a name's place": `const p = [aws, azure][["aws", "azure"].indexOf("azure")]!; p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a list made a text": `const p = ["az", "ure"].join("") === "azure" ? azure : aws; p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "the rest of a queue": `const left = [aws, azure]; left.shift(); left.shift()!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a provider that may be missing, asserted": `const p = process.env.X ? azure : undefined; p!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a provider that may be missing, asked for": `const f = () => { if (process.env.X) return; return azure; }; f()?.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  },
  partial: {
    "a symbol from outside": `const objects = Symbol("objects"); export function f(kind: symbol) { (kind === objects ? aws : azure).bucket("raw-a", { config: ⟦new S3Config()⟧ }); }`,
    "a catch around what may fail": `function f() { try { return new Provider({ config: AwsConfig.fromEnv() }); } catch { return azure; } } f().bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  },
};
