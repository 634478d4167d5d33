// Decides which real VS Code runs the tests: desktop VS Code where it can be downloaded and shown, else code-server.
import { fileURLToPath } from "node:url";
import { downloadDesktop, whyNoDesktop } from "./desktop.mjs";
import { hostDirectory, installHost, isHostInstalled } from "./install.mjs";
import { describeMissing, missingPackages } from "./requirements.mjs";

const CHOICES = ["auto", "electron", "code-server"];

/**
 * @typedef {{ kind: "electron" | "code-server", name: string, executable: string }} Host
 * @param {{ wanted?: string, log?: (line: string) => void }} options `wanted` is E2E_HOST: auto (default), electron or code-server
 * @returns {Promise<Host | { unavailable: string }>} `unavailable` says in one line what to install
 */
export async function chooseHost({ wanted = process.env.E2E_HOST || "auto", log = console.log } = {}) {
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
  await installHost({ log });
  const executable = fileURLToPath(new URL("code-shim.mjs", import.meta.url));
  return { kind: "code-server", name: `code-server ${await codeServerVersion()}`, executable };
}

async function desktop() {
  const { executable, version } = await downloadDesktop();
  return { kind: "electron", name: `desktop VS Code ${version} (Electron)`, executable };
}

async function codeServerVersion() {
  const read = async (path) =>
    (await import(`${hostDirectory()}/node_modules/code-server/${path}`, { with: { type: "json" } })).default.version;
  return `${await read("package.json")} (VS Code ${await read("lib/vscode/package.json")} in Chromium; not desktop Electron)`;
}
