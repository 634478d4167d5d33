import { StringDecoder } from "node:string_decoder";
import type { Printed } from "./protocol.ts";

type Stream = keyof Printed;

interface Message {
  /** How much the child had printed when it sent it; undefined where it does not say. */
  printed: Printed | undefined;
  tell: () => void;
}

/**
 * Brings what user code prints and the child's messages back into the order in which they were written: they come by several pipes. Everything waits for one turn of the event
 * loop, since what was written first is readable first, and so has come by then.
 */
export class OutputOrder {
  private readonly tellOutput: (stream: Stream, text: string) => void;
  private readonly decoders = { stdout: new StringDecoder("utf8"), stderr: new StringDecoder("utf8") };
  private readonly received = { stdout: 0, stderr: 0 };
  private readonly told = { stdout: 0, stderr: 0 };
  private held: { stream: Stream; bytes: Buffer }[] = [];
  private readonly messages: Message[] = [];
  private isDue = false;

  constructor(tellOutput: (stream: Stream, text: string) => void) {
    this.tellOutput = tellOutput;
  }

  output(stream: Stream, bytes: Buffer): void {
    this.received[stream] += bytes.length;
    this.held.push({ stream, bytes });
    this.later();
  }

  message(message: Message): void {
    this.messages.push(message);
    this.later();
  }

  /** Tells what is left: nothing more comes. */
  end(): void {
    this.tellReady(true);
    // Half a character that was never ended.
    for (const stream of ["stdout", "stderr"] as const) {
      const rest = this.decoders[stream].end();
      if (rest !== "") this.tellOutput(stream, rest);
    }
  }

  private later(): void {
    if (this.isDue) return;
    this.isDue = true;
    setImmediate(() => {
      this.isDue = false;
      this.tellReady(false);
    });
  }

  private tellReady(isEnd: boolean): void {
    for (let next = this.messages[0]; next; next = this.messages[0]) {
      const { printed, tell } = next;
      this.tellHeld(printed);
      // What was printed before the message is still on its way.
      if (!isEnd && printed && (this.received.stdout < printed.stdout || this.received.stderr < printed.stderr)) return;
      this.messages.shift();
      tell();
    }
    this.tellHeld(undefined);
  }

  /** Tells what was printed, as far as a message lets it. */
  private tellHeld(limit: Printed | undefined): void {
    this.held = this.held.flatMap(({ stream, bytes }) => {
      const length = limit === undefined ? bytes.length : Math.max(0, Math.min(bytes.length, limit[stream] - this.told[stream]));
      this.told[stream] += length;
      const text = this.decoders[stream].write(bytes.subarray(0, length));
      if (text !== "") this.tellOutput(stream, text);
      return length === bytes.length ? [] : [{ stream, bytes: bytes.subarray(length) }];
    });
  }
}
