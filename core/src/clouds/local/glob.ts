/** Whether a path is meant as a pattern. */
export const isGlob = (path: string): boolean => /[*?[{]/.test(path);

/** The folder that every match of a glob lies in: `raw/2026-*.csv` → `raw/`. */
export function globRoot(glob: string): string {
  const literal = glob.slice(0, glob.search(/[*?[{]/));
  return literal.slice(0, literal.lastIndexOf("/") + 1);
}

/** A glob over whole keys: `*` and `?` stay within a folder, `**` crosses folders, `[a-z]`, `[!a]`, `{csv,tsv}`. */
export function globToRegExp(glob: string): RegExp {
  let source = "";
  let depth = 0;
  for (let index = 0; index < glob.length; index++) {
    const char = glob.charAt(index);
    if (glob.startsWith("**/", index)) {
      source += "(?:[^/]+/)*";
      index += 2;
    } else if (glob.startsWith("**", index)) {
      source += ".*";
      index += 1;
    } else if (char === "*") source += "[^/]*";
    else if (char === "?") source += "[^/]";
    else if (char === "{" && glob.includes("}", index)) {
      source += "(?:";
      depth++;
    } else if (char === "}" && depth > 0) {
      source += ")";
      depth--;
    } else if (char === "," && depth > 0) source += "|";
    else if (char === "[" && glob.indexOf("]", index + 2) > 0) {
      const end = glob.indexOf("]", index + 2);
      source += characterClass(glob.slice(index + 1, end));
      index = end;
    } else source += literally(char);
  }
  return new RegExp(`^${source}${")".repeat(depth)}$`, "su");
}

/** `!a-z` → `[^a-z]`, everything but ranges taken literally. */
function characterClass(body: string): string {
  const negated = body.startsWith("!") || body.startsWith("^");
  const literal = (negated ? body.slice(1) : body).replaceAll(/[\\\]^[]/g, "\\$&");
  // A range that runs backwards, such as [z-a], matches nothing instead of breaking the pattern.
  const valid = [...literal.matchAll(/(.)-(.)/gsu)].every(([, from = "", to = ""]) => from <= to);
  if (!valid) return "(?!)";
  return negated ? `[^/${literal}]` : `[${literal}]`;
}

const literally = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
