// The window: a headless Chromium that shows code-server's workbench and reports what the test run in it says.
import { createWriteStream } from "node:fs";
import { format } from "node:util";
import { chromium, type Page } from "playwright-core";

const SWITCHES = [
  ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
  ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
];
const SIZE = { width: 1400, height: 900 };
// The workbench's own chatter; like its errors it is always in the log file, and on the terminal if E2E_VERBOSE is set.
const NOISE =
  /^(Creating a socket|Resolv(ing|ed) connection|\[(re|remote-)connection|\[Service W|\[AgentHost|\[AccountPolicy|Updating additional|Ignoring fetching|Creation of workbench|\[perf\]|%c)/;

export interface Workbench {
  page: Page;
  open: (address: string) => Promise<void>;
  /** Resolves with the exit code that the workbench reports for the test run. */
  finished: Promise<number>;
  close: () => Promise<void>;
}

export interface WorkbenchOptions {
  executablePath: string;
  logFile: string;
  verbose: boolean;
}

export async function startWorkbench({ executablePath, logFile, verbose }: WorkbenchOptions): Promise<Workbench> {
  const browser = await chromium.launch({ executablePath, args: SWITCHES });
  try {
    const page = await browser.newPage({ viewport: SIZE });
    const log = createWriteStream(logFile);
    // The workbench calls these two functions of its page when the smoke-test driver is on.
    await page.exposeFunction("codeAutomationLog", (type: string, args: unknown[]) => {
      const line = format(...args);
      log.write(`[${type}] ${line}\n`);
      if (verbose || (type !== "error" && type !== "warn" && !NOISE.test(line))) console.log(line);
    });
    const finished = Promise.withResolvers<number>();
    await page.exposeFunction("codeAutomationExit", (code: number) => finished.resolve(code));
    page.on("crash", () => finished.reject(new Error("the browser page that shows VS Code crashed")));
    finished.promise.catch(() => undefined);
    const open = async (address: string) => void (await page.goto(address));
    return { page, open, finished: finished.promise, close: () => browser.close().finally(() => log.end()) };
  } catch (error) {
    await browser.close();
    throw error;
  }
}

export interface WorkbenchContent {
  /** A folder, or a file that names several. */
  folder: string;
  extensions: string[];
  tests?: string;
}

/** The address that makes the workbench open the workspace, load the extensions under development and run the tests. */
export function workbenchAddress(authority: string, { folder, extensions, tests }: WorkbenchContent): string {
  const remote = (path: string) => `vscode-remote://${authority}${encodeURI(path)}`;
  const payload = [
    ...extensions.map((extension) => ["extensionDevelopmentPath", remote(extension)]),
    ...(tests ? [["extensionTestsPath", remote(tests)]] : []),
    ["skipWelcome", "true"],
    ["skipReleaseNotes", "true"],
  ];
  const kind = folder.endsWith(".code-workspace") ? "workspace" : "folder";
  return `http://${authority}/?${kind}=${encodeURIComponent(folder)}&payload=${encodeURIComponent(JSON.stringify(payload))}`;
}
