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

/** `!a-z` → everything but a to z. A slash is never matched: a class stays within a folder. */
function characterClass(body: string): string {
  const negated = body.startsWith("!") || body.startsWith("^");
  let members = "";
  for (const [single, from, to] of (negated ? body.slice(1) : body).matchAll(/(.)-(.)|./gsu)) {
    if (from === undefined || to === undefined) {
      members += inClass(single);
      continue;
    }
    // A range that runs backwards, such as [z-a], matches nothing instead of breaking the pattern.
    if (codePoint(from) > codePoint(to)) return "(?!)";
    members += `${inClass(from)}-${inClass(to)}`;
  }
  return `(?!/)[${negated ? "^" : ""}${members}]`;
}

const inClass = (char: string): string => char.replace(/[\\\]^[-]/, "\\$&");

const codePoint = (char: string): number => char.codePointAt(0) ?? 0;

const literally = (char: string): string => char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&");
