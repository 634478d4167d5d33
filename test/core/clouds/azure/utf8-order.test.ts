import { describe, expect, it } from "vitest";
import { Utf8Order } from "../../../../core/src/clouds/azure/utf8-order.ts";
import { fc } from "../../../support/properties.ts";

const named = (name: string) => ({ name });
const byUtf16 = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const byUtf8 = (names: readonly string[]): string[] =>
  [...names].sort((one, other) => Buffer.compare(Buffer.from(one), Buffer.from(other)));

describe("names in the order of their UTF-8 bytes", () => {
  it("come from names in the order of their UTF-16 units", () => {
    // Few characters, so that many names have long beginnings in common.
    const name = fc.string({ unit: fc.constantFrom("a", "/", "\ud7ff", "\ue000", "\uffff", "😀", "\u{10ffff}"), maxLength: 6 });
    fc.assert(
      fc.property(fc.array(name, { maxLength: 40 }), (names) => {
        const order = new Utf8Order();
        const given = byUtf16(names).flatMap((each) => order.take(named(each)));
        expect([...given, ...order.rest()].map((item) => item.name)).toEqual(byUtf8(byUtf16(names)));
        expect(order.isEmpty).toBe(true);
      }),
    );
  });

  it("are held back no longer than needed", () => {
    const order = new Utf8Order();
    expect(order.take(named("a"))).toEqual([named("a")]);
    expect(order.take(named("b😀"))).toEqual([]);
    expect(order.take(named("b\uff5a"))).toEqual([named("b\uff5a")]);
    expect(order.take(named("c"))).toEqual([named("b😀"), named("c")]);
  });

  it("are not held back without limit", () => {
    const order = new Utf8Order();
    const given = Array.from({ length: 10_001 }, (_, index) => order.take(named(`😀${String(index).padStart(5, "0")}`)));
    expect(given.at(-2)).toEqual([]);
    expect(given.at(-1)).toHaveLength(10_001);
  });
});
