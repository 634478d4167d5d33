import type { Severity } from "../analysis/diagnostic.ts";
import { folderOf } from "../workspace/paths.ts";
import { compilePatterns } from "./patterns.ts";
import { readSettings, type SettingsProblem } from "./read-settings.ts";

const NONE: ReadonlyMap<string, Severity | "off"> = new Map();

export const SETTINGS_FILE = "glacier.config.json";

/** The `glacier.config.json` that counts for a file: the nearest one at or above its folder, and that one alone. */
export class Settings {
  readonly #read: (file: string) => string | undefined;
  readonly #nearest = new Map<string, FolderSettings | undefined>();
  readonly #byFolder = new Map<string, FolderSettings | undefined>();

  constructor(read: (file: string) => string | undefined) {
    this.#read = read;
  }

  /** The severities that are given to rules, by their ids. */
  severitiesFor(file: string): ReadonlyMap<string, Severity | "off"> {
    return this.#of(folderOf(file))?.rules ?? NONE;
  }

  /** Whether what is found in a file is reported. */
  isIncluded(file: string): boolean {
    return this.#of(folderOf(file))?.isIncluded(file) ?? true;
  }

  /** The path of the settings that count for a file. */
  fileFor(file: string): string | undefined {
    return this.#of(folderOf(file))?.file;
  }

  /** What is wrong with one settings file, in the order of its text; nothing where there is no such file. */
  problemsOf(file: string): readonly SettingsProblem[] {
    return this.#ownOf(folderOf(file))?.problems ?? [];
  }

  #of(folder: string): FolderSettings | undefined {
    if (!this.#nearest.has(folder))
      this.#nearest.set(folder, this.#ownOf(folder) ?? (folder === "" ? undefined : this.#of(folderOf(folder))));
    return this.#nearest.get(folder);
  }

  #ownOf(folder: string): FolderSettings | undefined {
    if (!this.#byFolder.has(folder)) this.#byFolder.set(folder, this.#load(folder));
    return this.#byFolder.get(folder);
  }

  #load(folder: string): FolderSettings | undefined {
    const file = `${folder}/${SETTINGS_FILE}`;
    const text = this.#read(file);
    if (text === undefined) return undefined;
    const { rules, include, exclude, problems } = readSettings(text);
    const included = include && compilePatterns(include, "include");
    const excluded = compilePatterns(exclude, "exclude");
    return {
      file,
      rules,
      problems,
      isIncluded(path) {
        const relative = path.slice(folder.length + 1);
        return (included?.(relative) ?? true) && !excluded(relative);
      },
    };
  }
}

interface FolderSettings {
  file: string;
  rules: ReadonlyMap<string, Severity | "off">;
  problems: readonly SettingsProblem[];
  isIncluded(file: string): boolean;
}
