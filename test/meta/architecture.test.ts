import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../..");
const architecture = readFileSync(join(root, "ARCHITECTURE.md"), "utf8");

/** The folders of the code map: indented names that end in a slash, each below the last one of less indentation. */
function mappedFolders(): string[] {
  const map = /## Code map\n[\s\S]*?```\n([\s\S]*?)```/.exec(architecture)?.[1] ?? "";
  const path: { indent: number; name: string }[] = [];
  const folders: string[] = [];
  for (const line of map.split("\n")) {
    const entry = /^( *)([\w./<>-]+)\/(?: |$)/.exec(line);
    if (!entry) continue;
    const [, spaces = "", name = ""] = entry;
    while ((path.at(-1)?.indent ?? -1) >= spaces.length) path.pop();
    path.push({ indent: spaces.length, name });
    folders.push(path.map((part) => part.name).join("/"));
  }
  return folders;
}

const tracked = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], { cwd: root, encoding: "utf8" })
  .trim()
  .split("\n");
const foldersWithSource = new Set(
  tracked
    .filter((file) => /^(core|server|cli|client)\/.*\.ts$/.test(file) && existsSync(join(root, file)))
    .map((file) => file.slice(0, file.lastIndexOf("/"))),
);

const rooms = tracked.filter((file) => /^(core|server|cli|client)\/package\.json$/.test(file));
const others = tracked.filter((file) => /^(examples\/[^/]+\/)?package\.json$/.test(file));

describe("ARCHITECTURE.md", () => {
  it("maps only folders that exist", () => {
    const folders = mappedFolders();
    expect(folders.length).toBeGreaterThan(25);
    expect(folders.filter((folder) => !existsSync(join(root, folder.replace(/\/<[^>]+>.*/, ""))))).toEqual([]);
  });

  it("maps every folder that holds source", () => {
    const folders = mappedFolders();
    const covered = (folder: string) =>
      folders.some((mapped) => new RegExp(`^${mapped.replaceAll(".", "\\.").replaceAll(/<[^>]+>/g, "[^/]+")}$`).test(folder));
    expect([...foldersWithSource].filter((folder) => !covered(folder))).toEqual([]);
  });

  it("maps every folder at the top", () => {
    const tops = tracked.flatMap((file) => /^([^./][^/]*)\//.exec(file)?.[1] ?? []);
    expect([...new Set(tops)].filter((top) => !mappedFolders().includes(top))).toEqual([]);
  });

  it("gives a reason for every dependency, and for nothing that is none", () => {
    const named = [...reasonedIn("At run time"), ...reasonedIn("For development")];
    expect(named.sort()).toEqual([...new Set([...dependenciesOf(rooms), ...dependenciesOf(others)])].sort());
  });

  it("counts what the rooms depend on as what users install", () => {
    const forDevelopment = reasonedIn("For development");
    expect(dependenciesOf(rooms).filter((name) => forDevelopment.includes(name))).toEqual([]);
  });
});

/** The packages in the first column of the table below `title`. */
function reasonedIn(title: string): string[] {
  const table = new RegExp(`${title}.*:\n\n((?:\\|.*\n)+)`).exec(architecture)?.[1] ?? "";
  return table.split("\n").flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name));
}

function dependenciesOf(manifests: readonly string[]): string[] {
  const names = manifests.flatMap((file) => {
    const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, file), "utf8")) as Manifest;
    return Object.keys({ ...dependencies, ...devDependencies });
  });
  return names.filter((name) => !name.startsWith("@glacier/"));
}

interface Manifest {
  dependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
}
