import type { Severity } from "../analysis/diagnostic.ts";
import { folderOf } from "./paths.ts";
import { parseJsonWithComments } from "./tsconfig.ts";

export const SETTINGS_FILE = "glacier.config.json";

/** The `glacier.config.json` that counts for a file: the nearest one at or above its folder. */
export class Settings {
  readonly #read: (file: string) => string | undefined;
  readonly #known = new Map<string, Readonly<Record<string, Severity | "off">>>();

  constructor(read: (file: string) => string | undefined) {
    this.#read = read;
  }

  severityOf(file: string, rule: string): Severity | "off" | undefined {
    return this.#rules(folderOf(file))[rule];
  }

  #rules(folder: string): Readonly<Record<string, Severity | "off">> {
    const known = this.#known.get(folder);
    if (known) return known;
    const text = this.#read(`${folder}/${SETTINGS_FILE}`);
    const rules = text === undefined ? (folder === "" ? {} : this.#rules(folderOf(folder))) : readRules(text);
    this.#known.set(folder, rules);
    return rules;
  }
}

/** What is malformed or unknown is passed over: the rules' own severities then count. */
function readRules(text: string): Record<string, Severity | "off"> {
  const parsed = parseJsonWithComments(text);
  const rules = typeof parsed === "object" && parsed !== null && "rules" in parsed ? parsed.rules : undefined;
  if (typeof rules !== "object" || rules === null) return {};
  return Object.fromEntries(Object.entries(rules).filter((entry): entry is [string, Severity | "off"] => LEVELS.has(entry[1])));
}

const LEVELS = new Set<unknown>(["off", "hint", "info", "warning", "error"]);
