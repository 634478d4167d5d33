import { isInstance } from "./brand.ts";

/** What every {@link GlacierError} is told apart by. Callers branch on the code, never on the text. */
export type ErrorCode =
  | "CONFIG_MISMATCH"
  | "CONFIG_INVALID"
  | "DIRECT_INSTANTIATION"
  | "NO_ADAPTER"
  | "UNSUPPORTED_FORMAT"
  | "UNSUPPORTED_OPERATION"
  | "NOT_FOUND"
  | "ACCESS_DENIED"
  | "CREDENTIALS_MISSING"
  | "CONFLICT"
  | "THROTTLED"
  | "NETWORK"
  | "PIPELINE_INVALID"
  | "TASK_FAILED"
  | "TASK_TIMEOUT"
  | "JOB_FAILED"
  | "CANCELLED";

export interface GlacierErrorOptions {
  /** What the reader can do about it, in one sentence. */
  hint?: string;
  /** What was being done, for instance `bucket.scan`. */
  operation?: string;
  /** Whether the same call may succeed later. Default: false. */
  retryable?: boolean;
  /** The native error this one translates. */
  cause?: unknown;
}

/** The one error type of Glacier. No message, hint or `toJSON` holds a key, token, connection string or signed URL. */
export class GlacierError extends Error {
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly operation: string | undefined;
  readonly retryable: boolean;

  constructor(code: ErrorCode, message: string, options: GlacierErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.code = code;
    this.hint = options.hint;
    this.operation = options.operation;
    this.retryable = options.retryable ?? false;
  }

  /** Plain data for events and logs. The cause is left out: it is the vendor's and may hold anything. */
  toJSON(): ErrorJson {
    return {
      name: this.name,
      code: this.code,
      message: this.message,
      hint: this.hint,
      operation: this.operation,
      retryable: this.retryable,
    };
  }

  static override [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class on the right of instanceof, which may be derived.
    return isInstance(this, GlacierError, value, ERROR_BRAND, "GlacierError");
  }
}

const ERROR_BRAND = Symbol.for("@glacier/core/error");
Object.defineProperty(GlacierError.prototype, ERROR_BRAND, { value: "GlacierError" });

/** The plain form of a {@link GlacierError}. */
export interface ErrorJson {
  name: string;
  code: ErrorCode;
  message: string;
  hint?: string | undefined;
  operation?: string | undefined;
  retryable: boolean;
}

/** A config given to a provider or resource of another cloud or kind. */
export class ConfigMismatchError extends GlacierError {
  constructor(message: string, options: GlacierErrorOptions = {}) {
    super("CONFIG_MISMATCH", message, options);
  }
}

/** A config object whose values are wrong. Names the class, the field, the value and what is allowed. */
export class ConfigValidationError extends GlacierError {
  constructor(message: string, options: GlacierErrorOptions = {}) {
    super("CONFIG_INVALID", message, options);
  }
}

/** A resource constructed with `new` instead of by its provider. */
export class DirectInstantiationError extends GlacierError {
  constructor(message: string, options: GlacierErrorOptions = {}) {
    super("DIRECT_INSTANTIATION", message, options);
  }
}

/** An operation that a cloud, adapter or engine cannot do. */
export class UnsupportedOperationError extends GlacierError {
  constructor(message: string, options: GlacierErrorOptions = {}) {
    super("UNSUPPORTED_OPERATION", message, options);
  }
}

/** A pipeline that cannot run as it is written: a cycle, a missing dependency, a leaked handle. */
export class PipelineError extends GlacierError {
  constructor(message: string, options: GlacierErrorOptions = {}) {
    super("PIPELINE_INVALID", message, options);
  }
}
