import assert from "node:assert/strict";
import { loadPolars } from "../../data/load.ts";
import type { ErrorCode, GlacierError } from "../../errors.ts";
import type { Bucket } from "../../resources/bucket.ts";
import type { OpenBucket } from "../bucket-contract.ts";
import { pagesOf, textOfObject } from "../content.ts";
import { assertHelpful, assertNoSecret, endsWithin, refusalOf } from "../refusals.ts";
import type { ContractSuite } from "../suite.ts";

export function accessTests({ contract, server, test }: ContractSuite): void {
  const secrets = contract.secrets ?? [];
  const check = (error: GlacierError): void => {
    assertHelpful(error);
    assertNoSecret(error, secrets);
  };

  test("because it is not there is NOT_FOUND, with its key", async (bucket) => {
    const lake = bucket();
    await lake.upload("folder/x", "");
    for (const action of [
      () => lake.stat("no/such key"),
      () => lake.read("no/such key"),
      () => lake.copy("no/such key", "y"),
      () => bucket("no/such key").scan(),
    ]) {
      const error = await refusalOf(action, "NOT_FOUND");
      check(error);
      assert.match(error.message, /no\/such( |%20)key/);
      assert.equal(error.retryable, false);
    }
    for (const path of ["nothing/", "nothing/*.parquet", "nothing/**"]) check(await refusalOf(() => bucket(path).scan(), "NOT_FOUND"));
    await refusalOf(() => lake.stat("folder"), "NOT_FOUND");
  });

  test("because the bucket is not there is NOT_FOUND, with its name", async () => {
    const missing = contract.missing();
    for (const action of [() => pagesOf(missing), () => missing.stat("x"), () => missing.read("x"), () => contract.missing("x").scan()]) {
      const error = await refusalOf(action, "NOT_FOUND");
      check(error);
      assert.ok(error.message.includes(missing.bucketName), `names the bucket: ${error.message}`);
    }
    assert.equal(await contract.missing("x").exists(), false);
    if (server.makesBuckets) return;
    check(await refusalOf(() => missing.upload("x", "1"), "NOT_FOUND"));
    const pl = await loadPolars();
    check(await refusalOf(() => contract.missing("x").write(pl.DataFrame({ a: [1] })), "NOT_FOUND"));
  });

  test("because its path is a pattern is UNSUPPORTED_OPERATION", async (bucket) => {
    const pl = await loadPolars();
    for (const path of ["raw/*.parquet", "raw/{a,b}.parquet", "raw/[ab].parquet", "**"])
      check(await refusalOf(() => bucket(path).write(pl.DataFrame({ a: [1] })), "UNSUPPORTED_OPERATION"));
  });

  const { denied, expired, withoutCredentials, unreachable } = contract;

  if (denied) {
    test("because somebody has no right to it is ACCESS_DENIED, and stays as it was", async (bucket) => {
      const lake = bucket();
      await lake.upload("x", "kept");
      await everyRefusal((...open) => denied(lake.bucketName, ...open), ["ACCESS_DENIED"], check);
      assert.equal(await textOfObject(lake, "x"), "kept");
    });
  }

  if (expired) {
    test("because the credentials are over is ACCESS_DENIED, and says to sign in again", async (bucket) => {
      const lake = bucket();
      await lake.upload("x", "kept");
      await everyRefusal((...open) => expired(lake.bucketName, ...open), ["ACCESS_DENIED"], check);
      assert.equal(await textOfObject(lake, "x"), "kept");
    });
  }

  if (withoutCredentials) {
    test("because there are no credentials is CREDENTIALS_MISSING, and says what to set", async () => {
      await everyRefusal(withoutCredentials, ["CREDENTIALS_MISSING"], check);
    });
  }

  if (unreachable) {
    test("because nobody answers is NETWORK, after a few tries, and may be tried again later", async () => {
      await everyRefusal(unreachable, ["NETWORK"], (error) => {
        check(error);
        assert.equal(error.retryable, true);
      });
    });
  }
}

/** What every operation of a bucket is refused with. All at once, since each may try for a while. */
async function everyRefusal(open: OpenBucket, codes: readonly ErrorCode[], check: (error: GlacierError) => void): Promise<void> {
  const pl = await loadPolars();
  const lake: Bucket = open();
  const actions = [
    () => pagesOf(lake),
    () => lake.stat("x"),
    () => lake.read("x"),
    () => lake.upload("x", "new"),
    () => lake.upload("x", [Buffer.from("new")]),
    () => lake.copy("x", "y"),
    () => lake.remove("x"),
    () => lake.removeMany(["x", "y"]),
    () => open("x").exists(),
    () => open("folder/").exists(),
    () => open("x").scan(),
    () => open("folder/").scan(),
    () => open("x").write(pl.DataFrame({ a: [1] })),
    () => open("folder/").write(pl.DataFrame({ a: [1] })),
  ];
  const errors = await endsWithin(90, Promise.all(actions.map((action) => refusalOf(action, codes))));
  for (const error of errors) check(error);
}
