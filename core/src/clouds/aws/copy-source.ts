/** What S3 is to copy, as its header wants it. An access point, which is named by an ARN, has its objects in a part of its own. */
export function copySource(bucketName: string, key: string): string {
  const objects = bucketName.startsWith("arn:") ? `${bucketName}/object` : bucketName;
  return `${objects}/${key.split("/").map(encodeURIComponent).join("/")}`;
}
