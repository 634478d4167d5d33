import picomatch from "picomatch";

/**
 * Whether a path, relative to the folder of the settings, is one of those that the patterns mean. They are those of tsconfig: `*` and `?` stay in a
 * folder, `**` goes through folders, and a pattern that names a folder means all that is in it; `{a,b}` is allowed too. For `exclude`
 * a pattern with a wildcard at its end may name a folder as well.
 */
export function compilePatterns(patterns: readonly string[], kind: "include" | "exclude"): (relativePath: string) => boolean {
  const globs = patterns.flatMap((pattern) => {
    const glob = pattern.replace(/^(?:\.\/)+/, "").replace(/\/+$/, "");
    if (glob === "" || glob === ".") return ["**"];
    const mayBeFolder = kind === "exclude" || !/[*?{[]/.test(glob.slice(glob.lastIndexOf("/") + 1));
    return mayBeFolder ? [glob, `${glob}/**`] : [glob];
  });
  // Hidden folders are not looked at anyway; a file that is asked for by its name is.
  return globs.length === 0 ? () => false : picomatch(globs, { dot: true, nonegate: true, noextglob: true });
}

/** What is wrong with a pattern, in words that follow its name; undefined where nothing is. */
export function problemOfPattern(pattern: string): string | undefined {
  if (pattern.trim() === "") return "is empty";
  if (pattern.includes("\\")) return "has a backslash: folders are separated by / on every system";
  if (pattern.startsWith("!")) return "cannot be turned around by !: what is left out belongs in exclude";
  if (/^(?:\/|[A-Za-z]:)/.test(pattern)) return "is absolute: patterns start at the folder of this file";
  if (pattern.split("/").includes("..")) return "leads out of the folder of this file";
  return undefined;
}
