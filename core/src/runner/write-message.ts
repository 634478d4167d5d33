import { writeSync } from "node:fs";
import { type ChildMessage, messageDescriptor, type Printed } from "./protocol.ts";

/** Tells the parent something. It is in the pipe when this returns, whatever becomes of the process then. */
export function writeMessage(message: ChildMessage, printed?: Printed): void {
  const bytes = Buffer.from(`${JSON.stringify({ ...message, printed })}\n`);
  for (let written = 0; written < bytes.length; ) {
    try {
      written += writeSync(messageDescriptor, bytes, written);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      // The parent is behind with reading. A short sleep that needs no event loop.
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
