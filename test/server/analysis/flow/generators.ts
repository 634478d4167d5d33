import type { Programs } from "./programs.ts";

/** What generators yield reaches who goes through them. */
export const generators: Programs = {
  silent: {
    "pairs that a generator yields": `function* pairs() { yield [aws, new S3Config()] as const; yield [azure, new BlobConfig()] as const; } for (const [p, config] of pairs()) p.bucket("raw-a", { config });`,
    "pairs that a generator yields by a condition": `function* pairs(n: number) { if (n > 1) yield { p: aws, config: new S3Config() }; else yield { p: azure, config: new BlobConfig() }; while (n-- > 0) yield { p: unknown(), config: unknown() }; } for (const { p, config } of pairs(unknown())) p.bucket("raw-a", { config });`,
    "a thing that a generator changes and yields again": `function* all() { const it: { p: Provider; config: unknown } = { p: aws, config: new S3Config() }; yield it; it.p = azure; it.config = new BlobConfig(); yield it; } for (const { p, config } of all()) p.bucket("raw-a", { config: config as any });`,
    "what is left of a generator": `function* all() { yield aws; yield azure; } const it = all(); for (const p of it) { p.bucket("raw-a", { config: new S3Config() }); break; } for (const p of it) p.bucket("raw-a", { config: new BlobConfig() });`,
    "what next gives": `function* all() { yield aws; yield azure; } const it = all(); it.next(); for (const p of it) p.bucket("raw-a", { config: new BlobConfig() });`,
    "the place of an item among turns that are not followed": `function* all(n: number) { while (n-- > 0) if (unknown()) yield aws; yield azure; } const [first] = all(unknown()); first!.bucket("raw-a", { config: new S3Config() });`,
    "what yield gives back": `function* all(): Generator<Provider, void, Provider> { const next = yield azure; next.bucket("raw-a", { config: new S3Config() }); } const it = all(); it.next(); it.next(aws);`,
  },
  certain: {
    "what a generator yields": `function* all() { yield azure; yield gcp; } for (const p of all()) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "what a generator yields in a loop": `function* all() { for (const p of [azure, gcp]) yield p; } for (const p of all()) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "what an asynchronous generator yields": `async function* all() { yield azure; } for await (const p of all()) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "the first that a generator yields": `function* all() { yield azure; yield aws; } const [first] = all(); first!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a generator spread": `function* all() { yield azure; yield gcp; } [...all()].forEach((p) => p.bucket("raw-a", { config: ⟦new S3Config()⟧ }));`,
  },
  partial: {
    "one of what a generator yields": `function* all() { yield aws; yield azure; } for (const p of all()) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "what a generator passes on": `class Fleet { #all = [aws, azure]; *[Symbol.iterator]() { yield* this.#all; } } for (const p of new Fleet()) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "what a generator yields of a tree": `interface Zone { p: Provider; zones: Zone[] } function* all(zone: Zone): Generator<Provider> { yield zone.p; for (const inner of zone.zones) yield* all(inner); } for (const p of all({ p: aws, zones: [{ p: azure, zones: [] }] })) p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  },
};
