import { stackOf } from "./guard.ts";

/** Codes of errors that say that nobody is listening any more. */
const channelClosed = new Set(["EPIPE", "ERR_IPC_CHANNEL_CLOSED", "ERR_STREAM_DESTROYED", "ECONNRESET"]);

/** One bug never ends the process; a client that is gone does. Standard error is the log that works whatever is broken. */
export function guardProcess(): void {
  const survive = (error: unknown): void => {
    if (error instanceof Error && "code" in error && channelClosed.has(String(error.code))) process.exit(1);
    process.stderr.write(`Unexpected error; the language server goes on.\n${stackOf(error)}\n`);
  };
  process.on("uncaughtException", survive);
  process.on("unhandledRejection", survive);
  // The client's process ended without a word; on the other channels the end of the stream says so.
  process.on("disconnect", () => process.exit(1));
}
