import { ConfigValidationError } from "../errors.ts";

/** Environment variables, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Makes a config from environment variables: per field, the first variable that is set and not empty.
 *
 * @throws {ConfigValidationError} with a hint that names the variables of the fields at fault.
 */
export function fromVariables<Field extends string, Config>(
  env: Environment,
  variables: Readonly<Record<Field, readonly string[]>>,
  make: (values: Partial<Record<Field, string>>) => Config,
): Config {
  const values: Partial<Record<Field, string>> = {};
  // Object.entries forgets the key type of a closed record.
  for (const [field, names] of Object.entries(variables) as [Field, readonly string[]][]) {
    const name = names.find((candidate) => env[candidate]?.trim());
    if (name !== undefined) values[field] = env[name]?.trim();
  }
  try {
    return make(values);
  } catch (error) {
    if (!(error instanceof ConfigValidationError)) throw error;
    const atFault = (Object.entries(variables) as [Field, readonly string[]][]).filter(([field]) => error.message.includes(`.${field} `));
    const names = atFault.map(([, candidates]) => candidates.join(" or "));
    throw new ConfigValidationError(error.message, {
      hint: names.length > 0 ? `Set the environment variable ${names.join(" and ")}.` : error.hint,
      operation: error.operation,
      cause: error,
    });
  }
}
