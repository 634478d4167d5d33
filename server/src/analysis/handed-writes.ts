import type { Modules } from "./exports.ts";
import type { ClassFact, Expression, FileFacts, FunctionFact, Statement } from "./facts/facts.ts";
import { type HandingOver, handingOverIn } from "./facts/handed-over.ts";
import { USE } from "./facts/mentions.ts";
import { mentionsOf } from "./facts/noting.ts";
import { once } from "./facts/once.ts";
import { parameterHandingsOf } from "./facts/parameter-handings.ts";
import { type ParameterWrite, parameterWritesOf } from "./facts/parameter-writes.ts";
import { forEachPart, type Part } from "./facts/parts.ts";
import { namesOn } from "./facts/written.ts";
import { type Found, functionNamed, methodNamed } from "./named-functions.ts";

type Files = Pick<Modules, "facts" | "resolve">;

/** A member that a function writes of what a file gives it: of `state` in `set(state)`, where `set` writes to `target.provider`. */
export interface HandedWrite {
  /** The names, in that file, by which that is reached of which the member is written. */
  root: readonly string[];
  /** Undefined where any may be written. */
  member: string | undefined;
}

/** What functions of whichever file write of what a file imports and gives them. */
export function handedWrites(files: Files, file: string, facts: FileFacts): HandedWrite[] {
  const locals = localsOf(facts);
  if (locals.size === 0) return [];
  const known: KnownWrites = new Map();
  return facts.body.flatMap((statement) => {
    if (!mentionsOf(statement).some(USE.given, (word) => locals.has(word))) return [];
    return handingOverIn(statement).flatMap((call) => {
      if (!call.given.some((names) => locals.has(names?.[0] ?? ""))) return [];
      return calledBy(files, { file, facts, statement }, call).flatMap((called) =>
        writesOf(files, called, known).flatMap(({ place, path, member }) => {
          const names = call.given[place];
          return names ? [{ root: [...names, ...path], member }] : [];
        }),
      );
    });
  });
}

type KnownWrites = Map<FunctionFact, readonly ParameterWrite[]>;

/** What a function writes of what it is given, or what those write to which it gives that. */
function writesOf(files: Files, { file, function: fact }: Found, known: KnownWrites, depth = DEPTH): readonly ParameterWrite[] {
  const before = known.get(fact);
  if (before) return before;
  const own = parameterWritesOf(fact);
  if (depth === 0) return own;
  // One that calls itself writes nothing by that which it does not write anyway.
  known.set(fact, own);
  const passed = parameterHandingsOf(fact).flatMap(({ callee: names, isConstruction, given }) => {
    const called = isConstruction ? methodNamed(files, { file, names }, "constructor") : functionNamed(files, { file, names });
    return listed(called).flatMap((it) =>
      writesOf(files, it, known, depth - 1).flatMap(({ place, path, member }) => {
        const from = given[place];
        return from ? [{ place: from.place, path: [...from.path, ...path], member }] : [];
      }),
    );
  });
  const found = [...own, ...passed];
  known.set(fact, found);
  return found;
}

/** Nobody gives a thing on from function to function more often. */
const DEPTH = 16;

/** The names of a file's top level under which something imported may be reached. */
function localsOf({ imports, body }: FileFacts): Set<string> {
  const locals = new Set(imports.flatMap(({ bindings }) => bindings.flatMap(({ local, typeOnly }) => (typeOnly ? [] : local))));
  for (const statement of body) {
    for (const { target, value } of statement.kind === "variables" ? statement.declarations : []) {
      const isRequired = value?.kind === "call" && value.callee.kind === "name" && value.callee.name === "require";
      if (!value || !(isRequired || namesOn(value))) continue;
      if (target.kind === "bind") locals.add(target.name);
      if (target.kind === "object-pattern") for (const it of target.properties) if (it.target.kind === "bind") locals.add(it.target.name);
    }
  }
  return locals;
}

interface Caller {
  file: string;
  facts: FileFacts;
  statement: Statement;
}

/** The functions that a call may call. */
function calledBy(files: Files, caller: Caller, { callee, isConstruction }: HandingOver): Found[] {
  const { file } = caller;
  const names = namesOn(callee);
  if (isConstruction) return names ? listed(methodNamed(files, { file, names }, "constructor")) : [];
  if (names?.length === 1) return listed(functionNamed(files, { file, names }), () => functionsIn(caller, names[0] ?? ""));
  if (callee.kind !== "member") return [];
  return listed(names && functionNamed(files, { file, names }), () => {
    const made = classOf(caller, callee.object);
    return made ? listed(methodNamed(files, { file, names: made }, callee.name)) : methodsOf(caller, callee.name);
  });
}

/** `orElse`: where it is not known which function it is. */
function listed(found: Found | "none" | undefined, orElse: () => Found[] = () => []): Found[] {
  if (found === undefined) return orElse();
  return found === "none" ? [] : [found];
}

/** The names of the class of what a method is called on: `new Filler()`, `this`, `super`, a field of it, a variable or a parameter of a function. */
function classOf({ statement }: Caller, object: Expression): readonly string[] | undefined {
  if (object.kind === "new") return namesOn(object.callee);
  if (object.kind === "this") return statement.kind === "class-declaration" ? [statement.name] : undefined;
  if (object.kind === "super") return statement.kind === "class-declaration" ? baseOf(statement.class) : undefined;
  if (object.kind === "name") return classesOfVariables(statement).get(object.name);
  const isOwn = object.kind === "member" && object.object.kind === "this" && statement.kind === "class-declaration";
  return isOwn ? classOfField(statement.class, object.name) : undefined;
}

const baseOf = ({ extends: base }: ClassFact): readonly string[] | undefined => base && namesOn(base);

/** The names of the class of what a field holds: `filler = new Filler()`, `constructor(private filler: Filler)`. */
function classOfField({ members }: ClassFact, name: string): readonly string[] | undefined {
  for (const member of members) {
    if (member.kind === "field" && member.key === name)
      return member.value?.kind === "new" ? namesOn(member.value.callee) : member.type?.split(".");
    const given = member.kind === "constructor" ? member.function.parameters.find(({ field }) => field === name)?.target : undefined;
    if (given?.kind === "bind") return given.type?.split(".");
  }
  return undefined;
}

/** By the names of variables and parameters anywhere in a statement: their classes, where all of one name are of one. */
const classesOfVariables = once((statement: Statement): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  const note = (name: string, names: readonly string[] | undefined): void => {
    const before = found.get(name);
    found.set(name, before && before.join() !== names?.join() ? [] : (names ?? []));
  };
  const visit = (part: Part): void => {
    if (part.kind === "variables")
      for (const { target, value } of part.declarations) {
        if (target.kind !== "bind") continue;
        note(target.name, value?.kind === "new" ? namesOn(value.callee) : target.type?.split("."));
      }
    if (part.kind === undefined && "parameters" in part)
      for (const { target } of part.parameters) if (target.kind === "bind") note(target.name, target.type?.split("."));
    forEachPart(part, visit);
  };
  visit(statement);
  for (const [name, names] of found) if (names.length === 0) found.delete(name);
  return found;
});

/** The functions of that name that are declared inside of the statement that calls one. */
const functionsIn = ({ file, statement }: Caller, name: string): Found[] =>
  (functionsByName(statement).get(name) ?? []).map((it) => ({ file, function: it }));

const functionsByName = once((statement: Statement): ReadonlyMap<string, readonly FunctionFact[]> => {
  const found = new Map<string, FunctionFact[]>();
  const note = (name: string, fact: FunctionFact): void => void found.set(name, [...(found.get(name) ?? []), fact]);
  const visit = (part: Part): void => {
    if (part.kind === "function-declaration") note(part.name, part.function);
    if (part.kind === "variables")
      for (const { target, value } of part.declarations)
        if (target.kind === "bind" && value?.kind === "function") note(target.name, value.function);
    forEachPart(part, visit);
  };
  visit(statement);
  return found;
});

/** The methods of that name of all classes of the file. */
function methodsOf({ file, facts }: Caller, name: string): Found[] {
  const methods = facts.body.flatMap((statement) => (statement.kind === "class-declaration" ? methodsIn(statement.class, name) : []));
  return methods.map((it) => ({ file, function: it }));
}

const methodsIn = ({ members }: ClassFact, name: string): FunctionFact[] =>
  members.flatMap((member) => (member.kind === "method" && member.key === name ? [member.function] : []));
