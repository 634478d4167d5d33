import { areAlwaysThere, type Constants, constantsIn, functionsIn, isAlwaysThere } from "./always-there.ts";
import type { Expression, FileFacts, Statement } from "./facts.ts";
import { namesOf } from "./file-names.ts";
import { type Ancestor, ancestorsOf } from "./find.ts";
import { expressionsIn, nodesAlongWith } from "./walk.ts";
import { type Write, writesOf } from "./writes.ts";

/**
 * What the only write of a file to a variable or to a private member gives it, so that from then on it has this value, and until then none: a provider
 * that is made when it is first asked for, or before each test. Undefined where it starts with a value, where the write depends on anything but the
 * variable itself, or where what is written is not the same each time.
 */
export function soleWriteOf(facts: FileFacts, kind: Write["kind"], name: string): SoleWrite | undefined {
  const known = cache.get(facts.body) ?? new Map<string, SoleWrite | undefined>();
  cache.set(facts.body, known);
  const key = `${kind} ${name}`;
  if (!known.has(key)) known.set(key, findSoleWrite(facts, kind, name));
  return known.get(key);
}

interface SoleWrite {
  value: Expression;
  /** The constants that it is made of, besides those of the top level. */
  constants: readonly Constants[];
}

const cache = new WeakMap<FileFacts["body"], Map<string, SoleWrite | undefined>>();

function findSoleWrite(facts: FileFacts, kind: Write["kind"], name: string): SoleWrite | undefined {
  const [write, ...others] = writesOf(facts.body).filter((it) => it.kind === kind && it.name === name);
  if (!write || others.length > 0 || write.loops.length > 0 || write.functions.length === 0) return undefined;
  if (!startsEmpty(facts, kind, name)) return undefined;
  const line = ancestorsOf(facts, write.at);
  const assignment = line.at(-1);
  if (assignment?.kind !== "assign" || !OPERATORS.has(assignment.operator) || assignment.givesOld) return undefined;
  const { target, value } = assignment;
  const isPlain = kind === "variable" ? target.kind === "bind" : target.kind === "place" && target.place.kind === "member";
  if (!isPlain) return undefined;
  const isAbout = (test: Expression): boolean => asksOnlyWhetherThereIs(test, kind, name);
  if (!line.every((part, index) => leadsOn(part, line[index + 1], isAbout)) || !isComeTo(line, isAbout)) return undefined;
  if (kind === "variable" && isLeftToConditions(facts, write, isAbout)) return undefined;
  const constants = line.flatMap((part) => constantsIn("body" in part ? part.body : undefined));
  return isAlwaysThere(value, facts, constants)
    ? { value, constants: constants.filter((it) => areAlwaysThere(it, facts, constants)) }
    : undefined;
}

const OPERATORS: ReadonlySet<string> = new Set(["=", "??=", "||="]);

/** Whether what stands in a part of the source is reached with it, or whenever the variable has no value. */
function leadsOn(part: Ancestor, next: Ancestor | undefined, isAbout: (test: Expression) => boolean): boolean {
  if ("parameters" in part) return part.parameters.length === 0 && !part.generator;
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
