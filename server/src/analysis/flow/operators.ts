import { cloudOfLegacyProvider, cloudOfProviderConfig } from "@glacier/core/clouds";
import { isConfigClassName } from "@glacier/core/config";
import type { LiteralValue } from "../facts/facts.ts";
import { classKey } from "./asked-configs.ts";
import { convert } from "./conversions.ts";
import { ALWAYS, type Guard, NEVER } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { hasOwn } from "./own-members.ts";
import { type Atom, type ClassAtom, type LiteralAtom, literal, type ProviderAtom, type Value } from "./values.ts";

/** The paths on which a value counts as true. */
export function truthOf(machine: Machine, value: Value): Guard {
  return onPaths(machine, value, (atom) => {
    if (atom.kind === "literal") return atom.value ? ALWAYS : NEVER;
    return atom.kind === "unknown" && !atom.isThrown ? machine.conditions.isTruthy(atom.key) : ALWAYS;
  });
}

/** The paths on which a value is `null` or `undefined`. */
export function nullishOf(machine: Machine, value: Value): Guard {
  return onPaths(machine, value, (atom) => {
    if (atom.kind === "literal") return atom.value === null || atom.value === undefined ? ALWAYS : NEVER;
    return atom.kind === "unknown" && !atom.isThrown ? machine.conditions.isNullish(atom.key) : NEVER;
  });
}

/** The paths on which something holds for what a value is there. */
export function onPaths(machine: Machine, value: Value, holds: (atom: Atom) => Guard): Guard {
  if (value.kind !== "choice") return holds(value);
  return value.alternatives.reduce((sum, { guard, atom }) => machine.guards.or(sum, machine.guards.and(guard, holds(atom))), NEVER);
}

/** `left === right`. */
export function equality(machine: Machine, left: Value, right: Value): Value {
  return machine.over(left, (one) => machine.over(right, (other) => equalAtoms(machine, one, other)));
}

function equalAtoms(machine: Machine, one: Atom, other: Atom): Value {
  if (one.kind === "literal" && other.kind === "literal") return readFrom(literal(one.value === other.value), one, other);
  if (isSymbol(one) && (isSymbol(other) || other.kind !== "unknown")) return literal(machine.keyOf(one) === machine.keyOf(other));
  if (isSymbol(other) && one.kind !== "unknown") return literal(false);
  if ((isThrown(one) && isNullLiteral(other)) || (isThrown(other) && isNullLiteral(one))) return literal(false);
  if (one.kind === "unknown" && other.kind === "literal") return machine.boolean(machine.conditions.equals(one.key, other.value));
  if (one.kind === "literal" && other.kind === "unknown") return machine.boolean(machine.conditions.equals(other.key, one.value));
  const keys = [machine.keyOf(one), machine.keyOf(other)].sort();
  if (isKnownThing(one) && isKnownThing(other)) return literal(keys[0] === keys[1]);
  return keys[0] === keys[1] ? literal(true) : machine.unknown(`(${keys[0]} === ${keys[1]})`);
}

const isSymbol = (atom: Atom): boolean => atom.kind === "unknown" && atom.isSymbol === true;

const isThrown = (atom: Atom): boolean => atom.kind === "unknown" && atom.isThrown === true;

/** Whether two of this kind can be told apart by what they are. */
function isKnownThing({ kind }: Atom): boolean {
  return kind !== "unknown" && kind !== "builtin" && kind !== "glacier" && kind !== "namespace" && kind !== "handle";
}

export function binary(machine: Machine, operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case "===":
      return equality(machine, left, right);
    case "==":
      return looseEquality(machine, left, right);
    case "!==":
      return negate(machine, equality(machine, left, right));
    case "!=":
      return negate(machine, looseEquality(machine, left, right));
    case "instanceof":
      return machine.over(left, (one) => machine.over(right, (other) => instanceOf(machine, one, other)));
    case "in":
      return machine.over(right, (other) => machine.over(left, (one) => hasKey(machine, one, other)));
    default:
      return overConverted(machine, operator === "+" && isText(left) ? "text" : "number", left, right, (one, other) => {
        if (one.kind === "literal" && other.kind === "literal") {
          const result = calculate(operator, one.value, other.value);
          if (result) return readFrom(literal(result.value), one, other);
        }
        const unknown = machine.unknown(`(${machine.questionKey(one)} ${operator} ${machine.questionKey(other)})`);
        const texts = operator === "+" ? textsOf(one, other) : undefined;
        return texts ? { ...unknown, texts } : unknown;
      });
  }
}

/** What is known of the text that two things come to, one behind the other; undefined where they may come to a number. */
function textsOf(one: Atom, other: Atom): string[] | undefined {
  const [left, right] = [knownTexts(one), knownTexts(other)];
  if (!left && !right) return undefined;
  const [before, after] = [left ?? plainTexts(one), right ?? plainTexts(other)];
  const texts = [...before.slice(0, -1), `${before.at(-1)}${after[0]}`, ...after.slice(1)];
  return texts.length > TEXTS_LIMIT ? undefined : texts;
}

/** Of what is a text for certain. */
function knownTexts(atom: Atom): readonly string[] | undefined {
  if (atom.kind === "unknown") return atom.texts;
  return atom.kind === "literal" && typeof atom.value === "string" ? [atom.value] : undefined;
}

/** Of what becomes one beside a text. */
const plainTexts = (atom: Atom): readonly string[] => (atom.kind === "literal" ? [String(atom.value)] : ["", ""]);

const TEXTS_LIMIT = 32;

/** Only a template begins with a text. */
const isText = (value: Value): boolean => value.kind === "literal" && typeof value.value === "string";

/** Does something with each pair that two values may be, in which objects stand for what the language makes of them. */
function overConverted(machine: Machine, to: "text" | "number", left: Value, right: Value, act: (one: Atom, other: Atom) => Value): Value {
  const converted = (value: Value): Value => machine.over(value, (atom) => (atom.kind === "object" ? convert(machine, atom, to) : atom));
  const first = converted(left);
  const second = converted(right);
  return machine.over(first, (one) => machine.over(second, (other) => act(one, other)));
}

/** A literal made of others is about what they are about. */
export function readFrom(made: LiteralAtom, ...from: readonly (Value | undefined)[]): LiteralAtom {
  const about = from.flatMap((value) => (value?.kind === "literal" ? (value.about ?? []) : []));
  return about.length === 0 ? made : { ...made, about: about.join("}{") };
}

/** `left == right`. */
function looseEquality(machine: Machine, left: Value, right: Value): Value {
  return machine.over(left, (one) => machine.over(right, (other) => looselyEqualAtoms(machine, one, other)));
}

function looselyEqualAtoms(machine: Machine, one: Atom, other: Atom): Value {
  if (isNullLiteral(other)) return machine.boolean(nullishOf(machine, one));
  if (isNullLiteral(one)) return machine.boolean(nullishOf(machine, other));
  if (one.kind !== "literal" && other.kind !== "literal") return equalAtoms(machine, one, other);
  // biome-ignore lint/suspicious/noDoubleEquals: the source asks the same.
  if (one.kind === "literal" && other.kind === "literal") return readFrom(literal(one.value == other.value), one, other);
  const [plain, thing] = one.kind === "literal" ? [one, other] : [other, one];
  // What is no number in another spelling equals nothing but itself.
  const isText = plain.kind === "literal" && typeof plain.value === "string" && Number.isNaN(Number(plain.value));
  if (isText && thing.kind === "unknown") return equalAtoms(machine, thing, plain);
  return machine.unknown(`(${machine.questionKey(one)} == ${machine.questionKey(other)})`);
}

const isNullLiteral = (value: Value): boolean => value.kind === "literal" && (value.value === null || value.value === undefined);

function negate(machine: Machine, value: Value): Value {
  return machine.boolean(machine.guards.not(truthOf(machine, value)));
}

export function unary(machine: Machine, operator: string, operand: Value): Value {
  if (operator === "!") return negate(machine, operand);
  if (operator === "void") return literal(undefined);
  return machine.over(operand, (atom) => {
    if (operator === "typeof") {
      const name = typeName(atom);
      return name === undefined ? machine.unknown(`typeof ${machine.keyOf(atom)}`) : literal(name);
    }
    const result = atom.kind === "literal" ? calculateOne(operator, atom.value) : undefined;
    if (result !== undefined) return readFrom(literal(result, atom.kind === "literal" ? atom.site : undefined), atom);
    return machine.unknown(`${operator}${machine.questionKey(atom)}`);
  });
}

function calculateOne(operator: string, operand: LiteralValue): number | undefined {
  if (operator === "-") return -Number(operand);
  if (operator === "+") return Number(operand);
  return operator === "~" ? ~Number(operand) : undefined;
}

function typeName(atom: Atom): string | undefined {
  switch (atom.kind) {
    case "unknown":
      return atom.isSymbol ? "symbol" : undefined;
    case "glacier":
      return undefined;
    case "literal":
      return typeof atom.value;
    case "function":
    case "class":
    case "builtin":
    case "task":
    case "pipeline":
      return "function";
    default:
      return "object";
  }
}

/** What an operator makes of two plain values, by the language's own rules. */
function calculate(operator: string, one: LiteralValue, other: LiteralValue): { value: LiteralValue } | undefined {
  // The language converts whatever plain values it is given.
  const [left, right] = [one as number, other as number];
  switch (operator) {
    case "+":
      return { value: left + right };
    case "-":
      return { value: left - right };
    case "*":
      return { value: left * right };
    case "/":
      return { value: left / right };
    case "%":
      return { value: left % right };
    case "**":
      return { value: left ** right };
    case "<":
      return { value: left < right };
    case ">":
      return { value: left > right };
    case "<=":
      return { value: left <= right };
    case ">=":
      return { value: left >= right };
    case "&":
      return { value: left & right };
    case "|":
      return { value: left | right };
    case "^":
      return { value: left ^ right };
    case "<<":
      return { value: left << right };
    case ">>":
      return { value: left >> right };
    case ">>>":
      return { value: left >>> right };
    default:
      return undefined;
  }
}

function instanceOf(machine: Machine, one: Atom, other: Atom): Value {
  if (other.kind === "glacier" && one.kind === "config") return literal(one.className === other.name);
  if (other.kind === "glacier" && one.kind === "provider") return literal(isOfProviderClass(one, other.name));
  if (other.kind === "glacier" && one.kind === "unknown") {
    const cloud = cloudOfProviderConfig(other.name);
    if (cloud && one.configOf !== undefined) return literal(one.configOf === cloud.id);
    // `provider.config instanceof AwsConfig` says the same as `provider.cloud === "aws"`.
    if (cloud && one.key.endsWith(".config"))
      return machine.boolean(machine.conditions.equals(`${one.key.slice(0, -"config".length)}cloud`, cloud.id));
    if (isConfigClassName(other.name)) return machine.boolean(machine.conditions.equals(classKey(one), other.name));
  }
  // Nothing but a config, or what extends one, is of a config's class.
  if (other.kind === "glacier" && isConfigClassName(other.name) && isOfNoOtherClass(one)) return literal(false);
  const instance = one.kind === "provider" ? one.own : one;
  if (other.kind === "class" && instance?.kind === "object" && instance.class) return literal(ancestry(instance.class).includes(other));
  if (one.kind === "literal" || (isOfNoOtherClass(one) && other.kind === "unknown" && /Error$/.test(other.key))) return literal(false);
  return machine.unknown(`(${machine.keyOf(one)} instanceof ${machine.keyOf(other)})`);
}

/** Things that are of no class that is not in the source, whatever else they are: no errors, and no configs. */
const isOfNoOtherClass = (atom: Atom): boolean => isKnownThing(atom) && !(atom.kind === "object" && (atom.class || atom.base));

/** Whether a provider is an instance of a class: the one of V3, or V2's for a cloud. */
function isOfProviderClass({ legacyCloud, config }: ProviderAtom, className: string): boolean {
  const legacy = cloudOfLegacyProvider(className);
  if (!legacy) return className === "Provider";
  // On another cloud, it would be of that cloud's class.
  const isMoved = config.kind === "config" && config.movedFrom?.legacyCloud !== undefined;
  return (isMoved ? cloudOfProviderConfig(config.className)?.id : legacyCloud) === legacy.id;
}

/** A class and the ones it extends, as far as they are known. */
export function ancestry(atom: ClassAtom): ClassAtom[] {
  const line = [atom];
  for (let parent = atom.parent; parent?.kind === "class" && !line.includes(parent); parent = parent.parent) line.push(parent);
  return line;
}

function hasKey(machine: Machine, key: Atom, object: Atom): Value {
  if (key.kind === "literal" && object.kind === "object") {
    const name = String(key.value);
    const { setters } = machine.seen(object);
    const own = hasOwn(machine, object, name);
    if (own === true || setters?.has(name) || (!machine.isOpen(object) && name in Object.prototype)) return literal(true);
    if (own === false && !object.class) return literal(false);
  }
  return machine.unknown(`(${machine.keyOf(key)} in ${machine.keyOf(object)})`);
}
