// The part of the `code` command line that a test run uses.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

export interface CodeArguments {
  /** Folders given as --extensionDevelopmentPath. */
  extensions: string[];
  /** --extensionTestsPath, resolved to the script itself. */
  tests?: string;
  /** --user-data-dir */
  userData?: string;
  /** --extensions-dir */
  extensionsDirectory?: string;
  /** --disable-workspace-trust */
  trustEverything: boolean;
  /** The workspace: a folder, or a file that names several. */
  folder?: string;
}

/** Reads the arguments of `code`; switches that only concern desktop windows (--no-sandbox, …) are ignored. */
export function parseCodeArguments(argv: string[]): CodeArguments {
  const parsed: CodeArguments = { extensions: [], trustEverything: false };
  for (const argument of argv) {
    const [name, value] = splitAtFirst(argument, "=");
    if (name === "--extensionDevelopmentPath") parsed.extensions.push(resolve(value));
    else if (name === "--extensionTestsPath") parsed.tests = scriptOf(resolve(value));
    else if (name === "--user-data-dir") parsed.userData = resolve(value);
    else if (name === "--extensions-dir") parsed.extensionsDirectory = resolve(value);
    else if (name === "--disable-workspace-trust") parsed.trustEverything = true;
    else if (!name.startsWith("-")) parsed.folder = resolve(argument);
  }
  return parsed;
}

function splitAtFirst(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

// Desktop VS Code resolves the path like `require`; the web workbench wants the file.
function scriptOf(path: string): string {
  if (/\.[cm]?js$/.test(path)) return path;
  return [`${path}.js`, join(path, "index.js")].find((file) => existsSync(file)) ?? path;
}
