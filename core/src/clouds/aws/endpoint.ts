import type { AwsConfig } from "../../config/aws-config.ts";
import type { Environment } from "../../config/environment.ts";
import { GlacierError } from "../../errors.ts";

/** The address of S3 that the author or the vendor's variables name; undefined for the region's own. */
export function endpointOf(config: AwsConfig, env: Environment): string | undefined {
  if (config.endpoint !== undefined || isSet(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS)) return config.endpoint;
  const name = ["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"].find((variable) => env[variable]?.trim());
  const endpoint = name === undefined ? undefined : env[name]?.trim();
  if (endpoint === undefined || (URL.canParse(endpoint) && /^https?:/i.test(endpoint))) return endpoint;
  throw new GlacierError("CONFIG_INVALID", `${name} is no http or https URL.`, {
    hint: `Give ${name} the form http://127.0.0.1:9000, or leave it out.`,
  });
}

/**
 * The address of the service that gives temporary credentials for a role; undefined for the SDK's own choice. Who names another S3 means another
 * cloud: its credentials are asked for there and not of AWS, which could only give some that this S3 does not know.
 */
export function roleEndpointOf(config: AwsConfig, env: Environment): string | undefined {
  if (!isSet(env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS) && (env.AWS_ENDPOINT_URL_STS?.trim() || env.AWS_ENDPOINT_URL?.trim()))
    return undefined;
  return config.endpoint === undefined || isAmazon(config.endpoint) ? undefined : config.endpoint;
}

/** Whether it is AWS itself that answers there, in any partition, through a private endpoint or not. */
export function isAmazon(endpoint: string | undefined): boolean {
  return endpoint === undefined || /\.(amazonaws\.(com|eu)(\.cn)?|api\.aws|amazonwebservices\.com\.cn)$/.test(new URL(endpoint).hostname);
}

const isSet = (value: string | undefined): boolean => value?.trim().toLowerCase() === "true";
