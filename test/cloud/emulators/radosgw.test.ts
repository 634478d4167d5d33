import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { expect, it } from "vitest";
import { onEmulator } from "../../support/emulators/on-emulator.ts";
import { bucketOn, s3Client } from "../../support/emulators/s3-client.ts";

const MiB = 1024 * 1024;

onEmulator("s3Full", (s3) => {
  it("gives ranges of an object, and lists by folder and by page", async () => {
    const { client, bucket } = await bucketOn(s3);
    for (const key of ["a b/ü.txt", "a b/2", "c"]) await put(client, bucket, key, "0123456789");
    const { Body, ContentRange } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: "a b/ü.txt", Range: "bytes=2-4" }));
    expect([await Body?.transformToString(), ContentRange]).toEqual(["234", "bytes 2-4/10"]);
    const first = await client.send(new ListObjectsV2Command({ Bucket: bucket, Delimiter: "/", MaxKeys: 1 }));
    expect([first.CommonPrefixes, first.IsTruncated]).toEqual([[{ Prefix: "a b/" }], true]);
    const rest = await client.send(
      new ListObjectsV2Command({ Bucket: bucket, Delimiter: "/", ContinuationToken: first.NextContinuationToken }),
    );
    expect([rest.Contents?.map(({ Key }) => Key), rest.IsTruncated]).toEqual([["c"], false]);
  });

  it("denies a wrong secret and an unknown key, each by its own name", async () => {
    const { bucket } = await bucketOn(s3);
    const look = (keys: { accessKeyId: string; secretAccessKey: string }) =>
      s3Client({ ...s3, ...keys }).send(new ListObjectsV2Command({ Bucket: bucket }));
    await expect(look({ ...s3, secretAccessKey: "wrong" })).rejects.toMatchObject({ name: "SignatureDoesNotMatch" });
    await expect(look({ ...s3, accessKeyId: "nobody" })).rejects.toMatchObject({ name: "InvalidAccessKeyId" });
  });

  it("denies a user what is another's", async () => {
    const { client, bucket } = await bucketOn(s3);
    await put(client, bucket, "k", "mine");
    const stranger = s3Client({ ...s3, ...s3.stranger });
    await expect(stranger.send(new GetObjectCommand({ Bucket: bucket, Key: "k" }))).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(put(stranger, bucket, "k", "theirs")).rejects.toMatchObject({ name: "AccessDenied" });
    await expect(stranger.send(new ListObjectsV2Command({ Bucket: bucket }))).rejects.toMatchObject({ name: "AccessDenied" });
  });

  it("keeps versions once it is told to", async () => {
    const { client, bucket } = await bucketOn(s3);
    await client.send(new PutBucketVersioningCommand({ Bucket: bucket, VersioningConfiguration: { Status: "Enabled" } }));
    const { VersionId } = await put(client, bucket, "k", "old");
    await put(client, bucket, "k", "new");
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: "k", VersionId }));
    expect(await Body?.transformToString()).toBe("old");
    const { Versions } = await client.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    expect(Versions?.map(({ IsLatest }) => IsLatest)).toEqual([true, false]);
  });

  it("refuses to overwrite when told so", async () => {
    const { client, bucket } = await bucketOn(s3);
    const { ETag } = await put(client, bucket, "k", "one", { IfNoneMatch: "*" });
    await expect(put(client, bucket, "k", "two", { IfNoneMatch: "*" })).rejects.toMatchObject({ name: "PreconditionFailed" });
    await put(client, bucket, "k", "two", { IfMatch: unquoted(ETag) });
    await expect(put(client, bucket, "k", "six", { IfMatch: unquoted(ETag) })).rejects.toMatchObject({ name: "PreconditionFailed" });
  });

  it("takes the ETag of a conditional write without its quotes only, where S3 takes both", async () => {
    const { client, bucket } = await bucketOn(s3);
    const { ETag } = await put(client, bucket, "k", "one");
    await expect(put(client, bucket, "k", "two", { IfMatch: ETag })).rejects.toMatchObject({ name: "PreconditionFailed" });
    await expect(client.send(new GetObjectCommand({ Bucket: bucket, Key: "k", IfMatch: ETag }))).resolves.toMatchObject({ ETag });
  });

  it("shows an object that comes in parts once all are there", async () => {
    const { client, bucket } = await bucketOn(s3);
    const at = { Bucket: bucket, Key: "parts" };
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(at));
    const bodies = [Buffer.alloc(5 * MiB, "a"), Buffer.from("end")];
    const parts = bodies.map(async (body, index) => {
      const part = { PartNumber: index + 1 };
      const { ETag } = await client.send(new UploadPartCommand({ ...at, ...part, UploadId, Body: body }));
      return { ...part, ETag };
    });
    const MultipartUpload = { Parts: await Promise.all(parts) };
    await expect(client.send(new HeadObjectCommand(at))).rejects.toMatchObject({ name: "NotFound" });
    await client.send(new CompleteMultipartUploadCommand({ ...at, UploadId, MultipartUpload }));
    expect((await client.send(new HeadObjectCommand(at))).ContentLength).toBe(5 * MiB + 3);
  });

  it("opens an object to whoever has its signed address, and to nobody without", async () => {
    const { client, bucket } = await bucketOn(s3);
    await put(client, bucket, "a b", "mine");
    const address = await getSignedUrl(client, new GetObjectCommand({ Bucket: bucket, Key: "a b" }), { expiresIn: 60 });
    expect(await (await fetch(address)).text()).toBe("mine");
    expect((await fetch(address.slice(0, address.indexOf("?")))).status).toBe(403);
  });
});

function put(client: S3Client, Bucket: string, Key: string, Body: string, when: { IfNoneMatch?: string; IfMatch?: string } = {}) {
  return client.send(new PutObjectCommand({ Bucket, Key, Body, ...when }));
}

const unquoted = (etag?: string) => etag?.replaceAll('"', "");
