import { ListMultipartUploadsCommand } from "@aws-sdk/client-s3";
import { AwsConfig } from "@glacier/core/config";
import { Provider } from "@glacier/core/resources";
import type { ContractBucket, OpenBucket } from "@glacier/core/testing";
import type { S3Access } from "../emulators/access.ts";
import { bucketOn } from "../emulators/s3-client.ts";

/** A provider for a server that speaks S3. */
function s3Provider({ endpoint, region, accessKeyId, secretAccessKey }: S3Access): Provider {
  return new Provider({ config: new AwsConfig({ endpoint, region, accessKeyId, secretAccessKey, forcePathStyle: true }) });
}

/** A new, empty bucket, made by the vendor's own client. */
export async function newS3Bucket(access: S3Access): Promise<ContractBucket & { name: string }> {
  const { client, bucket: name } = await bucketOn(access);
  return {
    name,
    bucket: openS3(access)(name),
    leftovers: async () => {
      const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: name }));
      return Uploads.map(({ Key, UploadId }) => `${Key} (${UploadId})`);
    },
  };
}

/** Opens a bucket by its name, as whoever has the keys. */
export function openS3(access: S3Access): (bucketName: string) => OpenBucket {
  const provider = s3Provider(access);
  return (bucketName) => (path, options) => provider.bucket(bucketName, { path, ...options });
}
