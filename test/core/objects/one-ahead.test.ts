import { expect, it } from "vitest";
import { oneAhead } from "../../../core/src/objects/one-ahead.ts";
import { allOf } from "../../support/all-of.ts";

function source(count: number, failAt?: number) {
  const log: string[] = [];
  const open = async function* (signal: AbortSignal): AsyncGenerator<number> {
    signal.addEventListener("abort", () => log.push("left"), { once: true });
    for (let item = 0; item < count; item++) {
      log.push(`asked ${item}`);
      if (item === failAt) throw new Error(`no ${item}`);
      yield item;
    }
  };
  return { log, open };
}

it("gives every item in order, and the next is under way while one is used", async () => {
  const { log, open } = source(4);
  const seen: string[] = [];
  for await (const item of oneAhead(open, undefined)) {
    await Promise.resolve();
    seen.push(`${item}: ${log.length} asked`);
  }
  expect(seen).toEqual(["0: 1 asked", "1: 3 asked", "2: 4 asked", "3: 4 asked"]);
});

it("asks for no second item for who wants only the first", async () => {
  const { log, open } = source(4);
  for await (const item of oneAhead(open, undefined)) if (item === 0) break;
  expect(log).toEqual(["asked 0", "left"]);
});

it("throws an error where the item would have come, and not before", async () => {
  const { open } = source(4, 3);
  const seen: number[] = [];
  await expect(
    (async () => {
      for await (const item of oneAhead(open, undefined)) seen.push(item);
    })(),
  ).rejects.toThrow("no 3");
  expect(seen).toEqual([0, 1, 2]);
});

it("is empty when there is nothing", async () => {
  expect(await allOf(oneAhead(source(0).open, undefined))).toEqual([]);
});
