import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { protocolVersion } from "./protocol.ts";

/**
 * The `@glacier/core` that runs a file: the one installed for it, found as Node finds packages, so that the pipeline runs on the version its author
 * chose; or the given one, when none is installed or the installed one speaks another protocol.
 * @throws Error when neither can run anything.
 */
export function coreRootFor(file: string, bundled = ownRoot()): string {
  const installed = installedRoot(realpathSync(file));
  if (installed && speaksOurProtocol(installed)) return installed;
  if (bundled === undefined) throw new Error("The runner does not know where @glacier/core lies: give `coreRoot`.");
  if (!existsSync(childEntry(bundled))) throw new Error(`@glacier/core is not built: there is no ${childEntry(bundled)}.`);
  return bundled;
}

/** The module that a child process starts with. */
export function childEntry(root: string): string {
  return join(root, "dist", "runner", "child.js");
}

function installedRoot(file: string): string | undefined {
  for (let folder = dirname(file); ; folder = dirname(folder)) {
    const candidate = join(folder, "node_modules", "@glacier", "core");
    if (existsSync(join(candidate, "package.json"))) return realpathSync(candidate);
    if (folder === dirname(folder)) return undefined;
  }
}

function speaksOurProtocol(root: string): boolean {
  try {
    const manifest: unknown = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const { glacier } = manifest as { glacier?: { runnerProtocol?: unknown } };
    return glacier?.runnerProtocol === protocolVersion && existsSync(childEntry(root));
  } catch {
    // A package whose manifest cannot be read cannot run anything either.
    return false;
  }
}

/** The package this code lies in; undefined inside a CommonJS bundle, where `import.meta.url` does not exist. */
function ownRoot(): string | undefined {
  const here: string | undefined = import.meta.url;
  return here === undefined ? undefined : fileURLToPath(new URL("../..", here));
}
