import { bucketContract } from "@glacier/core/testing";
import { contractRunner, NOBODY } from "../support/clouds/contract-runner.ts";
import { newGcsBucket, openGcs } from "../support/clouds/gcs-buckets.ts";
import { onEmulator } from "../support/emulators/on-emulator.ts";

onEmulator("gcs", (gcs) => {
  bucketContract(contractRunner, {
    name: "Google Cloud Storage",
    capabilities: { signedUrls: false, conditionalWrites: true, anyKey: true, contentTypes: true },
    server: { checksSignatures: false, listsInOrder: false },
    makeBucket: () => newGcsBucket(gcs),
    missing: (path, options) => openGcs(gcs)("never-made")(path, options),
    unreachable: (path, options) => openGcs({ ...gcs, endpoint: NOBODY })("any")(path, options),
  });
});
