import { Command, CommanderError } from "commander";
import { catCommand } from "./commands/cat.ts";
import { checkCommand } from "./commands/check.ts";
import { cpCommand } from "./commands/cp.ts";
import { graphCommand } from "./commands/graph.ts";
import { headCommand } from "./commands/head.ts";
import { languageServerCommand } from "./commands/languageserver.ts";
import { lsCommand } from "./commands/ls.ts";
import { rmCommand } from "./commands/rm.ts";
import { runCommand } from "./commands/run.ts";
import { statCommand } from "./commands/stat.ts";
import { type CommandContext, processContext } from "./context.ts";
import { version } from "./version.ts";

/** Every subcommand; each file in `commands/` makes one. */
const commands = [
  runCommand,
  checkCommand,
  graphCommand,
  lsCommand,
  statCommand,
  catCommand,
  headCommand,
  cpCommand,
  rmCommand,
  languageServerCommand,
];

/** Runs the command line and gives its exit code: 0 fine, 1 findings or a failed run, 2 wrong usage. Never rejects for what a user can cause. */
export async function main(argv: readonly string[], context: CommandContext = processContext()): Promise<number> {
  let exitCode = 0;
  const program = new Command("glacier")
    .description("Write a data pipeline once, run it on AWS, Azure, GCP or a laptop.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "say how to use it")
    .helpCommand("help [command]", "say how to use a command")
    .showHelpAfterError("(glacier --help says what there is)");
  for (const make of commands) {
    program.addCommand(
      make(context, (code) => {
        exitCode = code;
      }),
    );
  }
  for (const command of [program, ...program.commands]) {
    command
      .exitOverride()
      .helpOption("-h, --help", "say how to use it")
      // A shell makes `cp *.csv s3://bucket` into many arguments: the second is no target.
      .allowExcessArguments(false)
      .configureOutput({ writeOut: (text) => context.stdout.write(text), writeErr: (text) => context.stderr.write(text) });
  }
  for (const command of program.commands) command.showHelpAfterError(`(glacier ${command.name()} --help says what there is)`);
  try {
    if (argv.length === 0) {
      program.outputHelp();
      return 2;
    }
    await program.parseAsync(argv, { from: "user" });
    return exitCode;
  } catch (error) {
    // Commander has printed its message by now; help and version end this way too, with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    throw error;
  }
}
