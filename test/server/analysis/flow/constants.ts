import type { Programs } from "./programs.ts";

const AWS_WHERE = (test: string): string => `const p = ${test} ? aws : azure; p.bucket("raw-a", { config: new S3Config() });`;
const AZURE_WHERE = (test: string): string => `const p = ${test} ? azure : aws; p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`;

const bySort = (test: string): string => `function open(p: Provider, kind: string) {
  if (${test}) return p.bucket("raw-a", { config: new S3Config() });
  return p.bucket("raw-a", { config: new BlobConfig() });
}
open(aws, "s3:main"); open(azure, "blob:main");`;

/** Each text beside a test that the language gives `true` for. */
const truths: Record<string, string> = {
  "the old value of a counter": "(() => { let n = 0; return n++ === 0; })()",
  "the new value of a counter": "(() => { let n = 0; return ++n === 1; })()",
  "a member that is counted down": "(() => { const o = { left: 1 }; return o.left-- > 0 && o.left === 0; })()",
  "a text that equals a number loosely": '("1" as any) == 1',
  "what is no number": "Number.NaN !== Number.NaN",
  "a text that is no number": 'Number.isNaN(Number("abc"))',
  "a method that every object has": '"toString" in ({} as object)',
  "a parameter called undefined": "((undefined: any) => undefined === 1)(1)",
  "the name of an enum's member": '(() => { enum Level { Low, High } return Level[1] === "High"; })()',
  "arithmetic of truth values": 'Number(aws.cloud === "aws") + Number(aws.cloud as string === "gcp") > 0',
  "a bit mask": "(6 & 2) !== 0",
  "an order of texts": 'aws.cloud <= "aws"',
  "a sign": '+(aws.cloud === "aws") === 1',
  "a part of a text": '"s3:main".split(":")[0] === "s3"',
  "a letter of a text": 'aws.cloud[1] === "w"',
  "a regular expression": '/^s3:(?<name>.*)$/i.test("S3:main")',
  "a replaced text": '"s3:main".replace(/^s3:/, "") === "main"',
  mathematics: "Math.max(1, Math.round(2.6)) === 3",
  "what is no number, in a list": "[Number.NaN].includes(Number.NaN)",
  "a method that is not there": "!(({} as { f?(): boolean }).f?.())",
  "a private field of an instance": "(() => { class K { #x = 1; static is(o: object) { return #x in o; } } return K.is(new K()); })()",
  "shifts and flags of an enum": "(() => { enum F { A = 1 << 0, B = 1 << 1 } return ((F.A | F.B) & F.B) !== 0; })()",
  "both directions of an enum": "(() => { enum F { A, B } return Object.keys(F).length === 4; })()",
  "a text that is counted up": '(() => { let n: any = "1"; return n++ === 1; })()',
  "a text and a number in order": '("10" as any) > 9 && "10" < "9"',
  "zero in its two forms": "!Object.is(-0, 0)",
  "what is no number, in a switch": "(() => { switch (Number.NaN) { case Number.NaN: return false; default: return true; } })()",
  "the text of an object": 'String({ toString: () => "aws" }) === "aws"',
  "symbols that differ": 'Symbol("a") !== Symbol("a")',
};

export const constants: Programs = {
  silent: Object.fromEntries([
    ...Object.entries(truths).map(([name, test]) => [name, AWS_WHERE(test)]),
    [
      "a counter that chooses from a list",
      `const all = [aws, azure]; let i = 0; all[i++]!.bucket("raw-a", { config: new S3Config() }); all[i++]!.bucket("raw-b", { config: new BlobConfig() });`,
    ],
    [
      "a getter that counts",
      `let n = 0; const o = { get p() { return n++ === 0 ? aws : azure; } }; o.p.bucket("raw-a", { config: new S3Config() }); o.p.bucket("raw-b", { config: new BlobConfig() });`,
    ],
    ["a list that equals a text loosely", AWS_WHERE('([1, 2] as any) == "1,2"')],
    [
      "a big integer beside the provider",
      `for (const { p, tag } of [{ p: aws, tag: 1n }, { p: azure, tag: 2n }]) if (tag === 1n) p.bucket("raw-a", { config: new S3Config() });`,
    ],
    ["a kind given beside the provider, matched", bySort("/^s3/.test(kind)")],
    ["a kind given beside the provider, matched by what may take long", bySort("/^(s3)*:/.test(kind)")],
  ]),
  certain: Object.fromEntries(Object.entries(truths).map(([name, test]) => [name, AZURE_WHERE(test)])),
};
