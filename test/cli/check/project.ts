import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { main } from "../../../cli/src/main.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

/** A provider in a file of its own. */
export const azure = `import { Provider } from "@glacier/core";
import { AzureConfig } from "@glacier/core/config";
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`;
/** An error, with a fix. */
export const wrong = `import { S3Config } from "@glacier/core/config";
import { azure } from "./azure.ts";
export const raw = azure.bucket("raw", { config: new S3Config({ versioning: true }) });
`;
/** A warning. */
export const partial = `import { AwsConfig, AzureConfig, S3Config } from "@glacier/core/config";
import { Provider } from "@glacier/core";
const provider = new Provider({ config: process.env.CLOUD === "aws" ? new AwsConfig({ region: "eu-west-1" }) : new AzureConfig({ resourceGroup: "data" }) });
provider.bucket("raw", { config: new S3Config() });
`;

/** Writes files to a folder of their own. */
export function project(files: Record<string, string | Uint8Array>): string {
  const folder = temporaryFolder();
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** Runs the command in this process. */
export async function check(
  cwd: string,
  args: string[],
  options: { isTTY?: boolean; columns?: number; isInterrupted?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<{ code: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const code = await main(["check", ...args], {
    cwd,
    env: options.env ?? {},
    stdout: {
      write: (text: string) => {
        out += text;
      },
      ...(options.isTTY && { isTTY: true, columns: options.columns ?? 80 }),
    },
    stderr: {
      write: (text: string) => {
        err += text;
      },
    },
    writeBytes: async () => undefined,
    onInterrupt: (callback) => {
      if (options.isInterrupted) callback();
      return () => undefined;
    },
    exit: (status) => {
      throw new Error(`exit ${status}`);
    },
  });
  return { code, out, err };
}
