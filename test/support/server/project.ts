import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Workspace } from "../../../server/src/workspace/workspace.ts";

/** Files of a test, by their path in the project. */
export type ProjectFiles = Record<string, string>;

export interface Project {
  folder: string;
  workspace: Workspace;
  path(name: string): string;
  write(name: string, text: string): void;
  dispose(): void;
}

/** Reads `// @filename: name.ts` sections; text without one is `main.ts`. */
export function readSections(text: string): ProjectFiles {
  const files: ProjectFiles = {};
  const parts = text.split(/^[ \t]*\/\/ @filename: (\S+)\r?\n/m);
  if (parts[0]?.trim()) files["main.ts"] = parts[0];
  for (let index = 1; index < parts.length; index += 2) files[parts[index] ?? ""] = parts[index + 1] ?? "";
  return files;
}

/** Writes a project to a folder of its own and indexes it. */
export async function openProject(files: ProjectFiles): Promise<Project> {
  const folder = mkdtempSync(join(tmpdir(), "glacier-project-")).replaceAll("\\", "/");
  const path = (name: string): string => `${folder}/${name}`;
  const write = (name: string, text: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
  };
  for (const [name, text] of Object.entries(files)) write(name, text);
  const workspace = new Workspace({
    folders: [folder],
    onRuleError: (rule, error) => {
      throw new Error(`Rule ${rule} failed`, { cause: error });
    },
  });
  await workspace.index();
  return { folder, workspace, path, write, dispose: () => rmSync(folder, { recursive: true, force: true }) };
}
