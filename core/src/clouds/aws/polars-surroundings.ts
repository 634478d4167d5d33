import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import type { Environment } from "../../config/environment.ts";

export interface Found {
  /** Something by which Polars would be another than it is told to be by a metadata service. */
  readonly identity: boolean;
  /** A session token, which Polars would add to any key. */
  readonly token: boolean;
}

/**
 * What Polars 0.55 finds by itself: variables, and the first key of ~/.aws/credentials whatever its profile (it knows neither AWS_PROFILE nor
 * AWS_SHARED_CREDENTIALS_FILE). What is said to it wins field by field, but a field cannot be said to be absent.
 */
export async function whatPolarsFinds(env: Environment): Promise<Found> {
  const file = await readFile(join(env.HOME ?? homedir(), ".aws/credentials"), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "ENOTDIR" || error.code === "EACCES") return ""; // nor will Polars read it
    throw error;
  });
  const isSet = (...names: string[]) => names.some((name) => env[`AWS_${name}`] !== undefined);
  return {
    identity:
      isSet("ACCESS_KEY_ID", "SECRET_ACCESS_KEY", "CONTAINER_CREDENTIALS_RELATIVE_URI") ||
      (isSet("WEB_IDENTITY_TOKEN_FILE") && isSet("ROLE_ARN")) ||
      /aws_(access_key_id|secret_access_key)\s*=/.test(file),
    token: isSet("SESSION_TOKEN", "TOKEN") || /aws_session_token\s*=/.test(file),
  };
}
