import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, extname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readSuppressions } from "../../server/src/analysis/extract/suppressions.ts";
import { ts } from "../../server/src/analysis/facts/compiler.ts";

/** The grammars that the injections go into, as Visual Studio Code has them. */
const hosts: Record<string, string> = { ".ts": "source.ts", ".tsx": "source.tsx", ".js": "source.js", ".jsx": "source.js.jsx" };

const root = join(import.meta.dirname, "../..");
const require = createRequire(import.meta.url);
const command = join(dirname(require.resolve("vscode-tmgrammar-test/package.json")), "dist/snapshot.js");
const hostGrammars = [
  require.resolve("tm-grammars/grammars/typescript.json"),
  require.resolve("tm-grammars/grammars/tsx.json"),
  require.resolve("tm-grammars/grammars/javascript.json"),
  require.resolve("tm-grammars/grammars/jsx.json"),
];
const fixtures = ["test/fixtures/syntaxes", "test/fixtures/broken/syntaxes"].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((file) => extname(file) in hosts)
    .map((file) => join(root, folder, file)),
);

const scratch = mkdtempSync(join(tmpdir(), "glacier-syntaxes-"));
afterAll(() => rmSync(scratch, { recursive: true }));

/** Runs vscode-tmgrammar-snap, with the extension's manifest for the injections; it compares with, or with `update` writes, the file's snapshot. */
function snap(file: string, update: boolean, more: string[] = []): { status: number | null; output: string } {
  const args = [
    command,
    ...hostGrammars.flatMap((grammar) => ["-g", grammar]),
    "-s",
    hosts[extname(file)] ?? "",
    ...(update ? ["-u"] : []),
    ...more,
    file,
  ];
  const run = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", env: { ...process.env, FORCE_COLOR: "0" } });
  return { status: run.status, output: run.stdout + run.stderr };
}

/** Per line, the scopes of each character, without those that are ours. A token's part past the line's end is the line feed. */
function hostScopes(snapshot: string): string[][] {
  const lines: string[][] = [];
  let length = 0;
  for (const line of snapshot.split("\n")) {
    if (line.startsWith(">")) {
      lines.push([]);
      length = line.length - 1;
    }
    const token = /^#( *)(\^+) (.*)$/.exec(line);
    const characters = lines.at(-1);
    if (token === null || characters === undefined) continue;
    const width = Math.min((token[2] ?? "").length, length - characters.length);
    const scopes = (token[3] ?? "").split(" ").filter((scope) => !scope.endsWith(".glacier"));
    characters.push(...Array<string>(width).fill(scopes.join(" ")));
  }
  return lines;
}

/** The suppressions of a snapshot, each with the rules that it names, as they are coloured. */
function suppressionsIn(snapshot: string): string[][] {
  const found: string[][] = [];
  let source = "";
  for (const line of snapshot.split("\n")) {
    if (line.startsWith(">")) source = line.slice(1);
    const token = /^#( *)(\^+) (.*)$/.exec(line);
    if (token === null) continue;
    const start = (token[1] ?? "").length;
    const said = source.slice(start, start + (token[2] ?? "").length);
    if (token[3]?.includes("keyword.other.directive.glacier")) found.push([said]);
    if (token[3]?.includes("entity.name.type.rule.glacier")) found.at(-1)?.push(said);
  }
  return found;
}

describe("injection grammars in the real TypeScript and JavaScript grammars", () => {
  test.each(fixtures.map((file) => [basename(file), file]))("%s has the scopes of its snapshot", (_name, file) => {
    const update = process.env.UPDATE_SNAPSHOTS === "1";
    expect(update || existsSync(`${file}.snap`), `no snapshot beside ${file}: run with UPDATE_SNAPSHOTS=1`).toBe(true);
    const { status, output } = snap(file, update);
    expect(output).not.toContain("grammar not found");
    expect(status, output).toBe(0);
  });

  test.each(fixtures.map((file) => [basename(file), file]))("%s keeps every scope of the host grammar", (name, file) => {
    const copy = join(scratch, `host-${name}`);
    copyFileSync(file, copy);
    expect(snap(copy, false, ["--config", join(scratch, "no-manifest.json")]).status).toBe(0);
    const withoutUs = hostScopes(readFileSync(`${copy}.snap`, "utf8"));
    expect(withoutUs.flat().length).toBeGreaterThan(0);
    expect(hostScopes(readFileSync(`${file}.snap`, "utf8"))).toEqual(withoutUs);
  });

  test.each(["suppressions.ts", "suppressions.js"])(
    "in %s, what is coloured as a suppression is what the analyser takes for one",
    (name) => {
      const file = join(root, "test/fixtures/syntaxes", name);
      const text = readFileSync(file, "utf8");
      const taken = readSuppressions(ts, ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true), text);
      const directives = { "next-line": "glacier-disable-next-line", disable: "glacier-disable", enable: "glacier-enable" };
      expect(suppressionsIn(readFileSync(`${file}.snap`, "utf8"))).toEqual(
        taken.map(({ kind, ids }) => [directives[kind], ...ids.map(({ id }) => id)]),
      );
    },
  );

  // An expression that backtracks without bound would never come back from one of these.
  test("long hostile lines are coloured to their end", () => {
    const long = (text: string) => text.repeat(Math.ceil(4_000 / text.length));
    const uris = ["s3://b/" + long("."), "s3://" + long("a-"), "az://b/" + long("a.,"), "gs://" + long("/"), long("s3://"), long("abfs")];
    const azure = ["abfs://" + long("a@"), "abfs://a@" + long(".a-")];
    const strings = [...uris, ...azure].flatMap((text) => [`void "${text}";`, `void \`${text}\`;`]);
    const ids = [long("a, "), long("a"), long("-"), long("a -"), long(" ")];
    const comments = ids.flatMap((text) => [`// glacier-disable-next-line ${text}`, `/* glacier-disable ${text} */`]);
    const file = join(scratch, "hostile.ts");
    writeFileSync(file, [...strings, ...comments, 'void "s3://raw-zone/key";', ""].join("\n"));
    expect(snap(file, true).status).toBe(0);
    const last = readFileSync(`${file}.snap`, "utf8").split('>void "s3://raw-zone/key";').at(-1);
    expect(last).toContain("string.other.link.key.glacier");
  });

  test("a difference from the snapshot fails", () => {
    const copy = join(scratch, "uris.ts");
    copyFileSync(join(root, "test/fixtures/syntaxes/suppressions.ts"), copy);
    copyFileSync(join(root, "test/fixtures/syntaxes/uris.ts.snap"), `${copy}.snap`);
    expect(snap(copy, false).status).not.toBe(0);
  });

  test("the hosts' template grammars differ in nothing but the host", () => {
    const text = (host: string, title: string, scope = `source.${host}`) =>
      readFileSync(join(root, `syntaxes/template-uris-${host}.tmLanguage.json`), "utf8")
        .replaceAll(`(${title})`, "(host)")
        .replaceAll(" - source.js.jsx - ", " - ")
        .replaceAll(`template-uris.${host}`, "template-uris.host")
        .replaceAll(`${scope}#`, "source.host#");
    expect(text("tsx", "TSX")).toBe(text("ts", "TypeScript"));
    expect(text("js", "JavaScript")).toBe(text("ts", "TypeScript"));
    expect(text("jsx", "JSX", "source.js.jsx")).toBe(text("ts", "TypeScript"));
  });
});
