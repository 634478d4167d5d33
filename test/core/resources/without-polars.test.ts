import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** Runs a module in a process of its own, in which Polars cannot be loaded, and gives what it prints. */
function runWithoutPolars(code: string): string {
  const folder = temporaryFolder();
  const script = join(import.meta.dirname, "..", "..", "..", "core", "src", "resources", "index.ts");
  const hooks = join(folder, "no-polars.mjs");
  writeFileSync(
    hooks,
    `import { registerHooks } from "node:module";
     registerHooks({ resolve(specifier, context, next) { if (/polars/.test(specifier)) throw new Error("Polars was loaded: " + specifier); return next(specifier, context); } });`,
  );
  const main = join(folder, "main.mjs");
  writeFileSync(
    main,
    `const core = await import(${JSON.stringify(`file://${script}`)});\nconst base = ${JSON.stringify(folder)};\n${code}`,
  );
  const result = spawnSync(
    process.execPath,
    ["--conditions=glacier-source", "--disable-warning=ExperimentalWarning", "--import", hooks, main],
    { encoding: "utf8" },
  );
  return result.stdout + result.stderr;
}

describe("the explorer's entry point", () => {
  it("lists, stats, reads and writes objects of a local bucket without Polars", () => {
    const output = runWithoutPolars(`
      const provider = core.Provider.fromEnv({ GLACIER_BASE_PATH: base });
      const bucket = provider.bucket("lake");
      await bucket.upload("a/b.txt", "hello");
      await bucket.copy("a/b.txt", "a/c.txt");
      for await (const page of bucket.list({ delimiter: "/" })) console.log(JSON.stringify(page.prefixes));
      for await (const page of bucket.list({ prefix: "a/" })) console.log(page.objects.map((object) => object.key).join());
      console.log((await bucket.stat("a/b.txt")).size, String(await (await bucket.read("a/b.txt")).toArray()));
      await bucket.remove("a/c.txt");
      console.log(await bucket.exists());`);
    expect(output).toBe('["a/"]\na/b.txt,a/c.txt\n5 hello\ntrue\n');
  });

  it("loads Polars for frames, as this test can tell", () => {
    expect(
      runWithoutPolars(`await core.Provider.fromEnv({ GLACIER_BASE_PATH: base }).bucket("lake").upload("x.csv", "a\\n1\\n");
      await core.Provider.fromEnv({ GLACIER_BASE_PATH: base }).bucket("lake", { path: "x.csv", format: "csv" }).scan();`),
    ).toContain("Polars was loaded");
  });
});
