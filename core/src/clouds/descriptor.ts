import type { ConfigClassName, Environment, Fact, ProviderConfig, RegionTable } from "../config/index.ts";
import type { NameRule } from "./descriptor-names.ts";
import type { RuntimeDates } from "./descriptor-runtimes.ts";

/** The environment factories of a provider, by their method name. */
export type EnvironmentType = "databricks" | "glue" | "emr" | "dataproc" | "synapse" | "spark";

/** The kinds of resource that a provider makes. */
export type ResourceKind = "bucket" | "serverless" | EnvironmentType;

/**
 * What one cloud is and takes. The only place where it is written which config class fits which cloud:
 * provider, rules, quick fixes, completion and docs read it. Pure data, no SDK.
 */
export interface CloudDescriptor {
  /** The id in `provider.cloud`, graphs and messages, for instance `aws`. */
  readonly id: string;
  /** The name people say, for instance `AWS`. */
  readonly label: string;
  /** The class of a provider's config that chooses this cloud. */
  readonly providerConfig: ConfigClassName;
  /** The provider class that V2 had for this cloud, and the options that V3's config calls otherwise. Absent for clouds that V2 did not know. */
  readonly legacyProvider?: { readonly className: string; readonly renamed: Readonly<Record<string, string>> };
  /** Per kind of resource, the config classes that fit, the usual one first. A kind that is absent does not exist on this cloud. */
  readonly configs: Readonly<Partial<Record<ResourceKind, readonly ConfigClassName[]>>>;
  /** Whether resource configs of other clouds are accepted and ignored, as on a laptop. */
  readonly ignoresForeignConfigs: boolean;
  /** The field of the provider config whose value names a provider by default (`<cloud>:<value>`). */
  readonly nameField: string;
  /** The field of the provider config that says where its resources live. Absent where that is no choice. */
  readonly regionField?: string;
  /** Whether a bucket's name is taken by one bucket in the whole cloud, so that equal names mean one bucket whatever the account. */
  readonly bucketNamesAreGlobal: boolean;
  /** The packages of the vendor's own SDKs, by their names or, ending in `/`, by their scopes: code that imports one runs in this cloud only. */
  readonly sdkPackages: readonly string[];
  /** The URI of an object, folder or glob in a bucket; undefined where the provider's config does not say enough. */
  readonly bucketUri: (place: BucketPlace) => string | undefined;
  /**
   * The inverse of `bucketUri`: which bucket and path a URI names, and the provider config to reach them, from the environment variables that the
   * vendor's own tools read; what the URI itself says, such as an account, goes before them. Undefined for another cloud's URI. Looks nothing up.
   *
   * @throws {ConfigValidationError} naming the variable whose value is not allowed.
   */
  readonly parseUri: (uri: string, env: Environment) => UriPlace | UriProblem | undefined;
  /**
   * What the cloud's API says about the names of resources; of kinds that are absent nothing is refused. `spark` is absent everywhere: its name is one for
   * every cloud's engine, and with a config that names a Spark master it is no resource's name at all.
   */
  readonly names: Readonly<Partial<Record<ResourceKind, NameRule>>>;
  /** The languages of its functions, by the vendor's own spelling. Absent where functions run on whatever is installed. */
  readonly runtimes?: Fact<Readonly<Record<string, RuntimeDates>>>;
  /** Where its resources live. */
  readonly regions?: RegionTable;
  /** How the machines of its Databricks clusters are called. */
  readonly nodeTypes?: { readonly shape: RegExp; readonly example: string };
  /** What its URIs begin with, before `:`, the usual one first; pages of a portal are left out. */
  readonly uriSchemes: readonly string[];
  /** How its URIs look, for messages. */
  readonly uriForm: string;
}

/** What a URI names. */
export interface UriPlace {
  readonly config: ProviderConfig;
  readonly bucketName: string;
  /** An object's key or the beginning of keys; empty for the whole bucket. */
  readonly path: string;
}

/** Why a URI of a cloud names nothing. */
export interface UriProblem {
  /** Continues "… cannot be used: ". */
  readonly problem: string;
}

/** Where a bucket's path is, for {@link CloudDescriptor.bucketUri}. */
interface BucketPlace {
  /** Fields of the provider's config as far as they are known. On the local cloud, `basePath` must be absolute. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly bucketName: string;
  /** Without a leading `/`; may be empty. */
  readonly path: string;
}
