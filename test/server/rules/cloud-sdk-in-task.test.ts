import { describe, test } from "vitest";
import { emits, valid } from "../../support/server/rule-tester.ts";

const head = `import { S3Client } from "@aws-sdk/client-s3";
import { Storage } from "@google-cloud/storage";
import { task } from "@glacier/core";
`;

describe("a vendor's SDK in a task", () => {
  test("is reported where the task first uses it", () =>
    emits(
      `${head}export const put = task(async function put() { const client = new ⟦S3Client⟧({}); return [client, new S3Client({})]; });\nexport { Storage };`,
      [
        {
          code: "cloud-sdk-in-task",
          severity: "info",
          message:
            "Task 'put' uses '@aws-sdk/client-s3', so it runs against AWS only. A bucket that it is given does the same in every cloud.",
          related: ["main.ts:1 It is imported here."],
        },
      ],
    ));

  test("is reported of each SDK, of functions that the task calls, and of imports inside", async () => {
    await emits(
      `${head}const client = () => new ⟦S3Client⟧({});\nexport const put = task(function put() { return [client(), ⟦Storage⟧]; });`,
      [
        { code: "cloud-sdk-in-task", message: /AWS/ },
        { code: "cloud-sdk-in-task", message: /Google Cloud/ },
      ],
    );
    await emits(
      `import { task } from "@glacier/core";\nexport const put = task(async function put() { return ⟦import("@azure/storage-blob")⟧; });`,
      [{ code: "cloud-sdk-in-task", related: [] }],
    );
  });

  test("is reported where a task uses a client that the file has made outside", async () => {
    await emits(`${head}const s3 = new S3Client({});\nexport const put = task(async function put() { return ⟦s3⟧.config.region(); });`, [
      { code: "cloud-sdk-in-task", message: /^Task 'put' uses '@aws-sdk\/client-s3'/, related: ["main.ts:1 It is imported here."] },
    ]);
    await emits(
      `${head}const raw = new Storage().bucket("raw");\nexport const put = task(async function put() { return ⟦raw⟧.exists(); });`,
      ["cloud-sdk-in-task"],
    );
    await emits(
      `${head}const s3 = new S3Client({});\nexport const put = task(async function put() { return [s3, new ⟦S3Client⟧({})]; });`,
      ["cloud-sdk-in-task"],
    );
  });

  test.each([
    [
      "behind a name that the task declares",
      `const s3 = new S3Client({});\nexport const put = task(function put() { const { s3 } = { s3: 1 }; return s3; });\nexport { s3 };`,
    ],
    [
      "in something else that a client is given to",
      `const job = make(new S3Client({}));\nexport const put = task(function put() { return job; });\nfunction make(client: unknown) { return { client }; }`,
    ],
    ["outside of tasks", `export const client = () => new S3Client({});\nexport const put = task(function put() {});`],
    ["under a name that is a parameter's", `export const put = task(function put(S3Client: string) { return S3Client; });`],
    ["as a type", `export const put = task(function put(client: S3Client) { return client; });`],
  ])("is fine %s", (_, text) => valid(`${head}${text}`));

  test("is told from other packages", () =>
    valid(
      `import { x } from "@aws-sdk-like/x";\nimport { y } from "aws-sdk-mock";\nimport { task } from "@glacier/core";\nexport const put = task(function put() { return [x, y]; });`,
    ));
});
