import type { Programs } from "./programs.ts";

/** What is kept under a key or at a place. */
export const keys: Programs = {
  silent: {
    "the first of a list that more was added to": `const all: Provider[] = Array.from(unknown()); all.push(azure); all[0]!.bucket("raw-a", { config: new S3Config() });`,
    "the first of a list after a splice": `const all = [aws, aws]; all.splice(unknown(), 1); all.push(azure); all[0]!.bucket("raw-a", { config: new S3Config() });`,
    "the first and the others of a list that follows another": `const [first, ...others] = ([...unknown()] as Provider[]).concat([azure, azure]); first!.bucket("raw-a", { config: new S3Config() }); others[0]!.bucket("raw-b", { config: new S3Config() });`,
    "a list that more is added to, which may be one": `const p = ([] as Provider[]).concat(unknown(), azure)[0]!; p.bucket("raw-a", { config: new S3Config() });`,
    "an entry that another may have replaced": `const all = new Map([["a", azure]]); all.set(unknown(), aws); all.get("a")!.bucket("raw-a", { config: new S3Config() });`,
    "pairs of which each is there on paths of its own": `const providers = new Map<string, Provider>(); const configs = new Map<string, S3Config | BlobConfig>(); if (unknown()) { providers.set("a", aws); configs.set("a", new S3Config()); } else { providers.set("a", azure); configs.set("a", new BlobConfig()); } providers.get("a")!.bucket("raw-a", { config: configs.get("a")! });`,
    "an entry that another takes the place of where the config does, too": `const all = new Map([["a", azure]]); const first = unknown(); if (first) all.set("a", aws); all.get("a")!.bucket("raw-a", { config: first ? new S3Config() : new BlobConfig() });`,
    "what goes by its key in a map": `const all = new Map([["a", aws], ["b", azure]]); all.forEach((p, key, own) => { p.bucket("raw-a", { config: key === "a" ? new S3Config() : new BlobConfig() }); own.get("b")!.bucket("raw-b", { config: new BlobConfig() }); }); new Set([azure]).forEach((_, p) => p.bucket("raw-a", { config: new BlobConfig() }));`,
    "what goes by its place in a list that is searched from its end": `[aws, azure].findLast((p, at) => { p.bucket("raw-a", { config: at === 0 ? new S3Config() : new BlobConfig() }); return false; });`,
    "what goes by a place that is not known": ["find", "findLast", "some", "every", "reduce"]
      .map((name) => {
        const of = name === "reduce" ? "_: unknown, p: Provider" : "p: Provider";
        const call = `all.${name}((${of}, at: number) => { p.bucket("raw-a", { config: at === (unknown() ? 1 : 0) ? new S3Config() : new BlobConfig() }); return ${name === "every"} as any; }${name === "reduce" ? ", 0" : ""})`;
        return `{ const all: Provider[] = []; if (unknown()) all.push(aws); all.push(azure); ${call}; }`;
      })
      .join(" "),
    "pairs under a key that is not known": `const all = new Map<string, [Provider, unknown]>([["a", [aws, new S3Config()]]]); all.set(unknown(), [azure, new BlobConfig()]); const [p, config] = all.get("a")!; p.bucket("raw-a", { config: config as any });`,
    "values of keys that are listed": `const hidden = Symbol("hidden"); const all: any = { [hidden]: azure, aws }; for (const p of Object.values(all) as Provider[]) p.bucket("raw-a", { config: new S3Config() }); for (const key in all) all[key].bucket("raw-b", { config: new S3Config() });`,
    "a method whose name is computed": `const name = unknown(); class Zone { [name]() { return aws; } } const zone: any = new Zone(); (zone.open ? zone.open() : azure).bucket("raw-a", { config: zone.open ? new S3Config() : new BlobConfig() });`,
  },
  certain: {
    "what is added to a list as it is": `const p = ([] as Provider[]).concat(azure)[0]!; p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a member whose key is a symbol": `const key = Symbol("provider"); const all = { [key]: azure }; all[key].bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a field whose key is a shared symbol": `const key: unique symbol = Symbol.for("provider"); class Zone { [key] = azure; } (new Zone() as any)[Symbol.for("provider")].bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a method whose key is a symbol": `const open = Symbol("open"); class Zone { [open]() { return azure; } } new Zone()[open]().bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "an entry that was there already on some paths": `const made = new Map<string, Provider>(); function of(name: string): Provider { const known = made.get(name); if (known) return known; const p = azure; made.set(name, p); return p; } if (unknown()) of("a"); of("a").bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "what goes by another's key in a map": `new Map([["a", azure]]).forEach((p, key) => p.bucket("raw-a", { config: ⟦key === "a" ? new S3Config() : new BlobConfig()⟧ }));`,
    "an entry under a symbol": `const [one, other] = [Symbol("one"), Symbol("other")]; const all = new Map<symbol, Provider>([[one, azure], [other, aws]]); all.get(one)!.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "what is made when it is first asked for, by its class": `class Zone { p = azure; } class Di { #made = new Map<unknown, any>(); get<T>(of: new () => T): T { let it = this.#made.get(of); if (!it) { it = new of(); this.#made.set(of, it); } return it; } } new Di().get(Zone).p.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
    "a provider that is there or false": `const p = unknown() && azure; p?.bucket("raw-a", { config: ⟦new S3Config()⟧ });`,
  },
};
