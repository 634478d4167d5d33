import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { relativeLinks, withoutRelativeLinks } from "../../scripts/package/pages.ts";
import { reachableFiles } from "../../scripts/package/reachable.ts";
import { verifyFiles } from "../../scripts/package/verify.ts";
import { temporaryFolder } from "../support/temporary-folder.ts";

const root = fileURLToPath(new URL("../..", import.meta.url)).replace(/[\\/]$/, "");
const machine = { os: "linux", cpu: "x64", libc: "glibc" } as const;
const runtime = "dist/runtime/node_modules";
const addon = `${runtime}/nodejs-polars-linux-x64-gnu/nodejs-polars.linux-x64-gnu.node`;
const manifest = {
  name: "glacier",
  main: "./dist/extension.js",
  icon: "media/icon.png",
  contributes: { grammars: [{ path: "./syntaxes/a.json" }] },
};

describe("the check of an unpacked package", () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "glacier-package-test-"));
    for (const file of [
      "readme.md",
      "changelog.md",
      "LICENSE.txt",
      "dist/extension.js",
      "docs/rules/README.md",
      "dist/runtime/explorer.mjs",
      "media/icon.png",
      "syntaxes/a.json",
    ])
      put(file);
    const packages = ["@glacier/core", "nodejs-polars", "esbuild", "zod"];
    for (const name of packages) put(`${runtime}/${name}/package.json`, JSON.stringify({ name, version: "1.2.3" }));
    put("THIRD-PARTY-NOTICES.txt", packages.map((name) => `${name}@1.2.3\nLicence: MIT`).join("\n\n"));
    put("package.json", JSON.stringify(manifest));
    put(addon, "", 100_000_000);
    put(`${runtime}/@esbuild/linux-x64/bin/esbuild`, "", 10_000_000);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it("finds nothing wrong with a whole package", () => {
    expect(verifyFiles(folder, machine)).toEqual([]);
  });

  it("reports a missing native addon", () => {
    rmSync(join(folder, addon));
    expect(verifyFiles(folder, machine)).toEqual(["the native addon of nodejs-polars for linux-x64 is missing"]);
  });

  it("reports an addon of another platform as missing", () => {
    expect(verifyFiles(folder, { os: "darwin", cpu: "arm64" })).toEqual([
      "the native addon of nodejs-polars for darwin-arm64 is missing",
      "the binary of esbuild for darwin-arm64 is missing",
    ]);
  });

  it("reports an addon that is only a placeholder", () => {
    truncateSync(join(folder, addon), 12);
    expect(verifyFiles(folder, machine)).toEqual([
      "the native addon of nodejs-polars for linux-x64 has only 12 bytes, expected at least 20000000",
    ]);
  });

  it("reports a package that ships without its licence, wherever npm nested it", () => {
    put(`${runtime}/zod/node_modules/@far/away/package.json`, JSON.stringify({ name: "@far/away", version: "2.0.0" }));
    put(`${runtime}/zod/dist/package.json`, JSON.stringify({ type: "module" }));
    expect(verifyFiles(folder, machine)).toEqual(["@far/away@2.0.0 is not in THIRD-PARTY-NOTICES.txt"]);
  });

  it("reports source maps, tests and settings that must not ship", () => {
    for (const file of ["dist/extension.js.map", "dist/a.test.js", ".env"]) put(file);
    expect(verifyFiles(folder, machine)).toEqual([
      ".env must not ship",
      "dist/a.test.js must not ship",
      "dist/extension.js.map must not ship",
    ]);
  });

  it("reports a path of the machine that built it", () => {
    put("dist/extension.js", `const from = "${root}/client/src";`);
    expect(verifyFiles(folder, machine)).toEqual(["dist/extension.js contains a path of the machine that built it"]);
  });

  it("reports a file that the manifest names and the package lacks", () => {
    rmSync(join(folder, "syntaxes/a.json"));
    expect(verifyFiles(folder, machine)).toEqual(["./syntaxes/a.json, named in package.json, is missing"]);
  });

  it("reports a link of a page that leads nowhere in the package", () => {
    put("readme.md", "See [the map](ARCHITECTURE.md) and [the site](https://example.com).");
    expect(verifyFiles(folder, machine)).toEqual(["readme.md has a link that leads nowhere: [the map](ARCHITECTURE.md)"]);
  });

  it("reports what only the repository's manifest needs", () => {
    put("package.json", JSON.stringify({ ...manifest, scripts: { test: "x" }, devDependencies: {}, allowScripts: {} }));
    expect(verifyFiles(folder, machine)).toEqual([
      'package.json still has "allowScripts"',
      'package.json still has "devDependencies"',
      'package.json still has "scripts"',
    ]);
  });

  function put(path: string, content = "x", size?: number) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (size !== undefined) truncateSync(file, size); // a sparse file: no such bytes are written
  }
});

describe("a page that ships", () => {
  it("keeps the words of its relative links, its other links, and its code as it is", () => {
    const page = ["[a](docs/a.md), [b](https://b.dev), [c](#c), [`d`](../d.md#x)", "```ts", "const [x](y) = 1;", "```", "[e](e.md)"].join(
      "\n",
    );
    expect(relativeLinks(withoutRelativeLinks(page))).toEqual([]);
    expect(withoutRelativeLinks(page)).toBe(["a, [b](https://b.dev), [c](#c), `d`", "```ts", "const [x](y) = 1;", "```", "e"].join("\n"));
  });

  it("keeps nothing of a picture beside it, and pictures from elsewhere", () => {
    expect(withoutRelativeLinks("Above.\n\n![An editor](docs/images/editor.png)\n\nBelow.\n")).toBe("Above.\n\nBelow.\n");
    expect(withoutRelativeLinks("![build](https://b.dev/x.png) [a](a.md)")).toBe("![build](https://b.dev/x.png) a");
  });
});

describe("what of other packages can be loaded", () => {
  it("is what scripts lead to as Node resolves it, without builds for browsers and bundlers", async () => {
    const folder = temporaryFolder();
    const put = (path: string, content: string) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), content);
    };
    const exports = { ".": { browser: "./browser.js", module: "./bundler.js", import: "./esm.js", require: "./cjs.cjs" } };
    put("node_modules/other/package.json", JSON.stringify({ name: "other", type: "module", exports }));
    put("node_modules/other/esm.js", 'export const lazy = () => import("./lazy.js");');
    put("node_modules/other/lazy.js", 'export * from "absent";');
    for (const name of ["browser.js", "bundler.js", "cjs.cjs"]) put(`node_modules/other/${name}`, "");
    put("dist/main.js", 'export { lazy } from "other";\nimport("node:fs");');
    const found = [...(await reachableFiles(join(folder, "dist")))].map((file) => relative(folder, file).split(sep).join("/"));
    expect(found.toSorted()).toEqual(["dist/main.js", "node_modules/other/esm.js", "node_modules/other/lazy.js"]);
  });
});
