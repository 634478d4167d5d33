import type { MessagePort } from "node:worker_threads";
import type { FileFacts } from "../analysis/facts/facts.ts";

/** What a reading thread is started with. */
export interface ReadingStart {
  port: MessagePort;
  /** How many answers were given: one number that both threads see. */
  answers: Int32Array;
}

/** To the thread: what is to be read, or, by its number alone, what somebody waits for. */
export type ReadingWish = { id: number; file: string; text: string } | { id: number };

/** From it. `facts` is undefined for a text that is nested too deeply; `failure` is what was thrown. */
export type Reading = { id: number; facts: FileFacts | undefined } | { id: number; failure: unknown };
