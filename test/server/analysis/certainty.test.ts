import { describe, expect, test } from "vitest";
import { certainlyWrong, type Meeting } from "../../../server/src/analysis/certainty.ts";

describe("of what meets at a place", () => {
  test("a pair counts where one of its sides goes wrong with everything that it meets", () => {
    expect(certain("azure·s3! azure·blob aws·s3 local·s3!")).toEqual(["local·s3"]);
    expect(certain("azure·s3! aws·s3! aws·blob")).toEqual(["azure·s3", "aws·s3"]);
  });

  test("nothing counts where each side may belong to one that suits it", () => {
    expect(certain("azure·s3! azure·blob aws·s3 aws·blob!")).toEqual([]);
  });

  test("what happens instead speaks for its sides", () => {
    expect(certain("azure·s3! aws·blob", "gcp·s3!")).toEqual(["azure·s3"]);
    expect(certain("azure·s3! aws·blob", "gcp·s3")).toEqual(["azure·s3"]);
    expect(certain("azure·s3! aws·blob", "gcp·s3 azure·gcs")).toEqual([]);
  });

  test("everything counts where nothing is in order, whatever happens instead", () => {
    expect(certain("azure·s3!", "aws·s3 azure·blob")).toEqual(["azure·s3"]);
  });

  test("a pair of more than two sides counts for any one of them", () => {
    expect(certain("azure·s3! azure·s3·eu! aws·eu azure·blob")).toEqual(["azure·s3", "azure·s3·eu"]);
  });
});

/** The pairs of a meeting that count: `azure·s3!` has two sides and is wrong. */
const certain = (here: string, ...instead: string[]): string[] =>
  certainlyWrong(meeting(here), (pair) => pair.split("·"), instead.map(meeting)).map(({ pair }) => pair);

function meeting(pairs: string): Meeting<string, true> {
  const all = pairs.split(" ");
  const isWrong = (pair: string): boolean => pair.endsWith("!");
  const nameOf = (pair: string): string => pair.replace("!", "");
  return { pairs: all.map(nameOf), wrong: new Map(all.filter(isWrong).map((pair) => [nameOf(pair), true])) };
}
