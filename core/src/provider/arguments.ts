import { plainBucketNameProblem } from "../clouds/descriptors.ts";
import { didYouMean } from "../config/index.ts";
import { showValue } from "../config/redact.ts";
import { ConfigValidationError } from "../errors.ts";

/**
 * A name given to a factory.
 *
 * @throws {ConfigValidationError} when it is no text or empty.
 */
export function requireName(value: unknown, what: string, operation: string): string {
  if (typeof value === "string" && value.trim() !== "") return value;
  throw new ConfigValidationError(`The ${what} of ${operation}() is ${showValue(value)}; allowed is a non-empty text.`, {
    operation: `provider.${operation}`,
  });
}

/**
 * A bucket's name. What clouds allow beyond this differs, and is in their descriptors for the analyser: a service that is merely compatible may allow more.
 * A name that is a path is wrong on all of them.
 *
 * @throws {ConfigValidationError} when it could name anything but one folder.
 */
export function requireBucketName(value: unknown): string {
  const name = requireName(value, "name", "bucket");
  if (plainBucketNameProblem(name) === undefined) return name;
  throw new ConfigValidationError(`The bucket name ${showValue(name)} is a path; allowed is a plain name, without "/" or "\\".`, {
    hint: 'Put the path into the options: provider.bucket("name", { path: "folder/file.parquet" }).',
    operation: "provider.bucket",
  });
}

/**
 * The options of a factory or constructor.
 *
 * @throws {ConfigValidationError} when they are no object or hold an unknown option.
 */
export function requireOptions<Name extends string>(
  value: unknown,
  known: readonly Name[],
  operation: string,
): Readonly<Partial<Record<Name, unknown>>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigValidationError(`${operation} takes one object of options.`, {
      hint: `Its options are ${known.join(", ")}.`,
      operation,
    });
  }
  const unknown = Object.keys(value).find((key) => !(known as readonly string[]).includes(key));
  // Which options there are has just been checked; what they hold, each reader of them checks.
  if (unknown === undefined) return value as Readonly<Partial<Record<Name, unknown>>>;
  const suggestion = didYouMean(unknown, known);
  throw new ConfigValidationError(`${operation} has no option ${showValue(unknown)}.`, {
    hint: suggestion ? `Did you mean "${suggestion}"?` : `Its options are ${known.join(", ")}.`,
    operation,
  });
}

/**
 * Tags as plain frozen text.
 *
 * @throws {ConfigValidationError} naming the tag that is no text.
 */
export function readTags(value: unknown): Readonly<Record<string, string>> {
  if (value === undefined) return Object.freeze({});
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ConfigValidationError("Provider tags are an object of texts.", { operation: "new Provider" });
  }
  for (const [tag, text] of Object.entries(value)) {
    if (typeof text !== "string")
      throw new ConfigValidationError(`The provider tag "${tag}" is not a text.`, { operation: "new Provider" });
  }
  return Object.freeze({ ...(value as Record<string, string>) });
}
