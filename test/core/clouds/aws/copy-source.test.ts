import { expect, it } from "vitest";
import { copySource } from "../../../../core/src/clouds/aws/copy-source.ts";

it.each([
  ["bucket", "a b/c+d/ü", "bucket/a%20b/c%2Bd/%C3%BC"],
  ["bucket", "a//b/", "bucket/a//b/"],
  ["arn:aws:s3:eu-west-1:123456789012:accesspoint/etl", "a/b", "arn:aws:s3:eu-west-1:123456789012:accesspoint/etl/object/a/b"],
])("names in %s the object %j as S3 wants it", (bucketName, key, expected) => {
  expect(copySource(bucketName, key)).toBe(expected);
});
