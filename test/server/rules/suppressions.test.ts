import { describe, test } from "vitest";
import { emits, fixesTo, valid } from "../../support/server/rule-tester.ts";

const head = `import { Provider } from "@glacier/core";
import { AzureConfig, S3Config } from "@glacier/core/config";
const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`;
const mistake = `azure.bucket("raw", { config: new S3Config() });`;
const marked = `azure.bucket("raw", { config: ⟦new S3Config()⟧ });`;

describe("glacier-disable-next-line", () => {
  test("silences the line after it", () =>
    valid(`${head}// glacier-disable-next-line config-cloud-mismatch -- shown in a talk\n${mistake}`));
  test("needs no reason", () => valid(`${head}// glacier-disable-next-line config-cloud-mismatch\n${mistake}`));
  test("may be a block comment", () => valid(`${head}/* glacier-disable-next-line config-cloud-mismatch */\n${mistake}`));
  test("may have its reason right behind the dashes", () =>
    valid(`${head}// glacier-disable-next-line config-cloud-mismatch --shown in a talk, bucket-name\n${mistake}`));
  test("may name no rule, and then means all", () => valid(`${head}// glacier-disable-next-line -- all\n${mistake}`));
  test.each(["\n", "\r\n", "\r"])("reads lines that end with %j", (end) =>
    valid(`${head}// glacier-disable-next-line config-cloud-mismatch -- reason\n${mistake}\n`.replaceAll("\n", end)),
  );
  test("may stand between the parts of a template and of an element", async () => {
    await valid(`${head}export const text = \`\${
      // glacier-disable-next-line config-cloud-mismatch
      ${mistake.slice(0, -1)}
    }\`;`);
    await valid(`// @filename: main.tsx
${head}export const page = <p>
  {/* glacier-disable-next-line config-cloud-mismatch */}
  {${mistake.slice(0, -1)}}
</p>;`);
  });
  test("may stand inside a call", () =>
    valid(`${head}azure.bucket("raw", {\n  // glacier-disable-next-line config-cloud-mismatch\n  config: new S3Config(),\n});`));
  test("silences one line only", () =>
    emits(`${head}// glacier-disable-next-line config-cloud-mismatch\n${mistake}\n${marked}`, ["config-cloud-mismatch"]));
  test("is reported for each id that silences nothing", () =>
    emits(`${head}// glacier-disable-next-line ⟦bucket-name⟧, config-cloud-mismatch, ⟦nonsense⟧ -- reason\n${mistake}`, [
      { code: "unused-suppression", severity: "warning", message: "Nothing here is reported by bucket-name." },
      "unused-suppression",
    ]));
  test("speaks about the line after several of its kind", () =>
    emits(`${head}// glacier-disable-next-line config-cloud-mismatch\n// glacier-disable-next-line ⟦bucket-name⟧\n${mistake}`, [
      "unused-suppression",
    ]));
});

describe("glacier-disable", () => {
  test("silences up to glacier-enable", () =>
    emits(`${head}/* glacier-disable config-cloud-mismatch */\n${mistake}\n${mistake}\n/* glacier-enable */\n${marked}`, [
      "config-cloud-mismatch",
    ]));
  test("is ended by glacier-enable of its id", () =>
    emits(
      `${head}/* glacier-disable config-cloud-mismatch -- a reason */\n${mistake}\n/* glacier-enable config-cloud-mismatch */\n${marked}`,
      ["config-cloud-mismatch"],
    ));
  test("is not ended by glacier-enable of another", () =>
    valid(`${head}/* glacier-disable config-cloud-mismatch */\n/* glacier-enable bucket-name */\n${mistake}`));
  test("reaches the end of the file", () => valid(`${head}/* glacier-disable config-cloud-mismatch */\n${mistake}`));
  test("may name its rules on several lines", () =>
    emits(`${head}/* glacier-disable config-cloud-mismatch,\n   ⟦bucket-name⟧ */\n${mistake}`, ["unused-suppression"]));
  test("of every rule is ended for one by glacier-enable of its id", () =>
    emits(`${head}/* glacier-disable */\n${mistake}\n/* glacier-enable config-cloud-mismatch */\n${marked}`, ["config-cloud-mismatch"]));
  test("does not reach back", () =>
    emits(`${head}${marked}\n/* glacier-disable ⟦config-cloud-mismatch⟧ */\n`, ["config-cloud-mismatch", "unused-suppression"]));
});

describe("text that only looks like a suppression", () => {
  test.each([
    ["a string", '"// glacier-disable-next-line config-cloud-mismatch"'],
    ["a template", "`\n// glacier-disable-next-line config-cloud-mismatch\n`"],
    ["a template with values", `\`\${1}\n// glacier-disable-next-line config-cloud-mismatch\n\``],
    ["a regular expression", "/\\/\\/ glacier-disable-next-line config-cloud-mismatch/"],
    ["a comment in a comment", "1; // was: // glacier-disable-next-line config-cloud-mismatch"],
    ["the start of a block in a comment", "1; // /* glacier-disable-next-line config-cloud-mismatch */"],
    ["a comment that only enables", "1; /* */ // glacier-enable"],
    ["a comment that mentions it", "1 // see glacier-disable-next-line config-cloud-mismatch"],
    ["another word", "1 // glacier-disabled config-cloud-mismatch"],
  ])("in %s is none", (_, text) => emits(`${head}export const text = ${text};\n${marked}`, ["config-cloud-mismatch"]));
});

describe("the fix of an unused suppression", () => {
  test("takes the comment's line away", () =>
    fixesTo(
      `${head}  // glacier-disable-next-line bucket-name\nazure.bucket("raw");\n`,
      "Remove the comment",
      `${head}azure.bucket("raw");\n`,
    ));
  test("takes a comment behind code away", () =>
    fixesTo(`${head}azure.bucket("raw"); /* glacier-disable bucket-name */\n`, "Remove the comment", `${head}azure.bucket("raw");\n`));
  test("takes one id of several away", () =>
    fixesTo(
      `${head}// glacier-disable-next-line bucket-name, config-cloud-mismatch -- reason\n${mistake}\n`,
      "Remove bucket-name",
      `${head}// glacier-disable-next-line config-cloud-mismatch -- reason\n${mistake}\n`,
    ));
  test("takes the last id of several away", () =>
    fixesTo(
      `${head}// glacier-disable-next-line config-cloud-mismatch, bucket-name\n${mistake}\n`,
      "Remove bucket-name",
      `${head}// glacier-disable-next-line config-cloud-mismatch\n${mistake}\n`,
    ));
});
