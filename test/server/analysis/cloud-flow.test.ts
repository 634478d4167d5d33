import { describe, test } from "vitest";
import { emits } from "../../support/server/rule-tester.ts";
import { certain, head, partial } from "./mismatches.ts";

describe("a mismatch is certain through", () => {
  test.each(Object.entries(certain))("%s", (_, source) =>
    emits(`${head}${source}\nexport {};`, [{ code: "config-cloud-mismatch", severity: "error" }]),
  );
});

describe("a mismatch is possible through", () => {
  test.each(Object.entries(partial))("%s", (_, source) =>
    emits(`${head}${source}\nexport {};`, [{ code: "config-cloud-mismatch", severity: "warning" }]),
  );
});
