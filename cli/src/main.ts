import { Command, CommanderError } from "commander";
import { bundleOf } from "./bundle.ts";
import { type CommandContext, type CommandFactory, processContext } from "./context.ts";
import { version } from "./version.ts";

/** Every subcommand, in the order of the help. Each file in `commands/` makes one, and is loaded where it is asked for: what some of them need is large. */
const commands: Readonly<Record<string, () => Promise<CommandFactory>>> = {
  run: async () => (await import("./commands/run.ts")).runCommand,
  check: async () => (await loadCheck()).checkCommand,
  graph: async () => (await import("./commands/graph.ts")).graphCommand,
  ls: async () => (await import("./commands/ls.ts")).lsCommand,
  stat: async () => (await import("./commands/stat.ts")).statCommand,
  cat: async () => (await import("./commands/cat.ts")).catCommand,
  head: async () => (await import("./commands/head.ts")).headCommand,
  cp: async () => (await import("./commands/cp.ts")).cpCommand,
  rm: async () => (await import("./commands/rm.ts")).rmCommand,
  languageserver: async () => (await import("./commands/languageserver.ts")).languageServerCommand,
};

/** Runs the command line and gives its exit code: 0 fine, 1 findings or a failed run, 2 wrong usage. Never rejects for what a user can cause. */
export async function main(argv: readonly string[], context: CommandContext = processContext()): Promise<number> {
  let exitCode = 0;
  const program = new Command("glacier")
    .description("Write a data pipeline once, run it on AWS, Azure, GCP or a laptop.")
    .version(version(), "-V, --version", "print the version")
    .helpOption("-h, --help", "say how to use it")
    .helpCommand("help [command]", "say how to use a command")
    .showHelpAfterError("(glacier --help says what there is)");
  for (const make of await askedFor(argv)) {
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

/** The command `check`, in one piece with the analyser where there is that. */
async function loadCheck(): Promise<typeof import("./commands/check.ts")> {
  const bundle = bundleOf(import.meta.url, "check");
  return bundle ? await import(bundle.href) : import("./commands/check.ts");
}

/** The subcommand that the first argument names; all, where help or a suggestion may have to name them. */
function askedFor([name = ""]: readonly string[]): Promise<CommandFactory[]> {
  const load = Object.hasOwn(commands, name) ? commands[name] : undefined;
  return Promise.all(load ? [load()] : Object.values(commands).map((each) => each()));
}
