import { GlacierError } from "../../errors.ts";

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
 * credentials, unless it is Google's own (Private Google Access, a region's) or the author names a `credentialsFile` with it (a gateway). No credentials go to
 * STORAGE_EMULATOR_HOST, nor unencrypted to another machine.
 */
export function storageAddress(provider: Readonly<Record<string, unknown>>, environment: NodeJS.ProcessEnv): StorageAddress {
  const emulator = originOf(environment.STORAGE_EMULATOR_HOST, "STORAGE_EMULATOR_HOST");
  const named = originOf(provider.endpoint, "GcpConfig.endpoint");
  const origin = named ?? emulator;
  if (origin === undefined) return { origin: STORAGE, custom: false, anonymous: false };
  const mayCarryCredentials = origin.startsWith("https:") || isLoopback(new URL(origin).hostname);
  return {
    origin,
    custom: true,
    anonymous: origin === emulator || !mayCarryCredentials || !(provider.credentialsFile !== undefined || isGoogles(origin)),
  };
}

const STORAGE = "https://storage.googleapis.com";

/** The variable holds a host with or without a scheme. @throws {GlacierError} `CONFIG_INVALID`. */
function originOf(address: unknown, namedBy: string): string | undefined {
  if (typeof address !== "string" || address.trim() === "") return undefined;
  const url = address.includes("://") ? address.trim() : `http://${address.trim()}`;
  const { origin, pathname } = URL.canParse(url) ? new URL(url) : { origin: "null", pathname: "" };
  // Emulators are also named with the path of the API, which is part of every request anyway.
  if (/^https?:/.test(origin) && /^\/(storage\/v1\/?)?$/.test(pathname)) return origin;
  throw new GlacierError("CONFIG_INVALID", `${namedBy} is no address of Cloud Storage or an emulator: it has to be a host, and no path.`, {
    hint: `Give ${namedBy} the form http://127.0.0.1:4443, or leave it out.`,
  });
}

/** Google's own, for a region or in a private network: credentials go there as to the usual one. */
const isGoogles = (origin: string): boolean => /^https:\/\/([^/]+\.)?googleapis\.com$/.test(origin);

const isLoopback = (host: string): boolean => host === "localhost" || host === "[::1]" || /^127\./.test(host);
