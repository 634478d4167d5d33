import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { type Environment, fromVariables } from "./environment.ts";
import { endpoint, pattern, text } from "./fields.ts";
import { regionChecks } from "./region-checks.ts";
import { gcpRegions } from "./regions.ts";

const schema = () =>
  z.strictObject({
    // 6–30 lower-case letters, digits, hyphens; a letter first, no hyphen last; older ids carry a domain [Google Cloud, project ids, 2026-11].
    // Emulators take shorter ones, so the lower limit is not checked.
    project: pattern(
      /^([a-z0-9.-]+:)?[a-z]([a-z0-9-]{0,28}[a-z0-9])?$/,
      "a project id: up to 30 lower-case letters, digits and hyphens, starting with a letter and not ending in a hyphen",
    ).describe("Google Cloud project id. Names the provider."),
    region: text().meta({ allowed: 'a region such as "europe-west1"' }).optional().describe("Google Cloud region."),
    // The content of the file in place of its path is a common mistake, and a secret.
    credentialsFile: pattern(/^(?!\s*\{)[^\0]+$/, "the path of a service account file, not its content")
      .optional()
      .describe("Path of a service account file. Default: application default credentials."),
    endpoint: endpoint().optional().describe("URL of a storage emulator."),
  });

/** Chooses Google Cloud for a provider. */
export class GcpConfig extends defineConfig({
  name: "GcpConfig",
  kind: "provider",
  schema,
  checks: regionChecks("region", gcpRegions, ["region", "endpoint"]),
}) {
  /**
   * Reads GCP_PROJECT (required), GCP_REGION, GOOGLE_APPLICATION_CREDENTIALS and STORAGE_EMULATOR_HOST (with or without `http://`).
   *
   * @throws {ConfigValidationError} naming the variable that is missing or whose value is not allowed.
   */
  static fromEnv(env: Environment = process.env): GcpConfig {
    return fromVariables(
      env,
      {
        project: ["GCP_PROJECT"],
        region: ["GCP_REGION"],
        credentialsFile: ["GOOGLE_APPLICATION_CREDENTIALS"],
        endpoint: ["STORAGE_EMULATOR_HOST"],
      },
      GcpConfig,
      (values) => {
        const { endpoint: host } = values;
        return host === undefined || host.includes("://") ? values : { ...values, endpoint: `http://${host}` };
      },
    );
  }
}
