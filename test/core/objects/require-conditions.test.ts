import { expect, it } from "vitest";
import { requireConditions } from "../../../core/src/objects/require-conditions.ts";
import { bucketIn } from "../../support/objects/bucket-in.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

it("gives the conditions of an upload, and nothing where there are none", () => {
  expect(requireConditions({}, "bucket.upload")).toBeUndefined();
  expect(requireConditions({ ifNoneMatch: "*" }, "bucket.upload")).toEqual({ ifNoneMatch: "*" });
  expect(requireConditions({ ifMatch: "an etag" }, "bucket.upload")).toEqual({ ifMatch: "an etag" });
});

it.each([{ ifNoneMatch: "an etag" }, { ifNoneMatch: null }, { ifMatch: "" }, { ifMatch: 5 }, { ifMatch: "an etag", ifNoneMatch: "*" }])(
  "lets no bucket of an object store store anything on the condition %j",
  async (options) => {
    const bucket = bucketIn(temporaryFolder(), "");
    await expect(bucket.upload("x", "new", options as never)).rejects.toMatchObject({ code: "CONFIG_INVALID", operation: "bucket.upload" });
    expect(await bucket.exists()).toBe(false);
  },
);
