// What the end-to-end tests run on: the repository itself, or the package a user installs, unpacked.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

export interface UnpackedExtension {
  folder: string;
  dispose: () => void;
}

export const TARGETS = {
  source: async () => ({ folder: root, dispose: () => undefined }),
  vsix: async () => {
    const { packageExtension } = await import("../../scripts/package/package-extension.ts");
    const { unzip } = await import("../../scripts/package/unzip.ts");
    const file = await packageExtension();
    const scratch = mkdtempSync(join(tmpdir(), "glacier-vsix-"));
    return { folder: unzip(file, scratch), dispose: () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }) };
  },
} satisfies Record<string, () => Promise<UnpackedExtension>>;
