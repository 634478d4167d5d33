import { join, resolve } from "node:path";

/** A file that the credentials come from, and who named it. */
export interface CredentialsFile {
  readonly path: string;
  /** For messages, such as `GOOGLE_APPLICATION_CREDENTIALS`. */
  readonly namedBy: string;
}

/**
 * Where credentials are looked for, in the order of the vendor's own libraries: the provider's `credentialsFile`, GOOGLE_APPLICATION_CREDENTIALS,
 * what `gcloud auth application-default login` writes. Behind them comes the metadata server of Google Cloud.
 */
export function credentialsFiles(provider: Readonly<Record<string, unknown>>, environment: NodeJS.ProcessEnv): CredentialsFile[] {
  if (typeof provider.credentialsFile === "string")
    return [{ path: resolve(provider.credentialsFile), namedBy: "credentialsFile of GcpConfig" }];
  const variable = environment.GOOGLE_APPLICATION_CREDENTIALS ?? environment.google_application_credentials;
  if (variable) return [{ path: resolve(variable), namedBy: "GOOGLE_APPLICATION_CREDENTIALS" }];
  const folder = gcloudFolder(environment);
  return folder ? [{ path: join(folder, "application_default_credentials.json"), namedBy: "gcloud auth application-default login" }] : [];
}

function gcloudFolder({ CLOUDSDK_CONFIG, APPDATA, HOME }: NodeJS.ProcessEnv): string | undefined {
  if (CLOUDSDK_CONFIG) return CLOUDSDK_CONFIG;
  if (process.platform === "win32") return APPDATA && join(APPDATA, "gcloud");
  return HOME && join(HOME, ".config", "gcloud");
}
