// What must compile, and what must not. Checked by `tsc -p test/types`; nothing here is run.
import { type Bucket, Provider, pipeline, type pl, type TaskOutput, task } from "@glacier/core";
import { LocalConfig } from "@glacier/core/config";

const provider = new Provider({ config: new LocalConfig() });
const bucket = provider.bucket("raw");

const load = task(async function load(from: Bucket) {
  return from.scan();
});
const clean = task({ dependsOn: [load], retries: 2, timeout: 60_000 }, function clean(df: pl.LazyDataFrame) {
  return df;
});
const save = task({ name: "save" }, (df: pl.LazyDataFrame, to: Bucket) => to.write(df));
const count = task(function count(df: pl.LazyDataFrame, ..._others: pl.LazyDataFrame[]) {
  return df.collectSync().height;
});
const configure = task(function configure(options: { limit: number; frames: pl.LazyDataFrame[]; label?: string }) {
  return options.limit;
});
const say = task(function say(text: string, times = 1) {
  return text.repeat(times);
});
const either = task(function either(_: string | number) {
  return undefined;
});

const maybe = task(function maybe(): string | undefined {
  return undefined;
});
const optional = task(function optional(text?: string) {
  return text;
});
const pair = task(function pair([count, text]: readonly [number, string]) {
  return text.repeat(count);
});
const named = task(function named(texts: Record<string, string>) {
  return Object.keys(texts);
});
const rest = task(function rest(first: string, ...counts: number[]) {
  return [first, ...counts];
});
const call = task(function call(fn: (n: number) => number) {
  return fn(1);
});
const day = task(function day(date: Date) {
  return date.getDay();
});
const gather = task(function gather(all: Map<string, string>) {
  return all.size;
});
class Sealed {
  readonly #inside = 1;
  static inside = (sealed: Sealed) => sealed.#inside;
}
const unseal = task(function unseal(sealed: Sealed) {
  return Sealed.inside(sealed);
});
const loose = task(function loose(options: { extra: ReturnType<typeof JSON.parse>; limit: number }) {
  return options.limit;
});
const nothing = task(async function nothing() {
  await Promise.resolve();
});

export const good = pipeline({ name: "good", description: "all of this compiles" }, () => {
  const raw: TaskOutput<pl.LazyDataFrame> = load(bucket);
  const df = clean(raw);
  save(df, bucket);
  const n: TaskOutput<number> = count(df, raw, df);
  configure({ limit: n, frames: [df, raw] });
  configure({ limit: 1, frames: [] });
  say("a");
  say("a", n);
  either(n);
  either(say("b"));
  optional();
  optional(say("a"));
  optional(maybe());
  pair([n, say("a")]);
  named({ a: say("a"), b: "b" });
  rest(say("a"), 1, n);
  call(Math.abs);
  day(new Date());
  gather(new Map());
  unseal(new Sealed());
  loose({ extra: { deep: 1 }, limit: n });
});

export const bad = pipeline({ name: "bad" }, () => {
  const df = load(bucket);
  const n = count(df);
  // @ts-expect-error a number is no frame
  clean(n);
  // @ts-expect-error a frame is no bucket
  load(df);
  // @ts-expect-error a bucket is missing
  save(df);
  // @ts-expect-error one argument too many
  clean(df, bucket);
  // @ts-expect-error a frame is no number, inside an object too
  configure({ limit: df, frames: [df] });
  // @ts-expect-error a number is no frame, inside an array too
  configure({ limit: 1, frames: [n] });
  // @ts-expect-error the string may be missing
  say(maybe());
  // @ts-expect-error a task that gives nothing gives no string
  say(nothing());
  // @ts-expect-error a number is no string, for an optional parameter too
  optional(n);
  // @ts-expect-error the two are the wrong way round
  pair([say("a"), n]);
  // @ts-expect-error one of the two is missing
  pair([n]);
  // @ts-expect-error a number is no string, under whatever name
  named({ a: n });
  // @ts-expect-error a string is no number, behind the first argument
  rest(say("a"), say("b"));
  // @ts-expect-error a handle of a number is no function
  call(n);
  // @ts-expect-error nor is a string
  call("x");
  // @ts-expect-error a handle of a number is no date
  day(n);
  // @ts-expect-error a handle inside a map would not be found
  gather(new Map([["a", say("a")]]));
  // @ts-expect-error a handle of a number is no object of a class, even of one that shows nothing
  unseal(n);
  // @ts-expect-error a string is no number, beside a field that takes anything
  loose({ extra: 1, limit: say("a") });
  // @ts-expect-error arguments are missing
  save();
  // @ts-expect-error a name is no bucket
  load("raw");
  // @ts-expect-error a task is not its output
  clean(load);
  // @ts-expect-error a pipeline is not its output
  clean(good);
  // @ts-expect-error a handle of a number is none of a string
  const wrong: TaskOutput<string> = n;
  // @ts-expect-error a handle cannot be gone through
  for (const each of configure({ limit: 1, frames: [] })) void each;
  // @ts-expect-error a handle is not the data
  df.filter;
  // @ts-expect-error a handle is not the data
  const frame: pl.LazyDataFrame = df;
  // @ts-expect-error a handle of a number is no number
  const sum: number = n + 1;
  // @ts-expect-error a handle of a frame does not fit a string or number
  either(df);
  void [frame, sum, wrong];
});

export async function outside(frame: pl.LazyDataFrame) {
  const cleaned: pl.LazyDataFrame = await clean(frame);
  const n: number = await count(cleaned);
  // @ts-expect-error what comes out is a number
  const text: string = await count(frame);
  return [n, text];
}

// @ts-expect-error a function is no task
task({ dependsOn: [(): number => 1] }, () => 1);
// @ts-expect-error nor is a name
task({ dependsOn: ["load"] }, () => 1);
// @ts-expect-error nor is a pipeline
task({ dependsOn: [good] }, () => 1);
// @ts-expect-error no such option
task({ retry: 2 }, () => 1);
// @ts-expect-error a number of milliseconds
task({ timeout: "1s" }, () => 1);
// @ts-expect-error a bucket runs nothing
task({ executor: bucket }, () => 1);
// @ts-expect-error a task needs a function
task({ name: "x" });
task({ executor: provider.spark("etl"), distribute: { by: ["region"] } }, () => 1);

// @ts-expect-error a body is not async
pipeline({ name: "async" }, async () => {
  load(bucket);
});
// @ts-expect-error a pipeline has a name
pipeline({}, () => undefined);

const withArguments = pipeline({ name: "arguments" }, (p: Provider, limit: number) =>
  configure({ limit, frames: [load(p.bucket("raw"))] }),
);
void withArguments.run({ args: [provider, 1], concurrency: 2, only: ["load"], upstream: true });
withArguments.graph();
withArguments.graph({ args: [provider, 1] });
// @ts-expect-error its arguments are missing
void withArguments.run();
// @ts-expect-error its arguments are missing
void withArguments.run({ concurrency: 2 });
// @ts-expect-error one of its arguments is missing
void withArguments.run({ args: [provider] });
void good.run();
void good.run({ signal: AbortSignal.abort(), onEvent: (event) => event.type === "step.failed" && event.error.code });
// @ts-expect-error no such option
void good.run({ concurency: 2 });

pipeline({ name: "outer" }, () => {
  good();
  const limit: TaskOutput<number> = withArguments(provider, 3);
  say("x", limit);
  // @ts-expect-error an inlined pipeline has its arguments too
  withArguments(provider);
  return limit;
});
