import { cloudOfProviderConfig } from "@glacier/core/clouds";
import type { LiteralValue } from "../facts/facts.ts";
import { ALWAYS, type Guard, NEVER } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { type Atom, type ClassAtom, type LiteralAtom, literal, type Value } from "./values.ts";

/** The paths on which a value counts as true. */
export function truthOf(machine: Machine, value: Value): Guard {
  return onPaths(machine, value, (atom) => {
    if (atom.kind === "literal") return atom.value ? ALWAYS : NEVER;
    return atom.kind === "unknown" ? machine.conditions.isTruthy(atom.key) : ALWAYS;
  });
}

/** The paths on which a value is `null` or `undefined`. */
export function nullishOf(machine: Machine, value: Value): Guard {
  return onPaths(machine, value, (atom) => {
    if (atom.kind === "literal") return atom.value === null || atom.value === undefined ? ALWAYS : NEVER;
    return atom.kind === "unknown" ? machine.conditions.isNullish(atom.key) : NEVER;
  });
}

function onPaths(machine: Machine, value: Value, holds: (atom: Atom) => Guard): Guard {
  if (value.kind !== "choice") return holds(value);
  return value.alternatives.reduce((sum, { guard, atom }) => machine.guards.or(sum, machine.guards.and(guard, holds(atom))), NEVER);
}

/** `left === right`. */
export function equality(machine: Machine, left: Value, right: Value): Value {
  return machine.over(left, (one) => machine.over(right, (other) => equalAtoms(machine, one, other)));
}

function equalAtoms(machine: Machine, one: Atom, other: Atom): Value {
  if (one.kind === "literal" && other.kind === "literal") return literal(one.value === other.value);
  if (one.kind === "unknown" && other.kind === "literal") return machine.boolean(machine.conditions.equals(one.key, other.value));
  if (one.kind === "literal" && other.kind === "unknown") return machine.boolean(machine.conditions.equals(other.key, one.value));
  const keys = [machine.keyOf(one), machine.keyOf(other)].sort();
  if (isKnownThing(one) && isKnownThing(other)) return literal(keys[0] === keys[1]);
  return keys[0] === keys[1] ? literal(true) : machine.unknown(`(${keys[0]} === ${keys[1]})`);
}

/** Whether two of this kind can be told apart by what they are. */
function isKnownThing({ kind }: Atom): boolean {
  return kind !== "unknown" && kind !== "builtin" && kind !== "glacier" && kind !== "namespace" && kind !== "handle";
}

export function binary(machine: Machine, operator: string, left: Value, right: Value): Value {
  switch (operator) {
    case "===":
    case "==":
      return isNullLiteral(right) && operator === "==" ? machine.boolean(nullishOf(machine, left)) : equality(machine, left, right);
    case "!==":
    case "!=":
      return negate(machine, binary(machine, `=${operator.slice(1)}`, left, right));
    case "instanceof":
      return machine.over(left, (one) => machine.over(right, (other) => instanceOf(machine, one, other)));
    case "in":
      return machine.over(right, (other) => machine.over(left, (one) => hasKey(machine, one, other)));
    default:
      return machine.over(left, (one) =>
        machine.over(right, (other) => {
          if (one.kind === "literal" && other.kind === "literal") {
            const result = calculate(operator, one.value, other.value);
            if (result !== undefined) return readFrom(literal(result), one, other);
          }
          return machine.unknown(`(${machine.keyOf(one)} ${operator} ${machine.keyOf(other)})`);
        }),
      );
  }
}

/** A literal made of others is about what they are about. */
export function readFrom(made: LiteralAtom, ...from: readonly (Value | undefined)[]): LiteralAtom {
  const about = from.flatMap((value) => (value?.kind === "literal" ? (value.about ?? []) : []));
  return about.length === 0 ? made : { ...made, about: about.join("}{") };
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
    if (operator === "-" && atom.kind === "literal" && typeof atom.value === "number") return literal(-atom.value, atom.site);
    return machine.unknown(`${operator}${machine.keyOf(atom)}`);
  });
}

function typeName(atom: Atom): string | undefined {
  switch (atom.kind) {
    case "unknown":
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

function calculate(operator: string, left: LiteralValue, right: LiteralValue): LiteralValue {
  if (operator === "+" && (typeof left === "string" || typeof right === "string")) return `${left}${right}`;
  if (typeof left !== "number" || typeof right !== "number") return undefined;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "**":
      return left ** right;
    case "<":
      return left < right;
    case ">":
      return left > right;
    case "<=":
      return left <= right;
    case ">=":
      return left >= right;
    default:
      return undefined;
  }
}

function instanceOf(machine: Machine, one: Atom, other: Atom): Value {
  if (other.kind === "glacier" && one.kind === "config") return literal(one.className === other.name);
  if (other.kind === "glacier" && one.kind === "provider") return literal(other.name === "Provider");
  if (other.kind === "glacier" && one.kind === "unknown") {
    const cloud = cloudOfProviderConfig(other.name);
    // `provider.config instanceof AwsConfig` says the same as `provider.cloud === "aws"`.
    if (cloud && one.key.endsWith(".config"))
      return machine.boolean(machine.conditions.equals(`${one.key.slice(0, -"config".length)}cloud`, cloud.id));
  }
  if (other.kind === "class" && one.kind === "object" && one.class) return literal(ancestry(one.class).includes(other));
  if (one.kind === "literal") return literal(false);
  return machine.unknown(`(${machine.keyOf(one)} instanceof ${machine.keyOf(other)})`);
}

/** A class and the ones it extends, as far as they are known. */
export function ancestry(atom: ClassAtom): ClassAtom[] {
  const line = [atom];
  for (let parent = atom.parent; parent?.kind === "class" && !line.includes(parent); parent = parent.parent) line.push(parent);
  return line;
}

function hasKey(machine: Machine, key: Atom, object: Atom): Value {
  if (key.kind === "literal" && object.kind === "object") {
    const { properties, open } = machine.seen(object);
    if (properties.has(String(key.value))) return literal(true);
    if (!open && !object.class) return literal(false);
  }
  return machine.unknown(`(${machine.keyOf(key)} in ${machine.keyOf(object)})`);
}
