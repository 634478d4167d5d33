// `npm run generate` writes what follows from the code: registries and docs. With `--check` it writes nothing and fails on a difference.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { cloudRegistry } from "./generate/cloud-registry.ts";
import { configTables } from "./generate/config-tables.ts";
import { rulePages } from "./generate/rule-pages.ts";
import { ruleRegistry } from "./generate/rule-registry.ts";
import { settingsSchema } from "./generate/settings-schema.ts";

const root = join(import.meta.dirname, "..");
const checking = process.argv.includes("--check");

const files = new Map<string, string>([
  ...cloudRegistry(root),
  ...ruleRegistry(root),
  ...rulePages(root),
  ...configTables(),
  ...(await settingsSchema(root)),
]);
const stale = readdirSync(join(root, "docs/rules"), { withFileTypes: true })
  .map((entry) => `docs/rules/${entry.name}`)
  .filter((path) => !files.has(path));

const different = [...files].filter(
  ([path, text]) => !existsSync(join(root, path)) || readFileSync(join(root, path), "utf8") !== formatted(path, text),
);
if (checking) {
  for (const [path] of different) console.error(`${path} differs from what the code says: run "npm run generate".`);
  for (const path of stale) console.error(`${path} belongs to no rule: run "npm run generate".`);
  process.exitCode = different.length + stale.length > 0 ? 1 : 0;
} else {
  for (const path of stale) rmSync(join(root, path));
  for (const [path, text] of different) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), formatted(path, text));
    console.log(path);
  }
  console.log(`${files.size} generated files, ${different.length} written, ${stale.length} removed`);
}

/** Source is written the way the formatter wants it, so that generating and formatting never argue. */
function formatted(path: string, text: string): string {
  if (!/\.(ts|json)$/.test(path)) return text;
  const biome = spawnSync(join(root, "node_modules/.bin/biome"), ["check", "--write", `--stdin-file-path=${path}`], {
    cwd: root,
    input: text,
    encoding: "utf8",
  });
  if (biome.status !== 0) throw new Error(`Biome could not format ${path}: ${biome.stderr}`);
  return biome.stdout;
}
