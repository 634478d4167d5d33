import { cloudDescriptors } from "@glacier/core/clouds";
import { expect, test } from "vitest";
import type { FactoryCall } from "../../../server/src/analysis/flow/observations.ts";
import type { SourceView } from "../../../server/src/analysis/source-view.ts";
import { changeProvider } from "../../../server/src/fixes/change-provider.ts";

test("the calls of a workspace are gone through once for all mismatches with their provider", () => {
  const nowhere = { facts: () => undefined, text: () => "" } as unknown as SourceView;
  const site = { file: "main.ts", node: 1 };
  let looks = 0;
  const call = {
    type: "bucket",
    configs: [{ list: [] }],
    get receivers() {
      looks++;
      return [{ config: { origin: { site } } }];
    },
  };
  // What is not asked for is left out.
  const calls = [call, call, call] as unknown as readonly FactoryCall[];
  const verdict = { isCertain: true, clashes: [{ call, receiver: { config: { origin: { site } } }, list: [], problem: undefined }] };
  const aws = cloudDescriptors.filter(({ id }) => id === "aws");
  for (let each = 0; each < 5; each++) changeProvider(nowhere, verdict as never, () => calls, aws);
  expect(looks).toBe(3);
});
