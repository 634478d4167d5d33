import { GetObjectCommand, ListBucketsCommand, PutObjectCommand } from "@aws-sdk/client-s3";
import { expect, it } from "vitest";
import { onEmulator } from "../../support/emulators/on-emulator.ts";
import { bucketOn, s3Client } from "../../support/emulators/s3-client.ts";

onEmulator("s3Light", (s3) => {
  it("keeps an object, and gives ranges of it", async () => {
    const { client, bucket } = await bucketOn(s3);
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: "a b/ü.txt", Body: "0123456789" }));
    const { Body, ContentRange } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: "a b/ü.txt", Range: "bytes=2-4" }));
    expect([await Body?.transformToString(), ContentRange]).toEqual(["234", "bytes 2-4/10"]);
  });

  it("believes every key, so that denied access has to be tested on the full server", async () => {
    const client = s3Client({ ...s3, secretAccessKey: "wrong" });
    await expect(client.send(new ListBucketsCommand({}))).resolves.toHaveProperty("Buckets");
  });

  it("overwrites although told not to, so that conditional writes have to be tested on the full server", async () => {
    const { client, bucket } = await bucketOn(s3);
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: "k", Body: "old" }));
    await client.send(new PutObjectCommand({ Bucket: bucket, Key: "k", Body: "new", IfNoneMatch: "*" }));
    const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: "k" }));
    expect(await Body?.transformToString()).toBe("new");
  });
});
