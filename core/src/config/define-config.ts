import type * as z from "zod";
import { ConfigValidationError } from "../errors.ts";
import { type ConfigCheck, findProblems } from "./problems.ts";
import { redactFields } from "./redact.ts";

/** What a config class is for: a provider, or the kind of resource that takes it. */
export type ConfigKind = "provider" | "bucket" | "serverless" | "databricks" | "glue" | "emr" | "dataproc" | "synapse" | "spark";

/** Everything there is to say about one config class. */
export interface ConfigDefinition<Name extends string = string, Schema extends z.ZodObject = z.ZodObject> {
  readonly name: Name;
  readonly kind: ConfigKind;
  readonly schema: Schema;
  /** Fields that are never shown; of a record, its values. Default: none. */
  readonly secrets?: readonly string[];
  /** Rules about several fields at once. Default: none. */
  readonly checks?: readonly ConfigCheck<z.output<Schema>>[];
  /** Fields that open a resource to the public, by the value that does. Default: none. */
  readonly exposedWhen?: Partial<z.output<Schema>>;
  /** Fields that decide about each object when it is written, and not about the bucket. Default: none. */
  readonly ofObjects?: readonly (keyof z.output<Schema>)[];
}

/** The same as a config class gives it. */
interface WrittenDefinition<Name extends string, Schema extends z.ZodObject> extends Omit<ConfigDefinition<Name, Schema>, "schema"> {
  /** Called once, when somebody first asks: to make the schemas of all classes takes longer than to load everything else of them. */
  readonly schema: () => Schema;
}

/** What every config object can do besides holding its fields. */
export interface ConfigObject<Name extends string = string> {
  /** The class' own name; tells config objects apart in types and across copies of the package. */
  readonly configClass: Name;
  /** The fields as plain data, secrets replaced by `[redacted]`. */
  toJSON(): Record<string, unknown>;
}

/** A constructor of frozen, validated config objects. The argument may be left out when every field has a default. */
export interface ConfigConstructor<Name extends string, Schema extends z.ZodObject> {
  new (
    ...args: Record<never, never> extends z.input<Schema> ? [options?: Given<z.input<Schema>>] : [options: Given<z.input<Schema>>]
  ): ConfigObject<Name> & Readonly<z.output<Schema>>;
  readonly definition: ConfigDefinition<Name, Schema>;
}

/** Options as they may be given: they are copied, so lists and what is in them may be what nobody may change. */
type Given<Value> = Value extends object ? { readonly [Key in keyof Value]: Given<Value[Key]> } : Value;

/**
 * The base of a config class.
 *
 * @throws {ConfigValidationError} from the constructor, naming the class, the field, the value and what is allowed.
 */
export function defineConfig<const Name extends string, Schema extends z.ZodObject>(
  written: WrittenDefinition<Name, Schema>,
): ConfigConstructor<Name, Schema> {
  let schema: Schema | undefined;
  const definition: ConfigDefinition<Name, Schema> = {
    ...written,
    get schema() {
      schema ??= written.schema();
      return schema;
    },
  };
  const secrets = definition.secrets ?? [];
  class Config implements ConfigObject<Name> {
    static readonly definition = definition;

    constructor(options: unknown = {}) {
      for (const [name, value] of Object.entries(readOptions(definition, options))) {
        // A secret is behind an accessor, because console.dir() asks for no toJSON() and no inspection of our own, and shows every plain value.
        Object.defineProperty(this, name, { enumerable: true, ...(secrets.includes(name) ? { get: () => value } : { value }) });
      }
      Object.freeze(this);
    }

    get configClass(): Name {
      return definition.name;
    }

    toJSON(): Record<string, unknown> {
      return redactFields(Object.fromEntries(Object.entries(this)), secrets);
    }

    /** `console.log(config)` shows the class and the fields as {@link toJSON} does. */
    [Symbol.for("nodejs.util.inspect.custom")](
      _depth: number,
      options: object,
      inspect?: (value: unknown, options: object) => string,
    ): string {
      const shown = this.toJSON();
      return `${definition.name} ${inspect ? inspect(shown, options) : JSON.stringify(shown)}`;
    }

    /** A pipeline's copy of the package and the runner's bundled copy make objects of one class. */
    static [Symbol.hasInstance](this: unknown, value: unknown): boolean {
      // biome-ignore lint/complexity/noThisInStatic: the same.
      if (Function.prototype[Symbol.hasInstance].call(this, value)) return true;
      // A class that a user derives from this one keeps JavaScript's own meaning of instanceof.
      // biome-ignore lint/complexity/noThisInStatic: `this` is the class on the right of instanceof, which may be derived.
      const isOwnClass = this === Config || Object.getPrototypeOf(this) === Config;
      return isOwnClass && configClassOf(value) === definition.name;
    }
  }
  Object.defineProperty(Config.prototype, BRAND, { value: definition.name });
  // The fields are assigned from the parsed options, which the compiler cannot see.
  return Config as unknown as ConfigConstructor<Name, Schema>;
}

/** The class name of a config object, whichever copy of the package made it; undefined for anything else. */
export function configClassOf(value: unknown): string | undefined {
  if (typeof value !== "object" || value === null || !(BRAND in value)) return undefined;
  return String(value[BRAND]);
}

const BRAND = Symbol.for("@glacier/core/config-class");

function readOptions(definition: ConfigDefinition, options: unknown): object {
  const errors = findProblems(definition, options).filter((problem) => problem.severity === "error");
  if (errors.length > 0) {
    throw new ConfigValidationError(errors.map((problem) => problem.message).join("\n"), { operation: `new ${definition.name}` });
  }
  return deepFreeze(withoutUndefined(definition.schema.parse(options)));
}

const withoutUndefined = (fields: object): object => Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

function deepFreeze<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return value;
  for (const inner of Object.values(value)) deepFreeze(inner);
  return Object.freeze(value);
}
