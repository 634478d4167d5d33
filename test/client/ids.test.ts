import * as fs from "node:fs";
import * as path from "node:path";
import { describe, expect, it } from "vitest";
import * as ids from "../../client/src/ids.ts";
import { SETTINGS_SCHEMA } from "../../scripts/generate/settings-schema.ts";
import { SETTINGS_FILE } from "../../server/src/settings/settings.ts";

interface Manifest {
  name: string;
  publisher: string;
  icon: string;
  description: string;
  categories: string[];
  keywords: string[];
  galleryBanner: { color: string };
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string }[];
    menus: Record<string, { command: string; when?: string }[]>;
    viewsContainers: { activitybar: { id: string; icon: string }[] };
    views: Record<string, { id: string; icon: string }[]>;
    viewsWelcome: { view: string; contents: string; when: string }[];
    languages: { id: string; filenames: string[] }[];
    jsonValidation: { fileMatch: string; url: string }[];
    configuration: { properties: Record<string, { description?: string; markdownDescription?: string }> };
  };
}

const root = path.join(import.meta.dirname, "..", "..");
const manifest = JSON.parse(fs.readFileSync(path.join(root, "package.json"), "utf8")) as Manifest;
const { contributes } = manifest;
const commandIds = contributes.commands.map(({ command }) => command);
const settingIds = Object.values(ids.settings).filter((id) => id !== ids.settings.section);
const clauses = [...Object.values(contributes.menus).flat(), ...contributes.viewsWelcome].map(({ when }) => when ?? "");

describe("the manifest and the ids in the code", () => {
  it("name the same commands", () => {
    expect(commandIds.toSorted()).toEqual(Object.values(ids.commands).toSorted());
  });

  it("name the same settings", () => {
    expect(Object.keys(contributes.configuration.properties).toSorted()).toEqual(settingIds.toSorted());
  });

  it("name the same views and containers", () => {
    expect(contributes.viewsContainers.activitybar.map(({ id }) => id)).toEqual(Object.values(ids.viewContainers));
    expect(Object.keys(contributes.views)).toEqual(Object.values(ids.viewContainers));
    expect(
      Object.values(contributes.views)
        .flat()
        .map(({ id }) => id),
    ).toEqual(Object.values(ids.views));
  });

  it("name the same extension, pages, and scheme", () => {
    expect(`${manifest.publisher}.${manifest.name}`).toBe(ids.internal.extension);
    expect(manifest.activationEvents).toContain(`onWebviewPanel:${ids.internal.graphWebview}`);
    expect(manifest.activationEvents).toContain(`onWebviewPanel:${ids.internal.portabilityWebview}`);
    expect(manifest.activationEvents).toContain(`onFileSystem:${ids.internal.objectScheme}`);
    expect(manifest.activationEvents.filter((event) => event.startsWith("onLanguage:"))).toEqual(
      ids.languages.map((language) => `onLanguage:${language}`),
    );
  });

  it("name the same settings file, and a schema of it that is there", () => {
    expect(ids.internal.settingsFile).toBe(SETTINGS_FILE);
    expect(contributes.jsonValidation).toEqual([{ fileMatch: SETTINGS_FILE, url: `./${SETTINGS_SCHEMA}` }]);
    expect(contributes.languages).toEqual([{ id: "jsonc", filenames: [SETTINGS_FILE] }]);
    expect(fs.existsSync(path.join(root, SETTINGS_SCHEMA))).toBe(true);
  });

  it("uses in its clauses only context keys and items that the code sets", () => {
    const known = new Set<string>([...Object.values(ids.contextKeys), ...Object.values(ids.views)]);
    const items = Object.values<string>(ids.treeItems);
    for (const clause of clauses) {
      const tests = [...clause.matchAll(/viewItem =~ \/(.*?)\//g)].map((match) => new RegExp(match[1] ?? ""));
      for (const test of tests)
        expect(
          items.some((item) => test.test(item)),
          clause,
        ).toBe(true);
      for (const [, item] of clause.matchAll(/viewItem == (\S+)/g)) expect(items, clause).toContain(item);
      const bare = clause.replaceAll(/viewItem (=~ \/.*?\/|== \S+)/g, "").match(/glacier\.[\w.]+/g) ?? [];
      for (const key of bare) expect(known, clause).toContain(key);
    }
  });

  it("sets every context key that it reads", () => {
    const all = [...clauses, ...contributes.commands.map((command) => JSON.stringify(command))].join("\n");
    for (const key of Object.values(ids.contextKeys)) expect(all).toContain(key);
  });

  it("offers menus and links only for its own commands", () => {
    for (const { command } of Object.values(contributes.menus).flat()) expect(commandIds).toContain(command);
    const linked = contributes.viewsWelcome.flatMap(({ contents }) =>
      [...contents.matchAll(/command:(glacier[\w.]+)/g)].map((match) => match[1]),
    );
    for (const command of linked) expect(commandIds).toContain(command);
  });

  it("keeps out of the palette every command that needs an item of the view", () => {
    const hidden = contributes.menus.commandPalette?.filter(({ when }) => when === "false").map(({ command }) => command) ?? [];
    const needsItem = commandIds.filter((id) => id.startsWith("glacier.explorer.") && id !== ids.commands.refreshExplorer);
    expect(hidden.toSorted()).toEqual(needsItem.toSorted());
  });

  it("describes every command and setting, and shows images that exist", () => {
    for (const command of contributes.commands) expect(command.category).toBe("Glacier");
    for (const [id, setting] of Object.entries(contributes.configuration.properties)) {
      expect(setting.markdownDescription ?? setting.description, id).toBeTruthy();
    }
    const images = [
      manifest.icon,
      ...contributes.viewsContainers.activitybar.map(({ icon }) => icon),
      ...Object.values(contributes.views)
        .flat()
        .map(({ icon }) => icon),
    ];
    for (const image of images) expect(fs.existsSync(path.join(root, image)), image).toBe(true);
  });

  it("say what the marketplace shows: categories and keywords as it takes them, and where to ask", () => {
    const offered = ["Programming Languages", "Linters", "Data Science", "Visualization", "Testing", "Debuggers", "Snippets", "Other"];
    for (const category of manifest.categories) expect(offered).toContain(category);
    expect(manifest.keywords.length).toBeLessThanOrEqual(30);
    expect(manifest).toMatchObject({ license: "Apache-2.0", pricing: "Free", preview: true, qna: "marketplace" });
    expect(manifest.galleryBanner.color).toMatch(/^#[0-9a-f]{6}$/);
    expect(manifest.description.length).toBeLessThanOrEqual(200);
  });

  it("restricts in untrusted folders only settings that exist", () => {
    for (const id of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations) expect(settingIds).toContain(id);
  });
});
