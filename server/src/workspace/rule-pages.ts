import { existsSync, readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { folderOf, normalisePath } from "./paths.ts";
import { parseJsonWithComments } from "./tsconfig.ts";

/**
 * Gives the address of a rule's page: below the product's home page where its manifest names one, else the page that is shipped beside the code.
 * Nothing where there is neither. `from` is where the code lies.
 */
export function rulePages(from: string = import.meta.dirname): (rule: string) => string | undefined {
  const root = rootOf(from);
  if (root === "") return () => undefined;
  const home = homePageOf(`${root}/package.json`);
  return (rule) => {
    const page = `${PAGES}${rule}.md`;
    return home === undefined ? pathToFileURL(`${root}/${page}`).href : new URL(page, home).href;
  };
}

/** Gives the text of a rule's page; nothing where the pages are not beside the code. */
export function rulePageTexts(from: string = import.meta.dirname): (rule: string) => string | undefined {
  const root = rootOf(from);
  return (rule) => {
    const page = `${root}/${PAGES}${rule}.md`;
    // The note on top says how the page came to be, which is nobody's concern here.
    return root !== "" && existsSync(page) ? readFileSync(page, "utf8").replace(/^<!--[\s\S]*?-->\s*/, "") : undefined;
  };
}

function rootOf(from: string): string {
  let root = normalisePath(from);
  while (root !== "" && !existsSync(`${root}/${PAGES}README.md`)) root = folderOf(root);
  return root;
}

const PAGES = "docs/rules/";

function homePageOf(manifest: string): URL | undefined {
  const parsed = existsSync(manifest) ? parseJsonWithComments(readFileSync(manifest, "utf8")) : undefined;
  const written = typeof parsed === "object" && parsed !== null && "homepage" in parsed ? parsed.homepage : undefined;
  const home = typeof written === "string" ? URL.parse(written) : null;
  if (!home) return undefined;
  home.hash = "";
  home.search = "";
  // What does not end with a slash would be left out of an address that is put together with it.
  home.pathname = home.pathname.replace(/\/*$/, "/");
  return home;
}
