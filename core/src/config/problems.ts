import type * as z from "zod";
import { didYouMean, isSlip } from "./did-you-mean.ts";
import { readable, UNKNOWN_VALUE, UnknownRead } from "./readable.ts";
import { REDACTED, showValue, withoutCredentials } from "./redact.ts";
import { allowedValues, defaultOf, describeAllowed, fieldNames, listOf, rulesByValue, schemaAt } from "./schema-reader.ts";
import { nameOfSetting } from "./setting-names.ts";

/** The rules of the analyser that speak about values of configs. */
export type ConfigRule =
  | "config-value"
  | "config-combination"
  | "lifecycle-order"
  | "lifecycle-minimum-duration"
  | "unknown-region"
  | "region-cloud-mismatch";

/** One thing that is wrong with a config's values, as plain data. Holds no secret. */
export interface ConfigProblem {
  readonly className: string;
  /** From the options object to the value; empty for the object as a whole. An unknown field's own name is its last part. */
  readonly path: readonly (string | number)[];
  /** The path as people write it: `lifecycleRules[0].expiration.days`. */
  readonly field: string;
  readonly rule: ConfigRule;
  /** `name`: the value may stay, and the name that it has in a record may not. */
  readonly kind: "unknown-field" | "missing" | "value" | "name" | "combination";
  /** `error`: the constructor throws. `warning`: it works, and somebody should look. */
  readonly severity: "error" | "warning";
  /** A whole sentence that names the class, the field, the value and what is allowed. */
  readonly message: string;
  /** What is allowed, as the end of "allowed is …". */
  readonly allowed?: string;
  /** The field name or value that was probably meant. */
  readonly suggestion?: string;
  /** Something else may have been meant, or be wrong beside it, so that what is suggested is nothing to write unseen. */
  readonly isGuess?: true;
}

/** A rule about several fields at once. Decides nothing where what it reads is wrong or unknown. */
export interface ConfigCheck<Value> {
  /** A field that is a list of objects: one of which it reads what is wrong or unknown is seen as an empty object, and the others as they are. */
  readonly each?: string;
  readonly rule: ConfigRule;
  readonly severity?: "error" | "warning";
  /** Gets the values with defaults filled in. */
  readonly find: (value: Value) => readonly CheckFinding[];
}

/** What a {@link ConfigCheck} found: where, what the value is, and what is allowed instead. */
export interface CheckFinding {
  readonly path: readonly (string | number)[];
  /** Continues "`Class.field` …". */
  readonly says: string;
  readonly allowed?: string;
  readonly suggestion?: string;
  readonly isGuess?: true;
  /** Default: `combination`. */
  readonly kind?: "name";
}

/** What {@link findProblems} needs to know of a config class. */
export interface CheckedSchema {
  readonly name: string;
  readonly schema: z.ZodObject;
  readonly secrets?: readonly string[];
  // A check sees its own class' values; here, where classes meet, only their common shape is known.
  readonly checks?: readonly ConfigCheck<never>[];
}

/** Everything that is wrong with plain values for a config class. `partial`: further fields may be set elsewhere, so none is missing. */
export function findProblems(definition: CheckedSchema, value: unknown, options: { partial?: boolean } = {}): ConfigProblem[] {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    if (value === UNKNOWN_VALUE) return [];
    const allowed = describeAllowed(definition.schema);
    // A connection string or a key alone is what people give by mistake.
    const shown = definition.secrets ? describeKind(value) : showValue(value);
    const message = `${definition.name} takes one object of options, not ${shown}.`;
    return [{ className: definition.name, path: [], field: "", rule: "config-value", kind: "value", severity: "error", message, allowed }];
  }
  const parsed = definition.schema.safeParse(value);
  const issues = parsed.success ? [] : parsed.error.issues;
  const problems = issues
    .flatMap((issue) => problemsOfIssue(definition, value, issue))
    .filter((problem) => !(options.partial && problem.kind === "missing" && problem.path.length === 1))
    // A field that does not exist is wrong whatever its value.
    .filter(({ kind, path }) => !meetsUnknown(value, kind === "unknown-field" ? path.slice(0, -1) : path))
    // An empty array is no text, and too short for one: one sentence says it.
    .filter(({ message }, index, all) => all.findIndex((other) => other.message === message) === index);
  return [
    ...problems.filter((problem) => !isMisspelled(problem, problems)),
    ...runChecks(definition, value as Record<string, unknown>, problems, options.partial ?? false),
  ];
}

/** Whether a field is missing because its name is misspelled, which is one mistake, and told as that. */
function isMisspelled({ kind, field }: ConfigProblem, problems: readonly ConfigProblem[]): boolean {
  if (kind !== "missing") return false;
  return problems.some(({ kind, path, suggestion }) => {
    return kind === "unknown-field" && suggestion !== undefined && fieldOf([...path.slice(0, -1), suggestion]) === field;
  });
}

/** `["lifecycleRules", 0, "id"]` → `lifecycleRules[0].id`. */
function fieldOf(path: readonly PropertyKey[]): string {
  return path
    .map((part, index) => (typeof part === "number" ? `[${part}]` : `${index === 0 ? "" : "."}${withoutCredentials(String(part))}`))
    .join("");
}

const describeKind = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "an array" : `a ${typeof value}`);

function problemsOfIssue(definition: CheckedSchema, root: object, issue: z.core.$ZodIssue): ConfigProblem[] {
  const path = issue.path.map((part) => (typeof part === "number" ? part : String(part)));
  const className = definition.name;
  if (issue.code === "unrecognized_keys") {
    const known = fieldNames(schemaAt(definition.schema, path));
    return issue.keys.map((key) => {
      const named = path.length === 0 ? nameOfSetting(className, key) : undefined;
      const suggestion = named ?? didYouMean(key, known);
      const owner = path.length === 0 ? className : `${className}.${fieldOf(path)}`;
      const names = listOf(known).replace(/ or (\S+)$/, " and $1");
      const fields = known.length === 1 ? `its only field is ${names}.` : `its fields are ${names}.`;
      const help = suggestion ? `did you mean "${suggestion}"?` : fields;
      const full = [...path, key];
      const base = { className, path: full, field: fieldOf(full), rule: "config-value", kind: "unknown-field", severity: "error" } as const;
      const message = `${owner} has no field "${withoutCredentials(key)}"; ${help}`;
      // Under the name that other classes have for a setting, the value may be one of theirs, too.
      const isGuess = suggestion !== undefined && (named !== undefined || !isSlip(key, suggestion, known));
      return { ...base, message, allowed: listOf(known), suggestion, ...(isGuess && { isGuess }) };
    });
  }
  const value = valueAt(root, path);
  // Of a record's key, the path ends in the key.
  const isKey = issue.code === "invalid_key";
  const schema = schemaAt(definition.schema, isKey ? path.slice(0, -1) : path) ?? definition.schema;
  // Messages of patterns and refinements are our own and say what is allowed.
  const allowed = isOwnMessage(issue) ? issue.message : describeAllowed(schema, { isKey });
  const field = fieldOf(path);
  const base = { className, path, field, rule: ruleOf(schema, value), severity: "error", allowed } as const;
  if (isKey) return [{ ...base, kind: "name", message: `${className}.${field} has a name that is not allowed; allowed is ${allowed}.` }];
  if (value === undefined) return [{ ...base, kind: "missing", message: `${className}.${field} is missing; allowed is ${allowed}.` }];
  // A class that no rule moves objects back to is no typing error.
  const isWord = typeof value === "string" && base.rule === "config-value";
  const choices = allowedValues(schema) ?? [];
  const suggestion = isWord ? didYouMean(value, choices) : undefined;
  const isGuess = isWord && suggestion !== undefined && !isSlip(value, suggestion, choices);
  const shown = definition.secrets?.includes(String(path[0])) ? REDACTED : showValue(value);
  const tail = suggestion ? ` Did you mean ${JSON.stringify(suggestion)}?` : "";
  return [
    {
      ...base,
      kind: "value",
      message: `${className}.${field} is ${shown}; allowed is ${allowed}.${tail}`,
      suggestion,
      ...(isGuess && { isGuess }),
    },
  ];
}

const isOwnMessage = ({ code }: z.core.$ZodIssue): boolean => code === "invalid_format" || code === "custom";

/** The rule that speaks about a value which its schema refuses. */
function ruleOf(schema: z.core.$ZodType, value: unknown): ConfigRule {
  return (typeof value === "string" ? rulesByValue(schema)?.[value] : undefined) ?? "config-value";
}

function runChecks(
  definition: CheckedSchema,
  value: Readonly<Record<string, unknown>>,
  problems: readonly ConfigProblem[],
  partial: boolean,
): ConfigProblem[] {
  const filled: Record<string, unknown> = {};
  for (const [name, schema] of Object.entries(definition.schema.shape)) {
    const isOpen = partial && value[name] === undefined;
    filled[name] = isOpen ? UNKNOWN_VALUE : (value[name] ?? defaultOf(schema));
  }
  const sound = problems.reduce<unknown>((all, problem) => withUnknown(all, wrongPlace(problem)), filled);
  return (definition.checks ?? []).flatMap((check) =>
    findingsOf(check, sound).map((finding) => {
      const { path, says, ...rest } = finding;
      const field = fieldOf(path);
      const allowed = rest.allowed ? `; allowed is ${rest.allowed}` : "";
      const tail = rest.suggestion ? ` Did you mean ${JSON.stringify(rest.suggestion)}?` : "";
      const base = { className: definition.name, path, field, rule: check.rule, severity: check.severity ?? "error" } as const;
      return { kind: "combination", ...base, ...rest, message: `${definition.name}.${field} ${says}${allowed}.${tail}` };
    }),
  );
}

/** What a check finds in values of which some are unknown. */
function findingsOf(check: ConfigCheck<never>, values: unknown): readonly CheckFinding[] {
  const seen = readable(values);
  for (;;) {
    try {
      // What the check reads has passed the schema, so it has the class' own type.
      return check.find(seen as never);
    } catch (error) {
      if (!(error instanceof UnknownRead)) throw error;
      const [field, item] = error.path;
      if (field === undefined || field !== check.each || item === undefined) return [];
      // To assign to it would ask what is there.
      Object.defineProperty(valueAt(seen, [field]), item, { value: {} });
    }
  }
}

/** Where what is wrong makes a value that means nothing. What a misspelled field was meant to say is not known. */
function wrongPlace({ path, kind, suggestion }: ConfigProblem): readonly (string | number)[] {
  if (kind === "name") return path.slice(0, -1);
  if (kind !== "unknown-field") return path;
  const owner = path.slice(0, -1);
  return suggestion === undefined ? (owner.length > 0 ? owner : path) : [...owner, suggestion];
}

/** A copy of plain data with an unknown at a path. */
function withUnknown(data: unknown, [key, ...rest]: readonly (string | number)[]): unknown {
  if (key === undefined || typeof data !== "object" || data === null) return UNKNOWN_VALUE;
  const inner = withUnknown((data as Record<string, unknown>)[key], rest);
  return Array.isArray(data) ? data.with(Number(key), inner) : { ...data, [String(key)]: inner };
}

function valueAt(root: unknown, path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (typeof value === "object" && value !== null ? (value as Record<PropertyKey, unknown>)[key] : undefined),
    root,
  );
}

/** Whether the value at a path, or anything on the way to it or inside it, is unknown. */
function meetsUnknown(root: unknown, path: readonly (string | number)[]): boolean {
  for (let length = 0; length <= path.length; length++) {
    if (valueAt(root, path.slice(0, length)) === UNKNOWN_VALUE) return true;
  }
  return false;
}
