import { type Environment, LocalConfig } from "../../config/index.ts";
import type { CloudDescriptor, UriPlace, UriProblem } from "../descriptor.ts";
import { decoded } from "../descriptor-uri.ts";

/** This machine: buckets are folders, and every environment runs here. A cloud's configs are accepted and ignored. */
export const descriptor: CloudDescriptor = {
  id: "local",
  label: "Local",
  providerConfig: "LocalConfig",
  legacyProvider: { className: "LocalProvider", renamed: {} },
  configs: { bucket: [], serverless: [], databricks: [], glue: [], emr: [], dataproc: [], synapse: [], spark: ["SparkConfig"] },
  ignoresForeignConfigs: true,
  names: {},
  nameField: "basePath",
  bucketNamesAreGlobal: false,
  sdkPackages: [],
  bucketUri: ({ config, bucketName, path }) => {
    const { basePath } = config;
    if (typeof basePath !== "string" || !/^(\/|[A-Za-z]:[\\/]|\\\\)/.test(basePath)) return undefined;
    const folder = /^[A-Za-z]:|^\\/.test(basePath) ? basePath.replaceAll("\\", "/") : basePath;
    return fileUri(`${folder.replace(/\/+$/, "")}/${bucketName}${path === "" ? "" : `/${path}`}`);
  },
  parseUri: (uri, env) => {
    if (!/^file:/i.test(uri)) return undefined;
    const path = /^file:\/\/(?:localhost)?(\/.*)$/is.exec(uri)?.[1];
    if (path === undefined) return { problem: "it is no file of this machine; the form is file:///folder/file" };
    const plain = decoded(path);
    if (plain === undefined) return { problem: 'a "%" in it is not followed by two hexadecimal digits of UTF-8; a "%" itself is "%25"' };
    return placeOf(plain, env);
  },
  uriSchemes: ["file"],
  uriForm: "file:///folder/file",
};

/**
 * A bucket is a folder in a base path, and below the base path Glacier keeps its own folder while it writes. So below GLACIER_BASE_PATH, where that folder
 * is already, the bucket is the one that a pipeline means. Anywhere else it is the folder that holds the file (or that ends in `/`), in its parent: no key
 * then leads out of the named folder, Glacier's folder is never in a list of it, and it is on the same disk, so that the last step of a write is a rename.
 */
function placeOf(path: string, env: Environment): UriPlace | UriProblem {
  const segments = path.split("/").slice(1);
  const isFolder = segments.at(-1) === "";
  if (isFolder) segments.pop();
  const odd = segments.find((name) => name === "" || name === "." || name === "..");
  if (odd !== undefined) return { problem: odd === "" ? "it holds two slashes in a row" : `it holds "${odd}"; write the path out` };
  const own = ownPlace(path, env.GLACIER_BASE_PATH?.trim() ?? "");
  if (own) return own;
  const depth = isFolder ? segments.length - 1 : segments.length - 2;
  const bucketName = segments[depth];
  const isDrive = /^[A-Za-z]:$/.test(segments[0] ?? "");
  if (bucketName === undefined || (isDrive && depth === 0))
    return { problem: "it lies in the root folder, and Glacier works in folders below that" };
  const above = segments.slice(0, depth).join("/");
  const basePath = isDrive ? (depth === 1 ? `${above}/` : above) : `/${above}`;
  return { config: new LocalConfig({ basePath }), bucketName, path: isFolder ? "" : (segments[depth + 1] ?? "") };
}

/** The place below an absolute base path; undefined elsewhere. */
function ownPlace(path: string, basePath: string): UriPlace | undefined {
  const root = `${basePath
    .replaceAll("\\", "/")
    .replace(/\/+$/, "")
    .replace(/^([A-Za-z]:)/, "/$1")}/`;
  const slash = path.indexOf("/", root.length);
  if (!root.startsWith("/") || root === "/" || !path.startsWith(root) || slash < 0) return undefined;
  return { config: new LocalConfig({ basePath }), bucketName: path.slice(root.length, slash), path: path.slice(slash + 1) };
}

/** Percent-encoded as in RFC 8089. Not `node:url`: descriptors stay free of Node, so that any host can load them. */
function fileUri(path: string): string {
  const encoded = encodeURI(path.toWellFormed()).replaceAll(/[?#]/g, encodeURIComponent);
  return encoded.startsWith("/") ? `file://${encoded}` : `file:///${encoded}`;
}
