import { availableParallelism } from "node:os";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import type { FileFacts } from "../analysis/facts/facts.ts";
import type { Reading, ReadingStart, ReadingWish } from "./reading-messages.ts";

/** What reads facts beside the thread that asks for them. */
export interface FactsReader {
  /** False where it could not be started. */
  readonly ready: Promise<boolean>;
  /** Says that a file will be asked for. */
  announce(file: string, text: string): void;
  /**
   * The facts of a file's text; undefined for one that is nested too deeply. Reads it at once where it was not announced.
   * @throws ReadingThreadStopped where nothing is read any more.
   */
  read(file: string, text: string): FileFacts | undefined;
}

/**
 * Reads facts in a thread of its own: it loads the parser while this one loads the rules and looks for files, and reads the next files while this one
 * follows the values of those before. An answer is waited for without a turn of the event loop, because the analysis asks in the middle of its work.
 * Once it has started, it does not keep the process alive.
 */
export class ReadingThread implements FactsReader {
  readonly ready: Promise<boolean>;
  readonly #worker: Worker;
  readonly #port: MessagePort;
  readonly #answers = new Int32Array(new SharedArrayBuffer(4));
  /** What is being read, and what was read and nobody has asked for yet. */
  readonly #announced = new Map<string, { id: number; text: string }>();
  readonly #readings = new Map<number, Reading>();
  #nextId = 0;

  /** Undefined where it would only take this thread's processor away. */
  static start(): ReadingThread | undefined {
    return availableParallelism() > 1 ? new ReadingThread() : undefined;
  }

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const workerData: ReadingStart = { port: port2, answers: this.#answers };
    // What is nested too deeply for this thread's stack has to be so for that one's.
    this.#worker = new Worker(entry, { workerData, transferList: [port2], resourceLimits: { stackSizeMb: 1 } });
    this.ready = new Promise((resolve) => {
      this.#worker.once("message", () => resolve(true)).once("error", () => resolve(false));
    });
    this.ready.then(() => this.#worker.unref());
    this.#port.unref();
  }

  announce(file: string, text: string): void {
    const id = this.#nextId++;
    this.#announced.set(file, { id, text });
    this.#wish({ id, file, text });
  }

  read(file: string, text: string): FileFacts | undefined {
    if (this.#announced.get(file)?.text !== text) this.announce(file, text);
    const id = this.#announced.get(file)?.id ?? 0;
    this.#takeReadings();
    if (!this.#readings.has(id)) this.#wish({ id });
    while (!this.#readings.has(id)) this.#awaitReading();
    const reading = this.#readings.get(id);
    this.#readings.delete(id);
    this.#announced.delete(file);
    if (reading && "failure" in reading) throw reading.failure;
    return reading?.facts;
  }

  async stop(): Promise<void> {
    this.#port.close();
    await this.#worker.terminate();
  }

  #wish(wish: ReadingWish): void {
    this.#port.postMessage(wish);
  }

  #awaitReading(): void {
    const seen = Atomics.load(this.#answers, 0);
    // An answer is sent before it is counted: none comes unnoticed between this look and the wait.
    if (this.#takeReadings()) return;
    if (Atomics.wait(this.#answers, 0, seen, LONGEST_WAIT_MS) === "timed-out") throw new ReadingThreadStopped();
  }

  /** Gives whether any were there. */
  #takeReadings(): boolean {
    const before = this.#readings.size;
    for (let next = receiveMessageOnPort(this.#port); next; next = receiveMessageOnPort(this.#port)) {
      const reading: Reading = next.message;
      this.#readings.set(reading.id, reading);
    }
    return this.#readings.size > before;
  }
}

/** Whoever hears of it reads by himself. */
export class ReadingThreadStopped extends Error {
  constructor() {
    super(`The thread that reads files has read none for ${LONGEST_WAIT_MS / 1000} seconds.`);
  }
}

/** The largest text that is read takes a few seconds on a slow machine. */
const LONGEST_WAIT_MS = 20_000;

/** Lies beside this file, be that source, built or bundled. */
const entry = new URL(`./reading-thread-entry${/\.\w+$/.exec(import.meta.url)?.[0] ?? ".js"}`, import.meta.url);
