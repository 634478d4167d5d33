/** The rules of one ignore file, for paths below its folder. */
export type Ignore = (relativePath: string, isFolder: boolean) => boolean | undefined;

/** Reads `.gitignore` text. The answer is true for ignored, false for taken back by `!`, undefined for not mentioned. */
export function parseIgnore(text: string): Ignore {
  const rules = text.split(/\r?\n/).flatMap((line) => {
    const trimmed = line.trimEnd();
    if (trimmed === "" || trimmed.startsWith("#")) return [];
    const isNegated = trimmed.startsWith("!");
    const body = (isNegated ? trimmed.slice(1) : trimmed).replace(/^\\/, "");
    const folderOnly = body.endsWith("/");
    return [{ isNegated, folderOnly, pattern: patternOf(folderOnly ? body.slice(0, -1) : body) }];
  });
  return (path, isFolder) => {
    const last = rules.findLast(({ folderOnly, pattern }) => (isFolder || !folderOnly) && pattern.test(path));
    return last && !last.isNegated;
  };
}

function patternOf(glob: string): RegExp {
  // A slash inside ties the pattern to the folder of its file; without one it holds at any depth.
  const isAnchored = glob.replace(/^\*\*\//, "").includes("/");
  const body = glob.replace(/^\//, "").replace(/\*\*\/|\/\*\*$|\*\*|\*|\?|[.+^${}()|\\]/g, (part) => {
    switch (part) {
      case "**/":
        return "(?:.*/)?";
      case "/**":
        return "/.*";
      case "**":
        return ".*";
      case "*":
        return "[^/]*";
      case "?":
        return "[^/]";
      default:
        return `\\${part}`;
    }
  });
  try {
    return new RegExp(`^${isAnchored ? "" : "(?:.*/)?"}${body}$`);
  } catch {
    // A character range that makes no sense matches nothing, as git has it.
    return /(?!)/;
  }
}
