/** Where requests for objects go, and whether credentials go with them. */
export interface StorageAddress {
  /** Without a path: `https://storage.googleapis.com`. */
  readonly origin: string;
  /** Whether the author, or the environment, named it. */
  readonly custom: boolean;
  /** Whether requests carry no credentials, as emulators want it. */
  readonly anonymous: boolean;
}

/**
 * The provider's `endpoint`, else STORAGE_EMULATOR_HOST, else Cloud Storage itself. An endpoint is an emulator's, which is asked without
 * credentials, unless the author names a `credentialsFile` with it (Private Google Access, a gateway). No credentials go to
 * STORAGE_EMULATOR_HOST, nor unencrypted to another machine.
 */
export function storageAddress(provider: Readonly<Record<string, unknown>>, environment: NodeJS.ProcessEnv): StorageAddress {
  const emulator = originOf(environment.STORAGE_EMULATOR_HOST);
  const named = originOf(provider.endpoint);
  const origin = named ?? emulator;
  if (origin === undefined) return { origin: STORAGE, custom: false, anonymous: false };
  const mayCarryCredentials = origin.startsWith("https:") || isLoopback(new URL(origin).hostname);
  return { origin, custom: true, anonymous: origin === emulator || provider.credentialsFile === undefined || !mayCarryCredentials };
}

const STORAGE = "https://storage.googleapis.com";

/** The variable holds a host with or without a scheme. */
function originOf(address: unknown): string | undefined {
  if (typeof address !== "string" || address === "") return undefined;
  return new URL(address.includes("://") ? address : `http://${address}`).origin;
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || /^127\./.test(host);
