import { listen } from "@glacier/server/languageserver";
import { Command } from "commander";
import type { CommandFactory } from "../context.ts";

/** `glacier languageserver --stdio`, for editors other than Visual Studio Code. Ends when its client says so or goes away. */
export const languageServerCommand: CommandFactory = (context, done) =>
  new Command("languageserver")
    .description("speak the language server protocol with an editor")
    .option("--stdio", "over standard input and output")
    .option("--node-ipc", "over the channel of a Node parent process")
    .option("--socket <port>", "over a port of this machine that the editor listens on")
    .option("--pipe <name>", "over a named pipe or socket file that the editor listens on")
    .option("--clientProcessId <id>", "the editor's process: the server ends with it")
    .action(async ({ stdio, nodeIpc, socket, pipe }: { stdio?: true; nodeIpc?: true; socket?: string; pipe?: string }) => {
      if (stdio === undefined && nodeIpc === undefined && socket === undefined && pipe === undefined) {
        context.stderr.write(
          "glacier languageserver needs to be told how to talk to the editor: one of --stdio, --node-ipc, --socket, --pipe.\n",
        );
        return done(2);
      }
      // The protocol's library reads the channel from the process's own arguments.
      await listen();
    });
