import { describe, test } from "vitest";
import { valid } from "../../support/server/rule-tester.ts";
import { head, silent } from "./valid-programs.ts";

describe("a valid program is silent:", () => {
  test.each(Object.entries(silent))("%s", (_, source) => valid(`${head}${source}\nexport {};`));
});
