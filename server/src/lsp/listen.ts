import { enableCompileCache } from "node:module";

const channels = ["--stdio", "--node-ipc", "--socket", "--pipe"];

/** Runs the language server on the channel that this process's arguments name. Throws where they name none. */
export async function listen(): Promise<void> {
  const names = (argument: string): boolean => channels.some((channel) => argument === channel || argument.startsWith(`${channel}=`));
  if (!process.argv.some(names))
    throw new Error(`The language server needs to be told how to talk to its client: one of ${channels.join(", ")}.`);
  // Before anything large is loaded, so that the second start finds it compiled.
  enableCompileCache?.();
  const [{ guardProcess }, { serve }] = await Promise.all([import("./process.ts"), import("./server.ts")]);
  guardProcess();
  serve();
}
