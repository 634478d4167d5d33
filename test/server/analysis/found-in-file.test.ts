import { expect, test, vi } from "vitest";
import type { FileFacts } from "../../../server/src/analysis/facts/facts.ts";
import { FoundInFile } from "../../../server/src/analysis/found-in-file.ts";

const facts = (): FileFacts => ({
  ...{ imports: [], exports: [], body: [], requests: [], mocks: [], suppressions: [] },
  ...{ starts: [], sections: [], spans: new Int32Array(), syntaxError: undefined },
});

test("what was found in a file is found again only when its facts or its text are others", () => {
  const kept = new FoundInFile<number>();
  const find = vi.fn(() => find.mock.calls.length);
  const [before, after] = [facts(), facts()];
  expect([kept.of(before, "a", find), kept.of(before, "a", find)]).toEqual([1, 1]);
  // Half-typed: the facts are those of the last good text.
  expect([kept.of(before, "a(", find), kept.of(before, "a(", find)]).toEqual([2, 2]);
  expect(kept.of(after, "a(", find)).toBe(3);
});
