import type { CloudDescriptor } from "../descriptor.ts";
import { isIpAddress, nameRule } from "../descriptor-names.ts";

// Access point aliases and buckets of other kinds have reserved endings; a directory bucket, for EXPRESS_ONEZONE, must have its own.
const bucket = nameRule([
  { must: /^.{3,63}$/s, says: "must have 3 to 63 characters" },
  { must: /^[a-z0-9.-]*$/, says: "may hold lower-case letters, digits, dots and hyphens only" },
  { must: /^[a-z0-9].*[a-z0-9]$/, says: "must begin and end with a letter or digit" },
  { mustNot: /\.\./, says: "must not hold two dots in a row" },
  { mustNot: isIpAddress, says: "must not look like an IP address" },
  { mustNot: /^(xn--|sthree-|amzn-s3-demo-)/, says: "must not begin with xn--, sthree- or amzn-s3-demo-" },
  { mustNot: /(-s3alias|--ol-s3|\.mrap|--table-s3)$/, says: "must not end with -s3alias, --ol-s3, .mrap or --table-s3" },
  {
    mustNot: /--x-s3$/,
    says: "ends with --x-s3, which is for directory buckets",
    unless: ({ storageClass }) => storageClass === "EXPRESS_ONEZONE",
  },
  {
    mustNot: /\./,
    says: "holds a dot, so its TLS certificate does not fit and transfer acceleration is not possible",
    severity: "warning",
  },
]);

/**
 * What AWS says about names [Amazon S3 user guide, bucket naming rules; @aws-sdk/client-lambda 3.1164, client-glue 3.1169,
 * botocore 1.44.8 emr-serverless; 2026-11-26].
 */
export const names: CloudDescriptor["names"] = {
  bucket,
  serverless: nameRule([
    { must: /^.{1,64}$/s, says: "must have at most 64 characters" },
    { must: /^[A-Za-z0-9_-]*$/, says: "may hold letters, digits, _ and - only" },
  ]),
  glue: nameRule([
    { must: /^.{1,255}$/s, says: "must have at most 255 characters" },
    { mustNot: /[\r\n]/, says: "must be on one line" },
  ]),
  emr: nameRule([
    { must: /^.{1,64}$/s, says: "must have at most 64 characters" },
    { must: /^[A-Za-z0-9._/#-]*$/, says: "may hold letters, digits and . _ / # - only" },
  ]),
};
