import { bucketContract } from "@glacier/core/testing";
import { contractRunner } from "../support/clouds/contract-runner.ts";
import { newS3Bucket, openS3 } from "../support/clouds/s3-buckets.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";

onEmulator("s3Light", (s3) => {
  bucketContract(contractRunner, {
    name: "S3, on a server that believes everything",
    capabilities: { signedUrls: true, conditionalWrites: true, anyKey: true, contentTypes: true },
    server: { checksConditions: false, checksSignatures: false, listsInOrder: false, largestObject: 10_000_001 },
    makeBucket: () => newS3Bucket(s3),
    missing: (path, options) => openS3(s3)("never-made")(path, options),
    secrets: [s3.secretAccessKey],
  });
});
