// Decides which real VS Code runs the tests: desktop VS Code where it can be downloaded and shown, else code-server.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { downloadDesktop, whyNoDesktop } from "./desktop.ts";
import { hostDirectory, installHost, isHostInstalled } from "./install.ts";
import { describeMissing, missingPackages } from "./requirements.ts";

const CHOICES = ["auto", "electron", "code-server"];

export interface Host {
  kind: "electron" | "code-server";
  name: string;
  executable: string;
}

/**
 * @param wanted auto (default), electron or code-server
 * @returns `unavailable` says in one line what to install
 */
export async function chooseHost(wanted = process.env.E2E_HOST || "auto", log = console.log): Promise<Host | { unavailable: string }> {
  if (!CHOICES.includes(wanted)) throw new Error(`E2E_HOST is "${wanted}", expected ${CHOICES.join(", ")}`);
  if (wanted === "electron") return desktop();
  if (wanted === "auto") {
    const reason = await whyNoDesktop();
    if (!reason) return desktop();
    log(`Desktop VS Code cannot run here (${reason}); using code-server.`);
  }
  if (process.platform !== "linux" || process.arch !== "x64")
    return { unavailable: "code-server is set up for 64-bit Linux only: use desktop VS Code with E2E_HOST=electron" };
  const missing = missingPackages({ hostInstalled: isHostInstalled() });
  if (missing.length > 0) return { unavailable: describeMissing(missing) };
  await installHost(log);
  const executable = fileURLToPath(new URL("code-shim.mjs", import.meta.url));
  return { kind: "code-server", name: `code-server ${codeServerVersion()}`, executable };
}

async function desktop(): Promise<Host> {
  const { executable, version } = await downloadDesktop();
  return { kind: "electron", name: `desktop VS Code ${version} (Electron)`, executable };
}

function codeServerVersion(): string {
  const read = (path: string) => JSON.parse(readFileSync(join(hostDirectory(), "node_modules/code-server", path), "utf8")).version;
  return `${read("package.json")} (VS Code ${read("lib/vscode/package.json")} in Chromium; not desktop Electron)`;
}
