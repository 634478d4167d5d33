import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "../../..");

/** Type-checks sources against core as a user's project would, and gives the compiler's complaints. */
export function compile(files: Record<string, string>, options: Record<string, unknown> = {}): string[] {
  const folder = mkdtempSync(join(tmpdir(), "glacier-compile-"));
  try {
    const compilerOptions = {
      target: "es2024",
      module: "esnext",
      moduleResolution: "bundler",
      moduleDetection: "force",
      strict: true,
      noEmit: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
      customConditions: ["glacier-source"],
      types: ["node"],
      typeRoots: [join(root, "node_modules/@types")],
      paths: {
        "@glacier/core": [join(root, "core/src/index.ts")],
        "@glacier/core/config": [join(root, "core/src/config/index.ts")],
        // What a page shows as a thing to avoid.
        "@aws-sdk/*": [join(root, "node_modules/@aws-sdk/*")],
        "@glacier/core/providers": [join(root, "test/fixtures/v2/providers.d.ts")],
      },
      ...options,
    };
    for (const [name, text] of Object.entries({ ...files, "tsconfig.json": JSON.stringify({ compilerOptions, include: ["**/*"] }) })) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), text);
    }
    const { stdout } = spawnSync(process.execPath, [join(root, "node_modules/typescript/bin/tsc"), "-p", folder, "--pretty", "false"], {
      encoding: "utf8",
    });
    return stdout.split("\n").filter((line) => line.includes("error TS"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
