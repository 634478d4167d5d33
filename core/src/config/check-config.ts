import { type ConfigClassName, configClasses } from "./config-classes.ts";
import type { ConfigKind } from "./define-config.ts";
import { type CheckedSchema, type ConfigProblem, findProblems } from "./problems.ts";
import { allowedValues, defaultOf, describeAllowed, fieldNames, isOptional, schemaAt } from "./schema-reader.ts";

/**
 * What is wrong with plain values for a config class, without constructing it. The constructor throws for exactly the problems of severity `error`.
 *
 * Put `UNKNOWN_VALUE` where a value cannot be known statically; nothing is said about it.
 * `partial`: further fields may come from elsewhere (a spread), so nothing is reported missing.
 */
export function checkConfig(className: ConfigClassName, value: unknown, options: { partial?: boolean } = {}): ConfigProblem[] {
  return findProblems(definitionOf(className), value, options);
}

/** One field of a config class, for hovers, completion and docs. */
export interface ConfigFieldInfo {
  readonly name: string;
  readonly required: boolean;
  readonly default?: unknown;
  /** The end of "allowed is …". */
  readonly allowed: string;
  /** The values to choose from, where it is a choice. */
  readonly values?: readonly string[];
  readonly description: string;
  readonly secret: boolean;
}

/** The fields of a config class, in the order of the documentation. */
export function configFields(className: ConfigClassName): readonly ConfigFieldInfo[] {
  const known = fieldsOf.get(className) ?? readFields(className);
  fieldsOf.set(className, known);
  return known;
}

const fieldsOf = new Map<ConfigClassName, readonly ConfigFieldInfo[]>();

function readFields(className: ConfigClassName): ConfigFieldInfo[] {
  const { schema, secrets = [] } = definitionOf(className);
  return Object.entries(schema.shape).map(([name, field]) => ({
    name,
    required: !isOptional(field),
    default: defaultOf(field),
    allowed: describeAllowed(field),
    values: allowedValues(field),
    description: field.description ?? "",
    secret: secrets.includes(name),
  }));
}

/** What a config holds once a field is given a value: several spellings may mean one thing. What the field does not take is left as it is. */
export function readField(className: ConfigClassName, field: string, value: unknown): unknown {
  const { shape } = definitionOf(className).schema;
  const read = Object.hasOwn(shape, field) ? shape[field]?.safeParse(value) : undefined;
  return read?.success ? read.data : value;
}

/** What may stand at a path inside a config: the values to choose from, or the names of an object's fields. */
export function choicesAt(className: ConfigClassName, path: readonly (string | number)[]): { values: string[]; fields: string[] } {
  const schema = schemaAt(definitionOf(className).schema, path);
  return { values: (schema && allowedValues(schema)) ?? [], fields: fieldNames(schema) };
}

/** What a class' configs are for. */
export function configKind(className: ConfigClassName): ConfigKind {
  return configClasses[className].definition.kind;
}

/** The fields that open a resource to the public, each with the value that does. */
export function exposingFields(className: ConfigClassName): Readonly<Record<string, unknown>> {
  const { definition } = configClasses[className];
  return "exposedWhen" in definition ? { ...definition.exposedWhen } : {};
}

/** The fields that decide about each object when it is written, and not about the bucket. */
export function fieldsOfObjects(className: ConfigClassName): readonly string[] {
  const { definition } = configClasses[className];
  return "ofObjects" in definition ? (definition.ofObjects ?? []) : [];
}

const definitionOf = (className: ConfigClassName): CheckedSchema => configClasses[className].definition;
