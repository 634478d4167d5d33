import { AwsConfig } from "@glacier/core/config";
import { Provider } from "@glacier/core/resources";
import { bucketContract } from "@glacier/core/testing";
import { contractRunner, NOBODY } from "../support/clouds/contract-runner.ts";
import { newS3Bucket, openS3 } from "../support/clouds/s3-buckets.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";

onEmulator("s3Full", (s3) => {
  bucketContract(contractRunner, {
    name: "S3, on a server that checks everything",
    capabilities: { signedUrls: true, conditionalWrites: true, anyKey: true, contentTypes: true },
    // This release looks at no condition when an upload in parts is completed; S3 does.
    server: { checksConditionsOfParts: false },
    makeBucket: () => newS3Bucket(s3),
    missing: (path, options) => openS3(s3)("never-made")(path, options),
    denied: (name, path, options) => openS3({ ...s3, ...s3.stranger })(name)(path, options),
    withoutCredentials: (path, options) => {
      const config = new AwsConfig({ endpoint: s3.endpoint, region: s3.region, forcePathStyle: true });
      return new Provider({ config }).bucket("any", { path, ...options });
    },
    unreachable: (path, options) => openS3({ ...s3, endpoint: NOBODY })("any")(path, options),
    secrets: [s3.secretAccessKey, s3.stranger.secretAccessKey],
  });
});
