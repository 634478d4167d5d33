import { cloudDescriptors, type UriPlace } from "../clouds/descriptors.ts";
import { didYouMean } from "../config/did-you-mean.ts";
import type { Environment } from "../config/index.ts";
import { withoutCredentials } from "../config/redact.ts";
import { GlacierError } from "../errors.ts";
import type { Bucket } from "../resources/bucket.ts";
import { Provider } from "./provider.ts";

/** What a URI names, ready for object operations. */
export interface BucketAt {
  readonly bucket: Bucket;
  /** An object's key, or the beginning of keys; empty for the whole bucket. */
  readonly key: string;
}

/**
 * The bucket and the key that a URI names. How to reach the cloud is read from the environment variables that the vendor's own tools read.
 * Nothing is looked up: whether anything is there shows at the first operation.
 *
 * @throws {GlacierError} `CONFIG_INVALID` for what is no URI of a known cloud, or a variable whose value is not allowed.
 */
export function bucketAt(uri: string, env: Environment = process.env): BucketAt {
  const { config, bucketName, path } = placeOf(uri, env);
  return { bucket: new Provider({ config }).bucket(bucketName), key: path };
}

function placeOf(uri: string, env: Environment): UriPlace {
  for (const cloud of cloudDescriptors) {
    const found = cloud.parseUri(uri, env);
    if (found === undefined) continue;
    if ("problem" in found) throw unusable(uri, found.problem);
    return found;
  }
  throw unusable(uri, "no cloud that Glacier knows has such addresses");
}

function unusable(uri: string, why: string): GlacierError {
  // What follows a question mark may be a signature.
  const shown = withoutCredentials(/^https?:/i.test(uri) ? uri.replace(/\?.*$/s, "?…") : uri);
  return new GlacierError("CONFIG_INVALID", `${shown} cannot be used: ${why}.`, {
    hint: `${suggestion(shown)}Addresses are ${cloudDescriptors.map(({ uriForm }) => uriForm).join(", ")}.`,
    operation: "bucketAt",
  });
}

/** For a scheme that looks like one that there is: other tools write `gcs` or `s3n`, and two slashes are easily one. */
function suggestion(uri: string): string {
  const [, scheme = "", rest = ""] = /^([a-z][a-z0-9+.-]*):\/{0,2}(.*)$/is.exec(uri) ?? [];
  const known = cloudDescriptors.flatMap(({ uriSchemes }) => uriSchemes);
  const near = known.find((name) => name === scheme.toLowerCase()) ?? didYouMean(scheme, known);
  // The names are so short that most have one near: a shared beginning tells a slip from another thing.
  if (near === undefined || rest === "" || near[0] !== scheme[0]?.toLowerCase() || uri.startsWith(`${scheme}:///`)) return "";
  const meant = `${near}://${rest}`;
  return meant.toLowerCase() === uri.toLowerCase() ? "" : `Did you mean ${meant}? `;
}
