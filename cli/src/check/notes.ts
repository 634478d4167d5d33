import { statSync } from "node:fs";
import type { PassedOver } from "@glacier/server";
import { visible } from "../terminal.ts";
import { nearPath } from "./paths.ts";
import type { CheckSession } from "./session.ts";

/** What was asked for and is not looked at, in lines: what cannot be read, and each named file that holds no source or is left out by its settings. */
export function notesOn({ server, workspace, sources, passedOver }: CheckSession, paths: readonly string[], cwd: string): string[] {
  const known = new Set([...sources, ...passedOver.map(({ path }) => path)]);
  const named = [...new Set(paths.filter((path) => statSync(path).isFile()).map(server.normalisePath))];
  return [
    ...passedOver.map(({ path, reason }) => `${visible(nearPath(cwd, path))} ${wordsFor(reason)}.`),
    ...named
      .filter((path) => !known.has(path))
      .map((path) => {
        const why = workspace.isIncluded(path) ? "it is no source text" : `${server.SETTINGS_FILE} leaves it out`;
        return `${visible(nearPath(cwd, path))} is not checked: ${why}.`;
      }),
  ];
}

function wordsFor(reason: PassedOver["reason"]): string {
  switch (reason.kind) {
    case "unreadable":
      return `cannot be read (${reason.code})`;
    case "large":
      return "is not checked: it is larger than 4 MB";
    case "deep":
      return "is not checked: it is nested too deeply to be read";
  }
}
