import { resolve } from "node:path";
import { isInstance } from "../brand.ts";
import { type CloudDescriptor, cloudOfProviderConfig, type EnvironmentType } from "../clouds/descriptors.ts";
import {
  AwsConfig,
  AzureConfig,
  type AzureFunctionConfig,
  type BlobConfig,
  type CloudFunctionConfig,
  configClassOf,
  type DatabricksConfig,
  type DataprocConfig,
  type EmrConfig,
  type Environment,
  GcpConfig,
  type GcsConfig,
  type GlueConfig,
  type LambdaConfig,
  LocalConfig,
  type ProviderConfig,
  type S3Config,
  type SparkConfig,
  type SynapseConfig,
} from "../config/index.ts";
import { ConfigValidationError } from "../errors.ts";
import { Bucket } from "../resources/bucket.ts";
import { constructionKey } from "../resources/construction.ts";
import { ExecutionEnvironment } from "../resources/execution-environment.ts";
import { parseFormat } from "../resources/format.ts";
import type { Resource } from "../resources/resource.ts";
import { Serverless, type ServerlessHandler } from "../resources/serverless.ts";
import { loadAdapter, type ResourceAdapter } from "./adapter-registry.ts";
import { readTags, requireBucketName, requireName, requireOptions } from "./arguments.ts";
import { chooseConfig } from "./choose-config.ts";
import { forcedBasePath } from "./local-override.ts";

export interface ProviderOptions {
  /** Chooses the cloud. */
  readonly config: ProviderConfig;
  /** Put on everything that is made for this provider. Default: none. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Default: `<cloud>:<region | resourceGroup | project | basePath>`. */
  readonly name?: string;
}

/** One config, or at most one per cloud: the one that fits the provider's cloud is used. */
type OneOrMany<Config> = Config | readonly Config[];

export interface ResourceOptions<Config> {
  readonly config?: OneOrMany<Config>;
  readonly name?: string;
}

export interface BucketOptions extends ResourceOptions<S3Config | BlobConfig | GcsConfig> {
  /** An object's key, a folder (`raw/`) or a glob. Default: the whole bucket. */
  readonly path?: string;
  /** `parquet` (the default), `csv`, `ndjson`, `ipc` or `avro`, however capitalised. */
  readonly format?: string;
}

export interface ServerlessOptions extends ResourceOptions<LambdaConfig | AzureFunctionConfig | CloudFunctionConfig> {
  readonly handler: ServerlessHandler;
  /** Default: `nodejs24`. */
  readonly runtime?: string;
}

/** A cloud or a laptop, chosen by its config; makes resources and keeps track of them. Knows no type parameter on purpose: pipelines stay portable. */
export class Provider {
  readonly config: ProviderConfig;
  /** The id of the cloud: `aws`, `azure`, `gcp`, `local`. */
  readonly cloud: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly name: string;
  /** On the local cloud, the absolute path of the folder that holds the buckets; else undefined. */
  readonly basePath: string | undefined;
  readonly #cloud: CloudDescriptor;
  readonly #resources: Resource[] = [];
  readonly #adapters = new WeakMap<Resource, Promise<ResourceAdapter>>();

  /** @throws {ConfigValidationError} when an option is missing, unknown or of the wrong kind. */
  constructor(options: ProviderOptions) {
    const given = requireOptions(options, ["config", "tags", "name"], "new Provider");
    const { config, cloud } = readProviderConfig(given.config);
    const defaultName = `${cloud.id}:${String(Reflect.get(config, cloud.nameField))}`;
    this.name = given.name === undefined ? defaultName : requireName(given.name, "name", "Provider");
    this.tags = readTags(given.tags);
    const forced = forcedBasePath();
    this.config = forced === undefined ? config : new LocalConfig({ basePath: forced });
    this.#cloud = forced === undefined ? cloud : (cloudOfProviderConfig("LocalConfig") ?? cloud);
    this.cloud = this.#cloud.id;
    const basePath: unknown = Reflect.get(this.config, "basePath");
    this.basePath = this.cloud === "local" && typeof basePath === "string" ? resolve(basePath) : undefined;
  }

  /** AWS_REGION → aws, else AZURE_RESOURCE_GROUP → azure, else GCP_PROJECT → gcp, else local. */
  static fromEnv(env: Environment = process.env): Provider {
    if (env.AWS_REGION?.trim()) return new Provider({ config: AwsConfig.fromEnv(env) });
    if (env.AZURE_RESOURCE_GROUP?.trim()) return new Provider({ config: AzureConfig.fromEnv(env) });
    if (env.GCP_PROJECT?.trim()) return new Provider({ config: GcpConfig.fromEnv(env) });
    return new Provider({ config: LocalConfig.fromEnv(env) });
  }

  /**
   * @throws {ConfigMismatchError} when the config is of another cloud or resource.
   * @throws {ConfigValidationError} when the name is a path.
   */
  bucket(bucketName: string, options: BucketOptions = {}): Bucket {
    const given = requireOptions(options, ["path", "format", "config", "name"], "bucket");
    const plainName = requireBucketName(bucketName);
    const { path = "" } = given;
    if (typeof path !== "string") throw new ConfigValidationError("The path of bucket() is not a text.", { operation: "provider.bucket" });
    const stripped = path.replace(/^\/+/, "");
    return this.#track(
      new Bucket(constructionKey, {
        provider: this,
        config: chooseConfig(this.#cloud, "bucket", given.config),
        name: nameOr(given.name, stripped === "" ? plainName : `${plainName}_${stripped}`.replaceAll("/", "_"), "bucket"),
        bucketName: plainName,
        path: stripped,
        format: parseFormat(given.format ?? "parquet", "provider.bucket"),
      }),
    );
  }

  /** @throws {ConfigMismatchError} when the config is of another cloud or resource. */
  serverless(functionName: string, options: ServerlessOptions): Serverless {
    const given = requireOptions(options, ["handler", "runtime", "config", "name"], "serverless");
    const plainName = requireName(functionName, "name", "serverless");
    return this.#track(
      new Serverless(constructionKey, {
        provider: this,
        config: chooseConfig(this.#cloud, "serverless", given.config),
        name: nameOr(given.name, plainName, "serverless"),
        functionName: plainName,
        handler: readHandler(given.handler),
        runtime: given.runtime === undefined ? "nodejs24" : requireName(given.runtime, "runtime", "serverless"),
      }),
    );
  }

  /** A Databricks cluster; on AWS, Azure and Google Cloud. */
  databricks(clusterName: string, options: ResourceOptions<DatabricksConfig> = {}): ExecutionEnvironment {
    return this.#environment("databricks", clusterName, options);
  }

  /** A Glue job; on AWS. */
  glue(jobName: string, options: ResourceOptions<GlueConfig> = {}): ExecutionEnvironment {
    return this.#environment("glue", jobName, options);
  }

  /** An EMR Serverless application; on AWS. */
  emr(applicationName: string, options: ResourceOptions<EmrConfig> = {}): ExecutionEnvironment {
    return this.#environment("emr", applicationName, options);
  }

  /** A Dataproc cluster; on Google Cloud. */
  dataproc(clusterName: string, options: ResourceOptions<DataprocConfig> = {}): ExecutionEnvironment {
    return this.#environment("dataproc", clusterName, options);
  }

  /** A Synapse Spark pool; on Azure. */
  synapse(poolName: string, options: ResourceOptions<SynapseConfig> = {}): ExecutionEnvironment {
    return this.#environment("synapse", poolName, options);
  }

  /** Spark on whichever engine the cloud has: EMR, Synapse, Dataproc or Spark on this machine. */
  spark(name: string, options: ResourceOptions<SparkConfig | EmrConfig | DataprocConfig | SynapseConfig> = {}): ExecutionEnvironment {
    return this.#environment("spark", name, options);
  }

  /**
   * What serves a resource; imported on first use, made once per resource.
   *
   * @throws {GlacierError} `NO_ADAPTER`, saying what is supported.
   */
  getAdapter(resource: Resource): Promise<ResourceAdapter> {
    const known = this.#adapters.get(resource);
    if (known) return known;
    const adapter = loadAdapter(this.cloud, resource);
    this.#adapters.set(resource, adapter);
    // What could not be loaded now (too many open files) may be loaded later.
    adapter.catch(() => this.#adapters.delete(resource));
    return adapter;
  }

  /** Everything made by this provider, in order. */
  getResources(): readonly Resource[] {
    return [...this.#resources];
  }

  /** Shows no secret: the config redacts its own. */
  toJSON(): Record<string, unknown> {
    return { name: this.name, cloud: this.cloud, config: this.config.toJSON(), tags: this.tags };
  }

  #environment(environmentType: EnvironmentType, name: string, options: unknown): ExecutionEnvironment {
    const given = requireOptions(options, ["config", "name"], environmentType);
    const plainName = requireName(name, "name", environmentType);
    return this.#track(
      new ExecutionEnvironment(constructionKey, {
        provider: this,
        config: chooseConfig(this.#cloud, environmentType, given.config),
        name: nameOr(given.name, `${environmentType}_${plainName}`, environmentType),
        environmentType,
        environmentName: plainName,
      }),
    );
  }

  #track<Made extends Resource>(resource: Made): Made {
    this.#resources.push(resource);
    return resource;
  }

  static [Symbol.hasInstance](this: unknown, value: unknown): boolean {
    // biome-ignore lint/complexity/noThisInStatic: `this` is the class on the right of instanceof, which may be derived.
    return isInstance(this, Provider, value, PROVIDER_BRAND, "Provider");
  }
}

const PROVIDER_BRAND = Symbol.for("@glacier/core/provider");
Object.defineProperty(Provider.prototype, PROVIDER_BRAND, { value: "Provider" });

function readProviderConfig(config: unknown): { config: ProviderConfig; cloud: CloudDescriptor } {
  const className = configClassOf(config);
  const cloud = className === undefined ? undefined : cloudOfProviderConfig(className);
  // The brand says that some copy of the package made it with this class.
  if (cloud) return { config: config as ProviderConfig, cloud };
  const found = className === undefined ? (config === undefined ? "missing" : "not a config object") : `a ${className}`;
  throw new ConfigValidationError(
    `The config of new Provider() is ${found}; allowed are AwsConfig, AzureConfig, GcpConfig and LocalConfig objects.`,
    {
      hint: 'Write new Provider({ config: new AwsConfig({ region: "eu-central-1" }) }), or Provider.fromEnv().',
      operation: "new Provider",
    },
  );
}

const nameOr = (name: unknown, otherwise: string, operation: string): string =>
  name === undefined ? otherwise : requireName(name, "name option", operation);

function readHandler(handler: unknown): ServerlessHandler {
  // What a function takes and gives cannot be seen at run time.
  if (typeof handler === "function") return handler as ServerlessHandler;
  if (typeof handler === "string" && /^[^#]+#[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(handler)) return handler;
  throw new ConfigValidationError('The handler of serverless() is neither a function nor a text such as "./file.ts#export".', {
    operation: "provider.serverless",
  });
}
