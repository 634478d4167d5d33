// Written by `npm run generate` from the files of this folder. Do not edit.

import { archiveTierScan } from "./archive-tier-scan.ts";
import { bucketName } from "./bucket-name.ts";
import { bucketNameNotPortable } from "./bucket-name-not-portable.ts";
import { cloudSdkInTask } from "./cloud-sdk-in-task.ts";
import { configCloudMismatch } from "./config-cloud-mismatch.ts";
import { configCombination } from "./config-combination.ts";
import { configResourceMismatch } from "./config-resource-mismatch.ts";
import { configValue } from "./config-value.ts";
import { conflictingResource } from "./conflicting-resource.ts";
import { crossCloudTransfer } from "./cross-cloud-transfer.ts";
import { dependsOnOutsidePipeline } from "./depends-on-outside-pipeline.ts";
import { deprecatedRuntime } from "./deprecated-runtime.ts";
import { directInstantiation } from "./direct-instantiation.ts";
import { doubleWrite } from "./double-write.ts";
import { duplicateCloudConfig } from "./duplicate-cloud-config.ts";
import { environmentCloudMismatch } from "./environment-cloud-mismatch.ts";
import { executorCloudMismatch } from "./executor-cloud-mismatch.ts";
import { formatExtension } from "./format-extension.ts";
import { hardCodedSecret } from "./hard-coded-secret.ts";
import { lifecycleMinimumDuration } from "./lifecycle-minimum-duration.ts";
import { lifecycleOrder } from "./lifecycle-order.ts";
import { nodeTypeCloudMismatch } from "./node-type-cloud-mismatch.ts";
import { pipelineCycle } from "./pipeline-cycle.ts";
import { providerConfigClass } from "./provider-config-class.ts";
import { publicBucket } from "./public-bucket.ts";
import { redundantDependsOn } from "./redundant-depends-on.ts";
import { regionCloudMismatch } from "./region-cloud-mismatch.ts";
import { resourceName } from "./resource-name.ts";
import { rowWiseDistribution } from "./row-wise-distribution.ts";
import type { Rule } from "./rule.ts";
import { stepOutsidePipeline } from "./step-outside-pipeline.ts";
import { unawaitedIo } from "./unawaited-io.ts";
import { unknownRegion } from "./unknown-region.ts";
import { unnamedTask } from "./unnamed-task.ts";
import { unorderedReadWrite } from "./unordered-read-write.ts";
import { unsupportedFormat } from "./unsupported-format.ts";
import { unusedResource } from "./unused-resource.ts";
import { unusedSuppression } from "./unused-suppression.ts";
import { unusedTask } from "./unused-task.ts";
import { v2Api } from "./v2-api.ts";

/** Every rule, in the order of their ids. */
export const rules: readonly Rule[] = [
  archiveTierScan,
  bucketName,
  bucketNameNotPortable,
  cloudSdkInTask,
  configCloudMismatch,
  configCombination,
  configResourceMismatch,
  configValue,
  conflictingResource,
  crossCloudTransfer,
  dependsOnOutsidePipeline,
  deprecatedRuntime,
  directInstantiation,
  doubleWrite,
  duplicateCloudConfig,
  environmentCloudMismatch,
  executorCloudMismatch,
  formatExtension,
  hardCodedSecret,
  lifecycleMinimumDuration,
  lifecycleOrder,
  nodeTypeCloudMismatch,
  pipelineCycle,
  providerConfigClass,
  publicBucket,
  redundantDependsOn,
  regionCloudMismatch,
  resourceName,
  rowWiseDistribution,
  stepOutsidePipeline,
  unawaitedIo,
  unknownRegion,
  unnamedTask,
  unorderedReadWrite,
  unsupportedFormat,
  unusedResource,
  unusedSuppression,
  unusedTask,
  v2Api,
];
