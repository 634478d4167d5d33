import type { Modules } from "./exports.ts";
import type { ClassFact, Expression, FileFacts, FunctionFact } from "./facts/facts.ts";
import { namesOn } from "./facts/written.ts";
import { importedAs, placeOf } from "./import-places.ts";

type Files = Pick<Modules, "facts" | "resolve">;

/** Something of a file's top level, or a member of it. */
export interface Named {
  file: string;
  names: readonly string[];
}

/** What some names of a file mean, in the file that declares it; undefined outside of the workspace. */
function meantBy(files: Files, { file, names }: Named): Named | undefined {
  const facts = files.facts(file);
  const [first, ...others] = names;
  if (!facts || first === undefined) return undefined;
  const imported = importedAs(facts, first);
  if (!imported) return { file, names };
  const place = placeOf(files, imported.specifier, file, [...imported.names, ...others]);
  const exporting = place && files.facts(place.declaring);
  const fact = exporting?.exports.find((it) => it.kind === "local" && it.exported === place?.exported);
  return place && fact?.kind === "local" ? { file: place.declaring, names: [fact.local, ...place.path] } : undefined;
}

/** A function, and the file in which its names have their meaning. */
export interface Found {
  file: string;
  function: FunctionFact;
}

/** Which function some names mean: `none` where it is known that they mean none, undefined where it is not known. */
export function functionNamed(files: Files, named: Named, depth = DEPTH): Found | "none" | undefined {
  const meant = depth > 0 ? meantBy(files, named) : undefined;
  const facts = meant && files.facts(meant.file);
  const [first, ...path] = meant?.names ?? [];
  if (!meant || !facts || first === undefined) return undefined;
  const declared = declaredIn(facts, first);
  if (declared?.kind === "function") return path.length === 0 ? { file: meant.file, function: declared.function } : "none";
  if (declared?.kind === "class") {
    const [method, ...others] = path;
    const named = { file: meant.file, names: [first] };
    return method !== undefined && others.length === 0 ? methodNamed(files, named, method, { isStatic: true, depth: depth - 1 }) : "none";
  }
  if (declared?.kind !== "value") return undefined;
  return functionIn(files, meant.file, declared.value, path, depth - 1);
}

/** The function that some members of a value mean. */
function functionIn(files: Files, file: string, value: Expression, path: readonly string[], depth: number): Found | "none" | undefined {
  const [first, ...others] = path;
  const names = namesOn(value);
  if (names) return functionNamed(files, { file, names: [...names, ...path] }, depth);
  if (value.kind === "function") return first === undefined ? { file, function: value.function } : "none";
  if (value.kind === "new") {
    const made = namesOn(value.callee);
    return made && first !== undefined && others.length === 0 ? methodNamed(files, { file, names: made }, first, { depth }) : undefined;
  }
  if (value.kind !== "object") return isPlain(value) ? "none" : undefined;
  const property = value.properties.findLast((it) => it.kind === "value" && it.key === first);
  return property?.kind === "value" ? functionIn(files, file, property.value, others, depth) : undefined;
}

const isPlain = ({ kind }: Expression): boolean => kind === "literal" || kind === "template" || kind === "array";

/** Which function a class's instances have as a method, or the class itself; of the constructor, which one constructs them. */
export function methodNamed(
  files: Files,
  named: Named,
  method: string,
  { isStatic = false, depth = DEPTH }: { isStatic?: boolean; depth?: number } = {},
): Found | "none" | undefined {
  const meant = depth > 0 ? meantBy(files, named) : undefined;
  const facts = meant && files.facts(meant.file);
  const [first, ...path] = meant?.names ?? [];
  // What nobody in the workspace declares, such as a `Map`, has no function of its in it.
  if (!meant || !facts || first === undefined) return "none";
  const declared = path.length === 0 ? declaredIn(facts, first) : undefined;
  if (declared?.kind !== "class") return declared ? undefined : "none";
  const own = found(meant.file, methodIn(declared.class, method, isStatic));
  if (own) return own;
  const base = declared.class.extends && namesOn(declared.class.extends);
  return base ? methodNamed(files, { file: meant.file, names: base }, method, { isStatic, depth: depth - 1 }) : "none";
}

const found = (file: string, fact: FunctionFact | undefined): Found | undefined => fact && { file, function: fact };

/** The method of a class, or the field that holds a function; `constructor` is what constructs. */
function methodIn({ members }: ClassFact, name: string, isStatic: boolean): FunctionFact | undefined {
  for (const member of members) {
    if (member.kind === "constructor") {
      if (name === "constructor" && !isStatic) return member.function;
      continue;
    }
    if (member.kind === "static-block" || member.key !== name || (member.static ?? false) !== isStatic) continue;
    if (member.kind === "method") return member.function;
    if (member.kind === "field" && member.value?.kind === "function") return member.value.function;
  }
  return undefined;
}

type Declared = { kind: "function"; function: FunctionFact } | { kind: "class"; class: ClassFact } | { kind: "value"; value: Expression };

/** What a file's top level declares under a name. */
function declaredIn({ body }: Pick<FileFacts, "body">, name: string): Declared | undefined {
  for (const statement of body) {
    if (statement.kind === "function-declaration" && statement.name === name) return { kind: "function", function: statement.function };
    if (statement.kind === "class-declaration" && statement.name === name) return { kind: "class", class: statement.class };
    if (statement.kind !== "variables") continue;
    for (const { target, value } of statement.declarations) {
      if (target.kind !== "bind" || target.name !== name || !value) continue;
      return value.kind === "class" ? { kind: "class", class: value.class } : { kind: "value", value };
    }
  }
  return undefined;
}

/** Half-typed code may name a thing by itself. */
const DEPTH = 8;
