// Desktop VS Code (Electron): whether this machine can have it, the download, and the page behind its window.
import { setTimeout as sleep } from "node:timers/promises";
import { downloadAndUnzipVSCode } from "@vscode/test-electron";
import { chromium, type Page } from "playwright-core";

const RELEASES = "https://update.code.visualstudio.com/api/releases/stable";
const PROBE_LIMIT_MS = 5_000;
const WINDOW_LIMIT_MS = 60_000;

/** Why desktop VS Code cannot be used here, or undefined when it can. */
export async function whyNoDesktop(env = process.env): Promise<string | undefined> {
  if (process.platform === "linux" && !env.DISPLAY && !env.WAYLAND_DISPLAY) return "no display; xvfb-run would give one";
  try {
    const answer = await fetch(RELEASES, { signal: AbortSignal.timeout(PROBE_LIMIT_MS) });
    return answer.ok ? undefined : `the download site answers ${answer.status}`;
  } catch (error) {
    return `the download site cannot be reached: ${reasonOf(error)}`;
  }
}

// `fetch` wraps what went wrong: the cause has the system's code.
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  return cause?.code ?? message;
}

/** Downloads VS Code (`E2E_VSCODE_VERSION`, default stable) into `.vscode-test`, or takes it from there. */
export async function downloadDesktop(
  version = process.env.E2E_VSCODE_VERSION || "stable",
): Promise<{ executable: string; version: string }> {
  return { executable: await downloadAndUnzipVSCode(version), version };
}

/** Connects to the window of a desktop VS Code started with `--remote-debugging-port`. */
export async function connectToWindow(port: number): Promise<Page> {
  const deadline = Date.now() + WINDOW_LIMIT_MS;
  for (;;) {
    try {
      const browser = await chromium.connectOverCDP(`http://127.0.0.1:${port}`);
      const page = browser
        .contexts()
        .flatMap((context) => context.pages())
        .find((candidate) => candidate.url().includes("workbench"));
      if (page) return page;
      await browser.close();
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
    if (Date.now() > deadline) throw new Error(`desktop VS Code showed no window within ${WINDOW_LIMIT_MS / 1000} s`);
    await sleep(250);
  }
}
