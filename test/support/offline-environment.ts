// No network, and no credentials of the machine's owner, for programs that cannot be hooked but heed the usual variables.
import { join } from "node:path";

const CLOSED = "127.0.0.1:9";
const here = "127.0.0.1,localhost,::1";

export interface OfflineOptions {
  /** Refuses what it is asked for. */
  proxy: string;
  /** Stands in for the folders of the vendors' tools. */
  emptyFolder: string;
}

/** The addresses at which a machine in a cloud hands out credentials are asked for without a proxy by some: they are closed ports, too. */
export function offlineEnvironment({ proxy, emptyFolder }: OfflineOptions): Record<string, string> {
  const proxies = ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"].flatMap((name) => [name, name.toLowerCase()]);
  return {
    ...Object.fromEntries(proxies.map((name) => [name, proxy])),
    NO_PROXY: here,
    no_proxy: here,
    AWS_EC2_METADATA_DISABLED: "true",
    AWS_METADATA_ENDPOINT: `http://${CLOSED}`,
    AWS_CONFIG_FILE: join(emptyFolder, "aws-config"),
    AWS_SHARED_CREDENTIALS_FILE: join(emptyFolder, "aws-credentials"),
    AZURE_CONFIG_DIR: emptyFolder,
    CLOUDSDK_CONFIG: emptyFolder,
    GCE_METADATA_HOST: CLOSED,
    GCE_METADATA_IP: CLOSED,
    GCE_METADATA_ROOT: CLOSED,
    METADATA_SERVER_DETECTION: "none",
  };
}

/** Settings of the clouds' own tools on the machine that runs the tests. */
export const isAmbient = (name: string): boolean =>
  /^(AWS|AZURE|ARM|GOOGLE|GCLOUD|GCP|GCE|CLOUDSDK|DATABRICKS|IDENTITY|MSI|STORAGE_EMULATOR)_/.test(name);
