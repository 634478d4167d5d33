// What runs in a reading thread.
import { enableCompileCache, flushCompileCache } from "node:module";
import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Reading, ReadingStart, ReadingWish } from "./reading-messages.ts";

// Each thread has its own, and what it keeps is written when this thread rests: it is ended in the middle of whatever it does.
enableCompileCache();
const { factsOf } = await import("./source-facts.ts");
const { loadTypeScript } = await import("../analysis/facts/typescript.ts");
const { isStackOverflow } = await import("../analysis/stack-overflow.ts");
const ts = await loadTypeScript();

const { port, answers } = workerData as ReadingStart;
const waiting = new Map<number, { file: string; text: string }>();
let soonest: number | undefined;
port.on("message", (wish: ReadingWish) => {
  note(wish);
  while (waiting.size > 0) {
    // Somebody may wait for another one by now.
    for (let next = receiveMessageOnPort(port); next; next = receiveMessageOnPort(port)) note(next.message);
    readNext();
  }
  flushCompileCache();
});
parentPort?.postMessage("ready");

function note(wish: ReadingWish): void {
  if ("file" in wish) waiting.set(wish.id, wish);
  else soonest = wish.id;
}

function readNext(): void {
  const [first = 0] = waiting.keys();
  const id = soonest !== undefined && waiting.has(soonest) ? soonest : first;
  const wish = waiting.get(id);
  waiting.delete(id);
  if (wish) answer(id, wish.file, wish.text);
  Atomics.add(answers, 0, 1);
  Atomics.notify(answers, 0);
}

function answer(id: number, file: string, text: string): void {
  try {
    port.postMessage({ id, facts: factsOf(ts, file, text) } satisfies Reading);
  } catch (error) {
    // Facts that are too deep to be sent are so for the analysis as well.
    port.postMessage((isStackOverflow(error) ? { id, facts: undefined } : { id, failure: error }) satisfies Reading);
  }
}
