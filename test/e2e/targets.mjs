// What the end-to-end tests run on: the repository itself, or the package a user installs, unpacked.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** @type {Record<string, () => Promise<{ folder: string, dispose: () => void }>>} */
export const TARGETS = {
  source: async () => ({ folder: root, dispose: () => undefined }),
  vsix: async () => {
    const { packageExtension } = await import("../../scripts/package.mjs");
    const { unpack } = await import("../../scripts/package/unpack.mjs");
    const { file } = await packageExtension();
    const scratch = mkdtempSync(join(tmpdir(), "glacier-vsix-"));
    await unpack(file, scratch);
    return { folder: join(scratch, "extension"), dispose: () => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }) };
  },
};
