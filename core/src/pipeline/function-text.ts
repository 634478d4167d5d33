/** A name that a function's parameters bind, and what it is bound to. */
export interface Binding {
  name: string;
  /** The way from the list of arguments to the value: `[1]` for the second parameter, `[0, "from"]` for `{ from }` as the first. */
  path: (string | number)[];
  /** Where the list of parameters begins that may have defaults. */
  start: number;
  /** Where the body begins. */
  end: number;
}

/**
 * A function's text without what is not code: comments, and the insides of strings and regular expressions, become spaces. Positions stay, and so does the code inside
 * `${...}` of a template.
 */
export function codeOf(text: string): string {
  let code = "";
  /** Per open `${`, how many braces are open inside it. */
  const templates: number[] = [];
  let at = 0;
  const blank = (end: number): void => {
    code += text.slice(at, end).replace(/[^\n]/g, " ");
    at = end;
  };
  const templateEnd = (from: number): number => {
    for (let i = from; i < text.length; i++) {
      if (text[i] === "\\") i++;
      else if (text[i] === "`") return i + 1;
      else if (text[i] === "$" && text[i + 1] === "{") {
        templates.push(0);
        return i + 2;
      }
    }
    return text.length;
  };
  while (at < text.length) {
    const character = text[at] ?? "";
    const two = text.slice(at, at + 2);
    if (two === "//") blank(endOf(text.indexOf("\n", at), text));
    else if (two === "/*") blank(endOf(text.indexOf("*/", at + 2) + 1, text) + 1);
    else if (character === '"' || character === "'") blank(literalEnd(text, at, character));
    else if (character === "/" && startsRegExp(code)) blank(regExpEnd(text, at));
    else if (character === "`") blank(templateEnd(at + 1));
    else if (character === "}" && templates.at(-1) === 0) {
      templates.pop();
      blank(templateEnd(at + 1));
    } else {
      const last = templates.length - 1;
      if (last >= 0 && character === "{") templates[last] = (templates[last] ?? 0) + 1;
      if (last >= 0 && character === "}") templates[last] = (templates[last] ?? 0) - 1;
      code += character;
      at++;
    }
  }
  return code;
}

/** The names that the parameters of a function bind; undefined for a text that is no function's, such as `[native code]`. A rest parameter binds nothing that can be told. */
export function parameterBindings(code: string): Binding[] | undefined {
  const single = /^\s*(?:async\s+)?([A-Za-z_$][\w$]*)\s*=>/.exec(code);
  if (single?.[1] !== undefined) return [{ name: single[1], path: [0], start: single[0].length, end: single[0].length }];
  const open = code.indexOf("(");
  const close = open < 0 ? -1 : closing(code, open);
  // What is left of a native or bound function is a body that is no code.
  if (close < 0 || /^\s*\{\s*\[native code\]\s*\}/.test(code.slice(close + 1))) return undefined;
  return parts(code.slice(open + 1, close)).flatMap((part, index) =>
    patternBindings(part, [index]).map((it) => ({ ...it, start: open + 1, end: close + 1 })),
  );
}

/**
 * Whether a text of code gives a name of its surroundings to something else: declares it again, as a variable, a parameter or a function, or assigns to it. What is done with
 * the name is then not to be told without its scopes.
 */
export function givesAway(code: string, name: string): boolean {
  const mention = new RegExp(`(?<![\\w$]|(?<!\\.\\.)\\.\\s*)${name.replaceAll("$", "\\$")}(?![\\w$])(?!\\s*:)`, "g");
  return [...code.matchAll(mention)].some(({ index }) => {
    if (/(?:^|[^\w$.])(?:const|let|var|class|function\s*\*?)\s*$/.test(code.slice(0, index))) return true;
    // An arrow's only parameter, too.
    if (/^\s*(?:\*\*|&&|\|\||\?\?|<<|>>>?|[-+*/%&|^])?=(?!=)/.test(code.slice(index + name.length))) return true;
    return isInPattern(code, index);
  });
}

/** Whether a place is in a list of parameters, or in a pattern that is assigned to. */
function isInPattern(code: string, place: number): boolean {
  for (let open = opening(code, place); open >= 0; open = opening(code, open)) {
    const close = closing(code, open);
    const after = close < 0 ? "" : code.slice(close + 1);
    if (code[open] !== "(") {
      if (/^\s*(?:=(?![=>])|(?:of|in)(?![\w$]))/.test(after)) return true;
      continue;
    }
    if (/^\s*=>/.test(after)) return true;
    return /^\s*\{/.test(after) && !/(?:^|[^\w$.])(?:if|for|await|while|switch|with)\s*$/.test(code.slice(0, open));
  }
  return false;
}

function patternBindings(pattern: string, path: (string | number)[]): Pick<Binding, "name" | "path">[] {
  const text = pattern.trim();
  if (text.startsWith("{") || text.startsWith("[")) {
    const inside = text.slice(1, closing(text, 0));
    return parts(inside).flatMap((part, index) =>
      text.startsWith("[") ? patternBindings(part, [...path, index]) : propertyBindings(part, path),
    );
  }
  const name = /^([A-Za-z_$][\w$]*)/.exec(text)?.[1];
  return name === undefined ? [] : [{ name, path }];
}

function propertyBindings(property: string, path: (string | number)[]): Pick<Binding, "name" | "path">[] {
  const [, key, target] = /^\s*([A-Za-z_$][\w$]*)\s*(?::\s*([\s\S]+))?/.exec(property) ?? [];
  return key === undefined ? [] : patternBindings(target ?? key, [...path, key]);
}

/** Splits at the commas that are inside no bracket. */
function parts(text: string): string[] {
  const found: string[] = [];
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === ",") {
      found.push(text.slice(start, i));
      start = i + 1;
    } else if (isOpening(text[i])) {
      const end = closing(text, i);
      if (end < 0) break;
      i = end;
    }
  }
  return [...found, text.slice(start)].filter((part, index, all) => part.trim() !== "" || index < all.length - 1);
}

/** The bracket that closes the one at `open`; -1 when none does. */
function closing(text: string, open: number): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (isOpening(text[i])) depth++;
    else if ((text[i] === ")" || text[i] === "]" || text[i] === "}") && --depth === 0) return i;
  }
  return -1;
}

/** The bracket that is open at a place; -1 when none is. */
function opening(text: string, place: number): number {
  let depth = 0;
  for (let i = place - 1; i >= 0; i--) {
    if (text[i] === ")" || text[i] === "]" || text[i] === "}") depth++;
    else if (isOpening(text[i]) && depth-- === 0) return i;
  }
  return -1;
}

const isOpening = (character: string | undefined): boolean => character === "(" || character === "[" || character === "{";

const endOf = (index: number, text: string): number => (index < 0 ? text.length : index);

function literalEnd(text: string, start: number, quote: string): number {
  for (let i = start + 1; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === quote || text[i] === "\n") return i + 1;
  }
  return text.length;
}

/** A slash divides after a value and starts a regular expression elsewhere. */
function startsRegExp(before: string): boolean {
  const last = before.trimEnd();
  return (
    last === "" || /[([{,;:=!&|?+\-*%~^<>]$/.test(last) || /(?:^|[^\w$.])(?:return|typeof|case|in|of|void|delete|await|yield)$/.test(last)
  );
}

function regExpEnd(text: string, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < text.length; i++) {
    const character = text[i];
    if (character === "\\") i++;
    else if (character === "[") inClass = true;
    else if (character === "]") inClass = false;
    else if ((character === "/" && !inClass) || character === "\n") return i + 1;
  }
  return text.length;
}
