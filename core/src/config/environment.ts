import { ConfigValidationError } from "../errors.ts";
import type { ConfigDefinition } from "./define-config.ts";
import { findProblems } from "./problems.ts";

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** A config class, as far as {@link fromVariables} needs to know it. */
interface ConfigMaker<Options, Config> {
  readonly definition: ConfigDefinition;
  new (options: Options): Config;
}

/**
 * Makes a config from environment variables: per field, the first variable that is set and not empty.
 *
 * @param complete adds to the values what the variables do not say.
 * @throws {ConfigValidationError} with a hint that names the variables of the fields at fault.
 */
export function fromVariables<Field extends string, Options extends object, Config>(
  env: Environment,
  variables: Readonly<Record<Field, readonly string[]>>,
  ConfigClass: ConfigMaker<Options, Config>,
  complete: (values: Partial<Record<Field, string>>) => Partial<Record<Field, string>> = (values) => values,
): Config {
  const found: Partial<Record<Field, string>> = {};
  // Object.entries forgets the key type of a closed record.
  const entries = Object.entries(variables) as [Field, readonly string[]][];
  for (const [field, names] of entries) {
    const name = names.find((candidate) => env[candidate]?.trim());
    if (name !== undefined) found[field] = env[name]?.trim();
  }
  const values = complete(found);
  const problems = findProblems(ConfigClass.definition, values).filter(({ severity }) => severity === "error");
  // What the variables do not say, such as a required field, is among the problems.
  if (problems.length === 0) return new ConfigClass(values as Options);
  const names = entries
    .filter(([field]) => problems.some(({ path }) => path[0] === field))
    .map(([, candidates]) => candidates.join(" or "));
  throw new ConfigValidationError(problems.map(({ message }) => message).join("\n"), {
    hint: names.length > 0 ? `Set the environment variable ${names.join(" and ")}.` : undefined,
    operation: `new ${ConfigClass.definition.name}`,
  });
}
