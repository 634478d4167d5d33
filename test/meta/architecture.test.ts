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

  it("gives a reason for every dependency of every room", () => {
    const manifests = tracked.filter((file) => /^([a-z]+\/)?package\.json$/.test(file));
    const dependencies = manifests.flatMap((file) => {
      const { dependencies = {}, devDependencies = {} } = JSON.parse(readFileSync(join(root, file), "utf8")) as Record<
        string,
        Record<string, string>
      >;
      return Object.keys({ ...dependencies, ...devDependencies });
    });
    const outside = [...new Set(dependencies)].filter((name) => !name.startsWith("@glacier/"));
    expect(outside.filter((name) => !architecture.includes(`\`${name}\``))).toEqual([]);
  });
});
