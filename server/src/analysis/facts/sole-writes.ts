import { areAlwaysThere, type Constants, constantsIn, functionsIn, isAlwaysThere } from "./always-there.ts";
import type { Expression, FileFacts, FunctionFact, NodeId, ParameterFact, Statement } from "./facts.ts";
import { namesOf } from "./file-names.ts";
import { type Ancestor, ancestorsOf } from "./find.ts";
import { expressionsIn, nodesAlongWith } from "./walk.ts";
import { type Write, writesOf } from "./writes.ts";

/**
 * What the only write of a file to a variable or to a private member gives it, so that from then on it has this value, and until then none: a provider
 * that is made when it is first asked for, or before each test. Undefined where it starts with a value, where the write depends on anything but the
 * variable itself, or where what is written is not the same each time. A variable of a function is known by the number of a function in it.
 */
export function soleWriteOf(facts: FileFacts, kind: Write["kind"], name: string, inside?: NodeId): SoleWrite | undefined {
  const known = cache.get(facts.body) ?? new Map<string, SoleWrite | undefined>();
  cache.set(facts.body, known);
  const key = `${kind} ${name} ${inside ?? ""}`;
  if (!known.has(key)) known.set(key, findSoleWrite(facts, kind, name, inside));
  return known.get(key);
}

export interface SoleWrite {
  value: Expression;
  /** The constants that it is made of, besides those of the top level. */
  constants: readonly Constants[];
  /** What it is made of that is given to the function whose variable it is, or to the instance: by name, whether it is called, and of what. */
  given: readonly Given[];
  /** The parameters of the function that writes, of which the value may hold something. */
  parameters: readonly ParameterFact[];
}

export interface Given {
  of: "function" | "instance";
  name: string;
  isCalled: boolean;
}

const cache = new WeakMap<FileFacts["body"], Map<string, SoleWrite | undefined>>();

function findSoleWrite(facts: FileFacts, kind: Write["kind"], name: string, inside: NodeId | undefined): SoleWrite | undefined {
  const [write, ...others] = writesIn(facts, kind, name, inside);
  if (!write || others.length > 0) return undefined;
  const scope = inside === undefined ? undefined : write.scope;
  const isInside = ({ first }: { first: NodeId }): boolean => scope === undefined || first > scope.first;
  const [writer] = write.functions.filter(isInside);
  if (!writer || write.loops.some(isInside)) return undefined;
  const whole = ancestorsOf(facts, write.at);
  const owner =
    scope && whole.find((part): part is FunctionFact & { kind?: undefined } => "parameters" in part && part.node === scope.first);
  const line = owner ? whole.slice(whole.indexOf(owner) + 1) : whole;
  if (owner ? !startsEmptyIn(owner, name) : !startsEmpty(facts, kind, name)) return undefined;
  const assignment = line.at(-1);
  if (assignment?.kind !== "assign" || !OPERATORS.has(assignment.operator) || assignment.givesOld) return undefined;
  const { target, value } = assignment;
  const isPlain = kind === "variable" ? target.kind === "bind" : target.kind === "place" && target.place.kind === "member";
  if (!isPlain) return undefined;
  const isAbout = (test: Expression): boolean => asksOnlyWhetherThereIs(test, kind, name);
  if (!line.every((part, index) => leadsOn(part, line[index + 1], isAbout)) || !isComeTo(line, isAbout)) return undefined;
  if (owner ? isReadBeside(owner, name, writer) : kind === "variable" && isLeftToConditions(facts, write, isAbout)) return undefined;
  const constants = line.flatMap((part) => constantsIn("body" in part ? part.body : undefined));
  const around = owner ? whole.slice(0, whole.indexOf(owner) + 1).flatMap((part) => ("parameters" in part ? part.parameters : [])) : [];
  const parameters = line.flatMap((part) => ("parameters" in part ? part.parameters : []));
  const bound = owner && Array.isArray(owner.body) ? namesOf(owner.body).binds : new Map<string, number>();
  const given: Given[] = [];
  const isGiven = (part: Expression): boolean => {
    if (part.kind === "name" && isOneOf(parameters, part.name)) return isNeverWritten(facts, part.name);
    const found = givenBy(part, around, kind);
    if (!found || !isNeverWritten(facts, found.name)) return false;
    // Something else may go by its name where the write stands.
    if (found.of === "function" && bound.has(found.name)) return false;
    given.push(found);
    return true;
  };
  return isAlwaysThere(value, facts, constants, [], isGiven)
    ? { value, constants: constants.filter((it) => areAlwaysThere(it, facts, constants)), given, parameters }
    : undefined;
}

/** The writes to a variable of the top level, or of the innermost function around `inside` that has one of that name. */
function writesIn(facts: FileFacts, kind: Write["kind"], name: string, inside: NodeId | undefined): Write[] {
  const all = writesOf(facts.body).filter((it) => it.kind === kind && it.name === name);
  if (inside === undefined) return all;
  const around = all.flatMap(({ scope }) => (scope && scope.first < inside && inside <= scope.last ? [scope.first] : []));
  return all.filter(({ scope }) => scope?.first === Math.max(...around));
}

/** A parameter of a function around the one that writes, or a member of the instance: itself, or what a call of it gives. */
function givenBy(part: Expression, around: readonly ParameterFact[], kind: Write["kind"]): Given | undefined {
  if (part.kind === "call") {
    const callee = part.arguments.length === 0 && part.callee.kind !== "call" ? givenBy(part.callee, around, kind) : undefined;
    return callee && { ...callee, isCalled: true };
  }
  if (part.kind === "name" && isOneOf(around, part.name)) return { of: "function", name: part.name, isCalled: false };
  if (kind === "member" && part.kind === "member" && part.object.kind === "this")
    return { of: "instance", name: part.name, isCalled: false };
  return undefined;
}

const isOneOf = (parameters: readonly ParameterFact[], name: string): boolean =>
  parameters.some(({ target, default: otherwise, rest }) => target.kind === "bind" && target.name === name && !otherwise && !rest);

/** Whether it keeps what it was given first, which a constructor gives as well. */
const isNeverWritten = (facts: FileFacts, name: string): boolean =>
  writesOf(facts.body).every((it) => it.name !== name || (it.of !== undefined && it.functions.length === 0));

/** Whether a function's variable is declared once and has no value at first. */
function startsEmptyIn({ body }: FunctionFact, name: string): boolean {
  if (!Array.isArray(body)) return false;
  const { binds, declarations } = namesOf(body);
  const [declared, ...others] = declarations.get(name) ?? [];
  return declared !== undefined && others.length === 0 && binds.get(name) === 2 && isNothing(declared.value);
}

/** Whether something else in a function reads its variable than the function that writes it: it may ask whether that has been called. */
const isReadBeside = ({ body }: FunctionFact, name: string, { first, last }: { first: NodeId; last: NodeId }): boolean =>
  Array.isArray(body) && expressionsIn(body, "name").some((it) => it.name === name && (it.node < first || it.node > last));

const OPERATORS: ReadonlySet<string> = new Set(["=", "??=", "||="]);

/** Whether what stands in a part of the source is reached with it, or whenever the variable has no value. */
function leadsOn(part: Ancestor, next: Ancestor | undefined, isAbout: (test: Expression) => boolean): boolean {
  if ("parameters" in part) return !part.generator;
  // A parameter's default value is there for some of the calls.
  if ("default" in part && part.default === next) return false;
  switch (part.kind) {
    case "for":
    case "for-of":
    case "while":
    case "switch":
    case "conditional":
      return false;
    case "if":
      return isAbout(part.test);
    case "logical":
      return part.left === next || isAbout(part.left);
    case "try":
      return part.body.some((statement) => statement === next);
    default:
      return true;
  }
}

/** Whether the function that writes is called on some condition, and others read what it has written: they may ask about that condition, too. */
function isLeftToConditions(facts: FileFacts, { name, functions: [outermost] }: Write, isAbout: (test: Expression) => boolean): boolean {
  const writer = facts.body.flatMap(functionsIn).find((it) => it.function.node === outermost?.first);
  if (!outermost || !writer || facts.exports.some((it) => it.kind === "local" && it.local === writer.name)) return false;
  const names = expressionsIn(facts.body, "name");
  const isReadElsewhere = names.some((it) => it.name === name && (it.node < outermost.first || it.node > outermost.last));
  const isSure = (part: Ancestor, next: Ancestor | undefined): boolean => "parameters" in part || leadsOn(part, next, isAbout);
  return (
    isReadElsewhere &&
    names.some((it) => {
      const line = it.name === writer.name ? ancestorsOf(facts, it.node) : [];
      return !line.every((part, index) => isSure(part, line[index + 1]));
    })
  );
}

/** Whether the functions in which something stands leave before it only where the variable has a value. */
const isComeTo = (line: readonly Ancestor[], isAbout: (test: Expression) => boolean): boolean =>
  line.every((part) => !("parameters" in part) || !Array.isArray(part.body) || isComeToIn(part.body, line, isAbout));

function isComeToIn(body: readonly Statement[], line: readonly Ancestor[], isAbout: (test: Expression) => boolean): boolean {
  for (let statements = body; statements.length > 0; ) {
    const at = statements.findIndex((statement) => line.includes(statement));
    const before = statements.slice(0, Math.max(at, 0));
    if (before.some((statement) => mayLeave(statement) && !(statement.kind === "if" && isAbout(statement.test)))) return false;
    const statement = statements[at];
    statements = (statement && statementsIn(statement).find((list) => list.some((it) => line.includes(it)))) ?? [];
  }
  return true;
}

function statementsIn(statement: Statement): (readonly Statement[])[] {
  switch (statement.kind) {
    case "block":
    case "try":
      return [statement.body];
    case "if":
      return [[statement.whenTrue], statement.whenFalse ? [statement.whenFalse] : []];
    default:
      return [];
  }
}

const mayLeave = (statement: Statement): boolean => nodesAlongWith(statement).some(({ kind }) => kind === "return" || kind === "throw");

/** `!variable`, `variable === undefined` and their like. */
function asksOnlyWhetherThereIs(test: Expression, kind: Write["kind"], name: string): boolean {
  const isAbout = (part: Expression): boolean => asksOnlyWhetherThereIs(part, kind, name);
  switch (test.kind) {
    case "name":
      return kind === "variable" && test.name === name;
    case "member":
      return kind === "member" && test.name === name;
    case "unary":
      return test.operator === "!" && isAbout(test.operand);
    case "binary":
      return (
        COMPARISONS.has(test.operator) && ((isAbout(test.left) && isNothing(test.right)) || (isAbout(test.right) && isNothing(test.left)))
      );
    default:
      return false;
  }
}

const COMPARISONS: ReadonlySet<string> = new Set(["===", "!==", "==", "!="]);

const isNothing = (value: Expression | undefined): boolean =>
  value === undefined ||
  (value.kind === "literal" && (value.value === undefined || value.value === null)) ||
  (value.kind === "name" && value.name === "undefined");

/** Whether nothing else goes by the name, and it has no value at first. */
function startsEmpty(facts: FileFacts, kind: Write["kind"], name: string): boolean {
  const { binds, declarations, fields, writesAnyMember } = namesOf(facts.body);
  if (kind === "member") {
    // The name of a private one in JavaScript's way cannot be computed.
    if (writesAnyMember && !name.startsWith("#")) return false;
    const [field, ...others] = fields.get(name) ?? [];
    return field?.isPrivate === true && others.length === 0 && isNothing(field.value);
  }
  const [declared, ...others] = declarations.get(name) ?? [];
  // Its declaration, and the write.
  return declared !== undefined && others.length === 0 && binds.get(name) === 2 && isNothing(declared.value);
}
