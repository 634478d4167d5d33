#!/usr/bin/env node
// Stands in for the `code` executable: takes the arguments that start desktop VS Code's extension tests, and runs the
// same suite in code-server's real extension host with a headless Chromium as its window. Ends with the suite's code.
import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setInterval as every } from "node:timers";
import { parseCodeArguments } from "./arguments.ts";
import { startBridge } from "./bridge.ts";
import { startCodeServer } from "./code-server.ts";
import { hostDirectory, hostPrograms } from "./install.ts";
import { findChromium } from "./requirements.ts";
import { createScratch } from "./scratch.ts";
import { startWorkbench, workbenchAddress } from "./workbench.ts";

const EXIT_NOT_RUN = 70; // the suite could not be started or did not report back
const artifacts = process.env.E2E_ARTIFACTS ?? join(process.cwd(), "artifacts/e2e/manual");

process.exit(await run(parseCodeArguments(process.argv.slice(2))));

async function run(wanted) {
  const { folder: scratch, remove } = createScratch();
  const cleanups = [remove];
  const stopped = stopRequested();
  let window;
  try {
    mkdirSync(artifacts, { recursive: true });
    const executablePath = findChromium();
    if (!executablePath) throw new Error("no Chromium found; E2E_CHROMIUM may name one");
    const workbench = Promise.withResolvers();
    const bridge = await startBridge(async () => (await workbench.promise).page, artifacts);
    cleanups.push(bridge.close);
    const server = await startCodeServer({
      programs: hostPrograms(hostDirectory()),
      scratch,
      userData: wanted.userData ?? emptyProfile(scratch),
      extensionsDirectory: wanted.extensionsDirectory ?? join(scratch, "extensions"),
      trustEverything: wanted.trustEverything,
      logFile: join(artifacts, "code-server.log"),
      env: { E2E_BRIDGE: bridge.url },
    });
    cleanups.push(server.stop);
    // The window comes last, so that it is closed first and does not report the end of its server as a loss.
    window = await startWorkbench({ executablePath, logFile: join(artifacts, "workbench.log"), verbose: Boolean(process.env.E2E_VERBOSE) });
    cleanups.push(window.close);
    workbench.resolve(window);
    const folder = wanted.folder ?? mkdtempSync(join(scratch, "workspace-"));
    await window.open(workbenchAddress(server.authority, { ...wanted, folder }));
    return await Promise.race([window.finished, server.exited, stopped]);
  } catch (error) {
    console.error(`${error} (logs: ${artifacts})`);
    await window?.page
      .screenshot({ path: join(artifacts, "failure.png") })
      .catch((cause) => console.error(`no screenshot: ${String(cause).split("\n")[0]}`));
    return EXIT_NOT_RUN;
  } finally {
    await cleanUp(cleanups.reverse());
  }
}

/** Every step is tried: one that fails must not leave a server or a browser running. */
async function cleanUp(steps) {
  for (const step of steps) {
    try {
      await step();
    } catch (error) {
      console.error(`clean-up: ${error}`);
    }
  }
}

function emptyProfile(scratch) {
  const folder = join(scratch, "user");
  mkdirSync(join(folder, "User"), { recursive: true });
  writeFileSync(join(folder, "User/settings.json"), "{}");
  return folder;
}

/** Rejects on a signal, and when the parent is gone: a run killed from outside must not leave a server behind. */
function stopRequested() {
  const { promise, reject } = Promise.withResolvers();
  promise.catch(() => undefined);
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.once(signal, () => reject(new Error(`stopped by ${signal}`)));
  const parent = process.ppid;
  every(() => process.ppid !== parent && reject(new Error("the process that started this run is gone")), 1000).unref();
  return promise;
}
