import type { TokenCredential } from "@azure/identity";
import type {
  BlobServiceClient,
  ContainerClient,
  RequestPolicyFactory,
  StoragePipelineOptions,
  StorageSharedKeyCredential,
} from "@azure/storage-blob";
import type { Account } from "./account.ts";
import { agentFor } from "./agent.ts";
import type { Tuning } from "./tuning.ts";

/** The SDK, loaded, with a client for one container. */
export interface Client {
  readonly sdk: typeof import("@azure/storage-blob");
  readonly service: BlobServiceClient;
  readonly container: ContainerClient;
  readonly account: Account;
  /** Who signs: a key, or an identity that gets tokens; neither where a signature is part of every URL. */
  readonly sharedKey: StorageSharedKeyCredential | undefined;
  readonly identity: TokenCredential | undefined;
}

export async function openClient(account: Account, bucketName: string, tuning: Tuning): Promise<Client> {
  const { credential, accountName } = account;
  const [sdk, identity] = await Promise.all([
    import("@azure/storage-blob"),
    credential.kind === "identity" ? identityOf(credential.tenantId) : undefined,
  ]);
  const sharedKey = credential.kind === "key" ? new sdk.StorageSharedKeyCredential(accountName, credential.accountKey) : undefined;
  const agent = agentFor(account.endpoint, tuning);
  // The agent is an option of the pipeline that the SDK builds from these, though its type does not name it.
  const options: StoragePipelineOptions & { agent?: typeof agent } = {
    retryOptions: { maxTries: 1 }, // see attempts.ts
    ...(agent && { agent }),
  };
  const query = credential.kind === "signature" ? `?${credential.signature}` : "";
  const pipeline = sdk.newPipeline(sharedKey ?? identity, options);
  if (!agent) pipeline.factories.unshift(answeredWithin(tuning.idleTimeoutMs * PROXY_PATIENCE));
  const service = new sdk.BlobServiceClient(`${account.endpoint}${query}`, pipeline);
  return { sdk, service, container: service.getContainerClient(bucketName), account, sharedKey, identity };
}

/** The connections to a proxy are the SDK's own, which wait for ever: so each request is limited as a whole, until its answer begins. */
const answeredWithin = (timeout: number): RequestPolicyFactory => ({
  create: (next) => ({ sendRequest: (request) => next.sendRequest(Object.assign(request, { timeout })) }),
});

/** A block has to get there within that many times the idle time. */
const PROXY_PATIENCE = 5;

/** Loaded only for whom it is needed: it is as large as the rest. */
async function identityOf(tenantId: string | undefined): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential(tenantId === undefined ? {} : { tenantId });
}
