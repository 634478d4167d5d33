import { Bucket } from "../resources/bucket.ts";
import { ExecutionEnvironment } from "../resources/execution-environment.ts";
import { Serverless } from "../resources/serverless.ts";

/** A resource as far as pipelines need to know it. */
export interface ResourceLike {
  kind: "bucket" | "serverless" | "environment";
  name: string;
  uri: string | undefined;
  provider: { name: string; cloud: string };
}

/** The resource that a value is; undefined for anything else. */
export function asResource(value: unknown): ResourceLike | undefined {
  if (value instanceof Bucket) return { kind: "bucket", name: value.name, uri: value.getUri(), provider: value.provider };
  if (value instanceof Serverless) return { kind: "serverless", name: value.name, uri: undefined, provider: value.provider };
  if (value instanceof ExecutionEnvironment) return { kind: "environment", name: value.name, uri: undefined, provider: value.provider };
  return undefined;
}
