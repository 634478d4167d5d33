import type { CloudDescriptor } from "../descriptor.ts";

/** This machine: buckets are folders, and every environment runs here. A cloud's configs are accepted and ignored. */
export const descriptor: CloudDescriptor = {
  id: "local",
  label: "Local",
  providerConfig: "LocalConfig",
  configs: { bucket: [], serverless: [], databricks: [], glue: [], emr: [], dataproc: [], synapse: [], spark: ["SparkConfig"] },
  ignoresForeignConfigs: true,
  nameField: "basePath",
  bucketUri: ({ config, bucketName, path }) => {
    const { basePath } = config;
    if (typeof basePath !== "string" || !/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(basePath)) return undefined;
    const folder = /^[A-Za-z]:|^\\/.test(basePath) ? basePath.replaceAll("\\", "/") : basePath;
    return fileUri(`${folder.replace(/\/+$/, "")}/${bucketName}${path === "" ? "" : `/${path}`}`);
  },
};

/** Percent-encoded as in RFC 8089. Not `node:url`: descriptors stay free of Node, so that any host can load them. */
function fileUri(path: string): string {
  const encoded = encodeURI(path.toWellFormed()).replaceAll(/[?#]/g, encodeURIComponent);
  return encoded.startsWith("/") ? `file://${encoded}` : `file:///${encoded}`;
}
