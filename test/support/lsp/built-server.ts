import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** The language server as it ships, bundled into a folder of its own with the pages that it links to. */
export interface BuiltServer {
  folder: string;
  script: string;
  remove(): void;
}

export function buildServer(): BuiltServer {
  const root = join(import.meta.dirname, "../../..");
  const folder = mkdtempSync(join(tmpdir(), "glacier-server-"));
  try {
    execFileSync(process.execPath, [join(root, "esbuild.mjs"), `--outdir=${folder}/dist`, "server"], { stdio: "inherit" });
    cpSync(join(root, "docs/rules"), join(folder, "docs/rules"), { recursive: true });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return { folder, script: join(folder, "dist/server/main.mjs"), remove: () => rmSync(folder, { recursive: true }) };
}
