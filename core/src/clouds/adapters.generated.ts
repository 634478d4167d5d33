// Written by `npm run generate` from the adapter files in the folders of core/src/clouds. Do not edit.
import type { AdapterLoaders } from "../resources/adapter-loader.ts";

/** Per cloud and kind of resource, the module that serves it; imported on first use. */
export const adapterLoaders: AdapterLoaders = {
  aws: { bucket: () => import("./aws/bucket-adapter.ts") },
  azure: { bucket: () => import("./azure/bucket-adapter.ts") },
  gcp: { bucket: () => import("./gcp/bucket-adapter.ts") },
  local: { bucket: () => import("./local/bucket-adapter.ts") },
};
