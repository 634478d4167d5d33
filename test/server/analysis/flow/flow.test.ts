import { describe, test } from "vitest";
import { emits, valid } from "../../../support/server/rule-tester.ts";
import { groups } from "./groups.ts";
import { head } from "./programs.ts";

const whole = (source: string): string => `${head}${source}\nexport {};`;

describe.each(Object.entries(groups))("%s:", (_, { silent = {}, certain = {}, partial = {} }) => {
  for (const [name, source] of Object.entries(silent)) test(`silent about ${name}`, () => valid(whole(source)));
  for (const [name, source] of Object.entries(certain))
    test(`an error for ${name}`, () => emits(whole(source), [{ code: "config-cloud-mismatch", severity: "error" }]));
  for (const [name, source] of Object.entries(partial))
    test(`a warning for ${name}`, () => emits(whole(source), [{ code: "config-cloud-mismatch", severity: "warning" }]));
});
