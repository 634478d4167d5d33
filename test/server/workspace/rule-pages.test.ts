import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { rules } from "../../../server/src/rules/registry.generated.ts";
import { rulePages } from "../../../server/src/workspace/rule-pages.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A product's folder as it is installed, with its manifest and its code some folders down. */
function install(manifest: string | undefined): { folder: string; code: string } {
  const folder = temporaryFolder();
  const code = join(folder, "dist/server/chunks");
  for (const each of [code, join(folder, "docs/rules")]) mkdirSync(each, { recursive: true });
  writeFileSync(join(folder, "docs/rules/README.md"), "# Rules\n");
  if (manifest !== undefined) writeFileSync(join(folder, "package.json"), manifest);
  return { folder, code };
}

test("every rule links to a page that is there", () => {
  const pageOf = rulePages();
  for (const { meta } of rules) expect(existsSync(fileURLToPath(pageOf(meta.id) ?? "")), meta.id).toBe(true);
});

test.each([["{}"], ["{ half"], [undefined], ['{ "homepage": "nowhere" }']])(
  "a product without a home page (%s) links to its own files",
  (manifest) => {
    const { folder, code } = install(manifest);
    expect(rulePages(code)("a-rule")).toBe(pathToFileURL(join(folder, "docs/rules/a-rule.md")).href);
  },
);

test.each(["https://example.com/glacier", "https://example.com/glacier/", "https://example.com/glacier?from=npm#readme"])(
  "a product whose home page is %s links below it",
  (homepage) => {
    const { code } = install(JSON.stringify({ homepage }));
    expect(rulePages(code)("a-rule")).toBe("https://example.com/glacier/docs/rules/a-rule.md");
  },
);

test("code that lies nowhere near the pages links to nothing", () => {
  expect(rulePages(temporaryFolder())("a-rule")).toBeUndefined();
});
