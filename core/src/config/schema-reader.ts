import * as z from "zod";
import type { ConfigRule } from "./problems.ts";

/** What is allowed for a value of this schema, or for a key of this record, as the end of the sentence "allowed is …". */
export function describeAllowed(schema: z.core.$ZodType, { isKey = false }: { isKey?: boolean } = {}): string {
  if (isKey) return describeAllowed((definitionOf(unwrap(schema)) as z.core.$ZodRecordDef).keyType);
  const values = allowedValues(schema);
  if (values) return listOf(values.map((value) => JSON.stringify(value)));
  const def = definitionOf(unwrap(schema));
  switch (def.type) {
    case "number":
      return describeNumber(unwrap(schema) as z.ZodNumber);
    case "string":
      return String(z.globalRegistry.get(unwrap(schema))?.allowed ?? describeText(lengthOf(def)));
    case "boolean":
      return "true or false";
    case "array":
      return describeList(lengthOf(def), describeAllowed((def as z.core.$ZodArrayDef).element));
    case "record":
      return `an object whose values are each ${describeAllowed((def as z.core.$ZodRecordDef).valueType)}`;
    case "object":
      return `an object with the fields ${listOf(Object.keys((def as z.core.$ZodObjectDef).shape))}`;
    default:
      return "a value of another type";
  }
}

/** The values to choose from, or undefined when the schema is not a choice. */
export function allowedValues(schema: z.core.$ZodType): string[] | undefined {
  const inner = unwrap(schema);
  const def = definitionOf(inner);
  if (def.type === "enum") return Object.values((def as z.core.$ZodEnumDef).entries).map(String);
  return undefined;
}

/** The rules that speak about certain values which are not among the {@link allowedValues}. */
export function rulesByValue(schema: z.core.$ZodType): Readonly<Record<string, ConfigRule>> | undefined {
  // Only `lifecycleRules` writes it, and the compiler looks at what it writes.
  return z.globalRegistry.get(unwrap(schema))?.ruleOf as Readonly<Record<string, ConfigRule>> | undefined;
}

/** The schema at a path, or undefined where the path leaves it. */
export function schemaAt(schema: z.core.$ZodType, path: readonly PropertyKey[]): z.core.$ZodType | undefined {
  let current: z.core.$ZodType | undefined = schema;
  for (const key of path) {
    const def: z.core.$ZodTypeDef | undefined = current && definitionOf(unwrap(current));
    if (def?.type === "object") current = fieldAt((def as z.core.$ZodObjectDef).shape, String(key));
    else if (def?.type === "array") current = (def as z.core.$ZodArrayDef).element;
    else if (def?.type === "record") current = (def as z.core.$ZodRecordDef).valueType;
    else return undefined;
  }
  return current;
}

/** A source may name anything, such as `constructor`, which every object has. */
const fieldAt = (shape: z.core.$ZodShape, name: string): z.core.$ZodType | undefined =>
  Object.hasOwn(shape, name) ? shape[name] : undefined;

/** The names of the fields that an object schema has, or none. */
export function fieldNames(schema: z.core.$ZodType | undefined): string[] {
  const def = schema && definitionOf(unwrap(schema));
  return def?.type === "object" ? Object.keys((def as z.core.$ZodObjectDef).shape) : [];
}

/** The default of a field, or undefined. */
export function defaultOf(schema: z.core.$ZodType): unknown {
  const def = definitionOf(schema);
  return def.type === "default" ? (def as z.core.$ZodDefaultDef).defaultValue : undefined;
}

/** Whether a field may be left out. */
export function isOptional(schema: z.core.$ZodType): boolean {
  const { type } = definitionOf(schema);
  return type === "optional" || type === "default";
}

/** `a`, `a or b`, `a, b or c`. */
export function listOf(words: readonly string[]): string {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} or ${words.at(-1)}`;
}

function unwrap(schema: z.core.$ZodType): z.core.$ZodType {
  const def = definitionOf(schema);
  switch (def.type) {
    case "optional":
      return unwrap((def as z.core.$ZodOptionalDef).innerType);
    case "default":
      return unwrap((def as z.core.$ZodDefaultDef).innerType);
    case "pipe":
      return unwrap((def as z.core.$ZodPipeDef).in);
    default:
      return schema;
  }
}

const definitionOf = (schema: z.core.$ZodType): z.core.$ZodTypeDef => schema._zod.def;

interface Length {
  readonly min?: number;
  readonly max?: number;
}

/** How long a text or list may be. */
function lengthOf({ checks = [] }: z.core.$ZodTypeDef): Length {
  const limits = checks.map((check): Length => {
    const { def } = check._zod;
    if (def.check === "min_length") return { min: (def as z.core.$ZodCheckMinLengthDef).minimum };
    return def.check === "max_length" ? { max: (def as z.core.$ZodCheckMaxLengthDef).maximum } : {};
  });
  return Object.assign({}, ...limits);
}

function describeText({ min = 0, max }: Length): string {
  if (max !== undefined) return `a text of ${min === 0 ? "at most" : `${min} to`} ${max} characters`;
  return min === 0 ? "a text" : "a non-empty text";
}

function describeList({ min = 0, max }: Length, item: string): string {
  if (max !== undefined) return `a list of at most ${max} items, each ${item}`;
  return min === 0 ? `a list of which each item is ${item}` : `a list of at least ${min === 1 ? "one item" : `${min} items`}, each ${item}`;
}

function describeNumber(schema: z.ZodNumber): string {
  const noun = schema.isInt ? "a whole number" : "a number";
  const min = bound(schema.minValue);
  const max = bound(schema.maxValue);
  if (min !== undefined && max !== undefined) return `${noun} from ${min} to ${max}`;
  if (min !== undefined) return `${noun} of at least ${min}`;
  if (max !== undefined) return `${noun} of at most ${max}`;
  return noun;
}

/** Zod's own limits of a safe integer are no limits that a user gave. */
const bound = (value: number | null): number | undefined =>
  value === null || Math.abs(value) >= Number.MAX_SAFE_INTEGER ? undefined : value;
