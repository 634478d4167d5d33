import { mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { bundleOf } from "../../cli/src/bundle.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

/** What is used of rooms that were written so many seconds after 1970. */
function bundleIn(
  times: { bundle?: number; core: number; server: number; cli?: number },
  entry = "cli/dist/analyser.js",
): string | undefined {
  const root = temporaryFolder();
  const write = (file: string, time: number | undefined): void => {
    if (time === undefined) return;
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), "");
    utimesSync(join(root, file), time, time);
  };
  write("cli/dist/analyser/index.mjs", times.bundle);
  write("core/dist/.tsbuildinfo", times.core);
  write("server/dist/.tsbuildinfo", times.server);
  write("cli/dist/.tsbuildinfo", times.cli);
  return bundleOf(pathToFileURL(join(root, entry)).href, "index")?.pathname.slice(-"cli/dist/analyser/index.mjs".length);
}

test("the analyser in one piece is taken where it was made of what is there now", () => {
  expect(bundleIn({ core: 10, server: 20, bundle: 20 })).toBe("cli/dist/analyser/index.mjs");
});

test("the analyser is loaded module by module where it was compiled after it was bundled, or never bundled", () => {
  expect(bundleIn({ core: 10, server: 30, bundle: 20 })).toBeUndefined();
  expect(bundleIn({ core: 30, server: 10, bundle: 20 })).toBeUndefined();
  expect(bundleIn({ core: 10, server: 20, cli: 30, bundle: 20 })).toBeUndefined();
  expect(bundleIn({ core: 10, server: 20 })).toBeUndefined();
});

test("the command that runs from source loads the analyser's source", () => {
  expect(bundleIn({ core: 10, server: 20, bundle: 20 }, "cli/dist/analyser.ts")).toBeUndefined();
});
