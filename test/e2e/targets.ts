// What the end-to-end tests run on: the repository itself, or the package a user installs, unpacked.
import { fileURLToPath } from "node:url";
import { createScratch } from "./host/scratch.ts";

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
    const scratch = createScratch();
    return { folder: unzip(file, scratch.folder), dispose: scratch.remove };
  },
} satisfies Record<string, () => Promise<UnpackedExtension>>;
