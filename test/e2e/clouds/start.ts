// The clouds that the explorer looks into, as emulators on this machine, filled, and the variables by which the workspace's providers find them.
import { azurite } from "../../support/emulators/azurite.ts";
import { fauxqs } from "../../support/emulators/fauxqs.ts";
import { fillAzure, fillS3 } from "./fill.ts";

export interface Clouds {
  env: Record<string, string>;
  stop: () => Promise<void>;
}

export async function startClouds(): Promise<Clouds> {
  const s3 = await fauxqs.start();
  try {
    const azure = await azurite.start();
    const stop = async () => void (await Promise.all([s3.stop(), azure.stop()]));
    try {
      await Promise.all([fillS3(s3.access), fillAzure(azure.access)]);
    } catch (error) {
      await stop();
      throw error;
    }
    return {
      stop,
      env: {
        E2E_S3_ENDPOINT: s3.access.endpoint,
        E2E_S3_KEY: s3.access.accessKeyId,
        E2E_S3_SECRET: s3.access.secretAccessKey,
        // What `AwsConfig.fromEnv()` and the vendor's chain read.
        AWS_REGION: s3.access.region,
        AWS_ENDPOINT_URL: s3.access.endpoint,
        AWS_ACCESS_KEY_ID: s3.access.accessKeyId,
        AWS_SECRET_ACCESS_KEY: s3.access.secretAccessKey,
        E2E_AZURE_ACCOUNT: azure.access.account,
        E2E_AZURE_ENDPOINT: azure.access.endpoint,
        E2E_AZURE_KEY: azure.access.accountKey,
        E2E_AZURE_STRANGER_KEY: azure.access.stranger.accountKey,
      },
    };
  } catch (error) {
    await s3.stop();
    throw error;
  }
}
