import * as z from "zod";
import { defineConfig } from "./define-config.ts";
import { type Environment, fromVariables } from "./environment.ts";
import { pattern } from "./fields.ts";

const schema = () =>
  z.strictObject({
    basePath: pattern(/^[^\0]+$/, 'the path of a folder, such as "./data"')
      .default("./data")
      .describe("Folder that holds the buckets, one folder each. Relative to the working directory. Names the provider."),
  });

/** Chooses this machine for a provider: buckets are folders. */
export class LocalConfig extends defineConfig({ name: "LocalConfig", kind: "provider", schema }) {
  /** Reads GLACIER_BASE_PATH. Default: `./data`. */
  static fromEnv(env: Environment = process.env): LocalConfig {
    return fromVariables(env, { basePath: ["GLACIER_BASE_PATH"] }, LocalConfig);
  }
}
