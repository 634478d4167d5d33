import { mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise, type ICruiseOptions, type ICruiseResult } from "dependency-cruiser";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");

/** For every ban one import that breaks it: `[importing file, imported file or package]`. */
const offences: Record<string, readonly [string, string]> = {
  "no-cycle": ["server/src/graph/a.ts", "server/src/graph/b.ts"],
  "no-unresolved": ["cli/src/a.ts", "./nowhere.ts"],
  "source-never-imports-test": ["cli/src/b.ts", "test/support/a.ts"],
  "source-never-imports-scripts": ["server/src/graph/d.ts", "scripts/a.ts"],
  "core-stands-alone": ["core/src/data/a.ts", "cli/src/c.ts"],
  "config-is-pure": ["core/src/config/a.ts", "node:fs"],
  "graph-is-pure": ["core/src/graph/a.ts", "core/src/config/b.ts"],
  "descriptors-are-pure": ["core/src/clouds/aws/descriptor.ts", "core/src/data/b.ts"],
  "clouds-do-not-meet": ["core/src/clouds/aws/a.ts", "core/src/clouds/gcp/a.ts"],
  "no-cloud-by-name": ["core/src/provider/c.ts", "core/src/clouds/gcp/a.ts"],
  "polars-only-in-data": ["core/src/resources/a.ts", "nodejs-polars"],
  "sdk-only-in-its-cloud": ["core/src/provider/e.ts", "@aws-sdk/client-s3"],
  "contract-asks-as-a-caller": ["core/src/testing/a.ts", "vitest"],
  "product-needs-no-contract": ["core/src/provider/d.ts", "core/src/testing/b.ts"],
  "index-is-for-users": ["core/src/provider/a.ts", "core/src/index.ts"],
  "pipeline-knows-no-cloud": ["core/src/pipeline/a.ts", "core/src/clouds/gcp/a.ts"],
  "server-reads-core-data-only": ["server/src/workspace/a.ts", "core/src/provider/b.ts"],
  "server-knows-no-front-end": ["server/src/workspace/b.ts", "cli/src/c.ts"],
  "syntax-trees-stay-in-analysis": ["server/src/graph/c.ts", "ts-morph"],
  "lsp-at-the-edge": ["server/src/workspace/c.ts", "vscode-languageserver"],
  "rules-do-not-look-around": ["server/src/rules/a.ts", "server/src/workspace/d.ts"],
  "rules-read-nothing": ["server/src/rules/b.ts", "node:fs/promises"],
  "client-speaks-protocol": ["client/src/a.ts", "server/src/workspace/d.ts"],
  "webview-is-a-page": ["client/webview/a.ts", "client/src/b.ts"],
  "only-client-sees-vscode": ["cli/src/d.ts", "vscode"],
};

describe("the arrows between the rooms", () => {
  let house: string;
  let bans: string[];
  let found: Map<string, string[]>;

  beforeAll(async () => {
    house = await mkdtemp(join(tmpdir(), "glacier-arrows-"));
    await symlink(join(root, "node_modules"), join(house, "node_modules"));
    const { default: config } = (await import(join(root, ".dependency-cruiser.mjs"))) as {
      default: { forbidden: { name: string }[]; options: ICruiseOptions };
    };
    bans = config.forbidden.map(({ name }) => name);

    const files = new Map<string, string>();
    for (const [from, to] of Object.values(offences)) {
      const isFile = to.includes(".ts") && !to.startsWith("./");
      const depth = "../".repeat(from.split("/").length - 1);
      files.set(from, `import * as other from "${isFile ? depth + to : to}";\nexport const here = other;\n`);
      if (isFile && !files.has(to)) files.set(to, "export const here = 1;\n");
    }
    files.set("server/src/graph/b.ts", 'import * as other from "./a.ts";\nexport const here = other;\n');
    for (const [file, text] of files) {
      await mkdir(dirname(join(house, file)), { recursive: true });
      await writeFile(join(house, file), text);
    }
    const { output } = await cruise(["core", "server", "cli", "client", "test"], {
      ...config.options,
      baseDir: house,
      validate: true,
      ruleSet: { forbidden: config.forbidden },
    } as ICruiseOptions);
    found = new Map(bans.map((ban) => [ban, []]));
    for (const { rule, from } of (output as ICruiseResult).summary.violations) found.get(rule.name)?.push(from);
  });

  afterAll(() => rm(house, { recursive: true, force: true }));

  it("has an offence to prove every ban with", () => {
    expect(Object.keys(offences).sort()).toEqual([...bans].sort());
  });

  it.each(Object.entries(offences))("%s is caught where it is broken", (ban, [from]) => {
    expect(found.get(ban)).toContain(from);
  });
});
