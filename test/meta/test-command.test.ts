import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { shellLine } from "../../scripts/support/command.ts";
import { whyInstall } from "../../scripts/support/dependencies.ts";
import { countOf, isGreen, summaryLine } from "../../scripts/support/summary.ts";

describe("the summary of all suites", () => {
  it("sums what the suites report", () => {
    const results = [{ tests: { passed: 3, failed: 1, skipped: 0 } }, { tests: { passed: 4, failed: 0, skipped: 2 } }];
    expect(countOf(results)).toEqual({ passed: 7, failed: 1, skipped: 2 });
  });

  it("mentions skipped tests only when there are some", () => {
    expect(summaryLine({ passed: 7, failed: 0, skipped: 0 })).toBe("7 passed, 0 failed");
    expect(summaryLine({ passed: 7, failed: 1, skipped: 2 })).toBe("7 passed, 1 failed, 2 skipped");
  });

  it.each([
    { count: { passed: 7, failed: 0, skipped: 0 }, inCi: true, green: true },
    { count: { passed: 7, failed: 1, skipped: 0 }, inCi: false, green: false },
    { count: { passed: 7, failed: 0, skipped: 1 }, inCi: false, green: true },
    { count: { passed: 7, failed: 0, skipped: 1 }, inCi: true, green: false },
    { count: { passed: 0, failed: 0, skipped: 0 }, inCi: false, green: false },
  ])("is green=$green for $count with CI=$inCi", ({ count, inCi, green }) => {
    expect(isGreen(count, { inCi })).toBe(green);
  });
});

describe("a command line for Windows", () => {
  it("keeps words whole that have blanks or the shell's own signs in them", () => {
    expect(shellLine(["vitest", "run", "--outputFile.json=C:\\Users\\A B\\unit.json", "a&b", 'say "x"'])).toBe(
      'vitest run "--outputFile.json=C:\\Users\\A B\\unit.json" "a&b" "say ""x"""',
    );
  });
});

describe("the look at the installed packages", () => {
  const native = { version: "2.0.0", optional: true, os: [process.platform], cpu: [process.arch] };
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glacier-install-test-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("asks for an install on a fresh clone", () => {
    lock({ a: { version: "1.0.0" } });
    expect(whyInstall(folder)).toBe("node_modules is missing");
  });

  it("is content with what the lock file says", () => {
    lock({ a: { version: "1.0.0" }, "a-native": native });
    install({ a: { version: "1.0.0" }, "a-native": native });
    expect(whyInstall(folder)).toBeUndefined();
  });

  it("asks for an install when a version is another", () => {
    lock({ a: { version: "1.1.0" } });
    install({ a: { version: "1.0.0" } });
    expect(whyInstall(folder)).toBe("a is 1.0.0, package-lock.json has 1.1.0");
  });

  it("asks for an install when npm left out a native part that fits this machine", () => {
    lock({ a: { version: "1.0.0" }, "a-native": native, "a-elsewhere": { ...native, os: ["aix"] } });
    install({ a: { version: "1.0.0" } });
    expect(whyInstall(folder)).toBe("a-native is missing, package-lock.json has 2.0.0");
  });

  it("asks for an install when a package's folder was deleted", () => {
    lock({ a: { version: "1.0.0" } });
    install({ a: { version: "1.0.0" } });
    rmSync(join(folder, "node_modules/a"), { recursive: true });
    expect(whyInstall(folder)).toBe("node_modules/a is gone");
  });

  function lock(packages: Record<string, object>) {
    writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: placed(packages) }));
  }

  function install(packages: Record<string, object>) {
    for (const name of Object.keys(packages)) mkdirSync(join(folder, "node_modules", name), { recursive: true });
    writeFileSync(join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: placed(packages) }));
  }

  const placed = (packages: Record<string, object>) =>
    Object.fromEntries(Object.entries(packages).map(([name, entry]) => [`node_modules/${name}`, entry]));
});
