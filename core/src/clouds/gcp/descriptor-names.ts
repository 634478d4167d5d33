import type { CloudDescriptor } from "../descriptor.ts";
import { isIpAddress, nameRule } from "../descriptor-names.ts";

const hasFittingLength = (name: string): boolean =>
  name.length >= 3 && (name.includes(".") ? name.length <= 222 && name.split(".").every((part) => part.length <= 63) : name.length <= 63);

/**
 * What Google Cloud says about names [Cloud Storage, bucket names; @google-cloud/dataproc 6.0.1; firebase-tools 15.34 and the Cloud Functions API,
 * which differ: only what both refuse; 2026-11-26].
 */
export const names: CloudDescriptor["names"] = {
  bucket: nameRule([
    { must: hasFittingLength, says: "must have 3 to 63 characters, or up to 222 with dots and 63 between them" },
    { must: /^[a-z0-9._-]*$/, says: "may hold lower-case letters, digits, dots, hyphens and underscores only" },
    { must: /^[a-z0-9].*[a-z0-9]$/, says: "must begin and end with a letter or digit" },
    { mustNot: isIpAddress, says: "must not look like an IP address" },
    { mustNot: /^goog/, says: 'must not begin with "goog"' },
    { mustNot: /google|g00gle/, says: 'must not hold "google"' },
    { mustNot: /\./, says: "holds a dot, so the domain must be verified as yours first", severity: "warning" },
  ]),
  serverless: nameRule([
    { must: /^.{1,63}$/s, says: "must have at most 63 characters" },
    { must: /^[A-Za-z]/, says: "must begin with a letter" },
    { must: /^[A-Za-z0-9_-]*$/, says: "may hold letters, digits, _ and - only" },
    { mustNot: /[_-]$/, says: "must not end with - or _" },
  ]),
  dataproc: nameRule([
    { must: /^.{1,52}$/s, says: "must have at most 52 characters" },
    { must: /^[a-z0-9-]*$/, says: "may hold lower-case letters, digits and hyphens only" },
    { must: /^[a-z]/, says: "must begin with a lower-case letter" },
    { mustNot: /-$/, says: "must not end with a hyphen" },
  ]),
};
