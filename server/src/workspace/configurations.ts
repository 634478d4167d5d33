import { SETTINGS_FILE, Settings } from "../settings/settings.ts";
import { nameOf } from "./paths.ts";

/** The texts of the files that say how others are read, each read once; settings that an editor has open are those of the editor. */
export class Configurations {
  readonly #read: (file: string) => string | undefined;
  readonly #texts = new Map<string, string | undefined>();
  readonly #open = new Map<string, { text: string; version: number }>();
  #settings: Settings;

  constructor(read: (file: string) => string | undefined) {
    this.#read = read;
    this.#settings = new Settings((file) => this.text(file));
  }

  get settings(): Settings {
    return this.#settings;
  }

  text(file: string): string | undefined {
    const open = this.#open.get(file);
    if (open) return open.text;
    if (!this.#texts.has(file)) this.#texts.set(file, this.#read(file));
    return this.#texts.get(file);
  }

  version(file: string): number | undefined {
    return this.#open.get(file)?.version;
  }

  open(file: string, text: string, version: number): void {
    this.#open.set(file, { text, version });
    this.#settings = new Settings((path) => this.text(path));
  }

  close(file: string): void {
    this.#open.delete(file);
    this.forget();
  }

  /** They are read anew when they are needed again. */
  forget(): void {
    this.#texts.clear();
    this.#settings = new Settings((file) => this.text(file));
  }
}

export const isConfiguration = (file: string): boolean =>
  /^(?:tsconfig.*|jsconfig)\.json$/.test(nameOf(file)) || nameOf(file) === "package.json" || isSettings(file);

export const isSettings = (file: string): boolean => nameOf(file) === SETTINGS_FILE;
