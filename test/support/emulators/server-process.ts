import { type ChildProcess, spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** What every server is asked for, whichever it is. */
export interface Emulator<Access> {
  /** For titles of tests: `Azurite`. */
  title: string;
  /** What this machine lacks, and the command that installs it; undefined where the server can be started. */
  missing(): string | undefined;
  start(): Promise<Running<Access>>;
}

export interface Running<Access> {
  /** Plain data, which is handed to the processes of the tests. */
  access: Access;
  /** Of the process that answers requests. */
  pid: number;
  /** Ends all processes and removes their folder. */
  stop(): Promise<void>;
}

export interface RunOptions {
  env?: Record<string, string>;
}

const KEEPER = join(import.meta.dirname, "keeper.mjs");
const REMEMBERED = 20_000; // characters of output

/** The processes of one server, in a folder of their own. They end with `stop`, or else when this process does (see keeper.mjs). */
export class ServerProcess {
  readonly folder: string;
  readonly #name: string;
  readonly #keeper: ChildProcess;
  readonly #ended = new Map<number, number | string>();
  #output = "";
  #count = 0;

  static async open(name: string): Promise<ServerProcess> {
    // Detached: a Ctrl-C in the terminal reaches the tests alone, and the keeper cleans up after them.
    const keeper = spawn(process.execPath, [KEEPER, name], { detached: true, stdio: ["ignore", "pipe", "pipe", "ipc"] });
    const [{ folder }] = (await once(keeper, "message")) as [{ folder: string }];
    return new ServerProcess(name, keeper, folder);
  }

  private constructor(name: string, keeper: ChildProcess, folder: string) {
    this.#name = name;
    this.#keeper = keeper;
    this.folder = folder;
    keeper.on("message", (message: { id: number; ended?: number | string }) => {
      if (message.ended === undefined) return;
      const { id, ended } = message;
      // What it printed last is in the pipe by now, and is read in the next turn.
      setImmediate(() => setImmediate(() => this.#ended.set(id, ended)));
    });
    for (const stream of [keeper.stdout, keeper.stderr]) {
      stream?.setEncoding("utf8").on("data", (text: string) => {
        this.#output = (this.#output + text).slice(-REMEMBERED);
      });
    }
  }

  /** Starts a program that stays. Resolves with its process id. */
  async run(command: string, args: readonly string[], { env }: RunOptions = {}): Promise<number> {
    return (await this.#start(command, args, env)).pid;
  }

  /** Runs a program that ends by itself, within a limit. */
  async complete(
    command: string,
    args: readonly string[],
    { env, limitMs = 30_000 }: RunOptions & { limitMs?: number } = {},
  ): Promise<void> {
    const { id } = await this.#start(command, args, env);
    const code = await this.#within(limitMs, `"${command} ${args[0] ?? ""}" did not end`, () => this.#ended.get(id));
    if (code !== 0) throw this.#failure(`"${command} ${args[0] ?? ""}" ended with ${code}`);
  }

  /** Waits until the output has this in it, and resolves with the first group. */
  async printed(pattern: RegExp, limitMs = 30_000): Promise<string> {
    return this.#within(limitMs, `did not print ${pattern}`, () => {
      this.#refuseDead();
      return pattern.exec(this.#output)?.[1];
    });
  }

  /** Waits until the address answers, whatever it says. */
  async answers(url: string, limitMs = 60_000): Promise<void> {
    await this.#within(limitMs, `did not answer at ${url}`, async () => {
      this.#refuseDead();
      // Refused until the server listens.
      return fetch(url, { signal: AbortSignal.timeout(5_000) }).then(
        () => true,
        () => undefined,
      );
    });
  }

  /** The keeper's own grace for each process is shorter than what it is given here. */
  async stop(): Promise<void> {
    if (this.#keeper.exitCode !== null || this.#keeper.signalCode !== null) return;
    const exited = once(this.#keeper, "exit");
    if (this.#keeper.connected) this.#keeper.disconnect();
    const late = new AbortController();
    const outcome = await Promise.race([exited, sleep(30_000, "late", { signal: late.signal }).catch(() => exited)]);
    late.abort();
    if (outcome === "late") throw this.#failure("could not be stopped");
  }

  async #start(command: string, args: readonly string[], env: Record<string, string> = {}): Promise<{ id: number; pid: number }> {
    const id = ++this.#count;
    const started = Promise.withResolvers<number>();
    const listen = (message: { id: number; pid?: number; ended?: number | string }) => {
      if (message.id !== id) return;
      if (message.pid !== undefined) started.resolve(message.pid);
      else started.reject(this.#failure(`${command} could not be started: ${message.ended}`));
      this.#keeper.off("message", listen);
    };
    this.#keeper.on("message", listen);
    this.#keeper.send({ id, command, args, env });
    return { id, pid: await started.promise };
  }

  /** Nothing that was started for `run` ends before it is told to; what `complete` waits for has ended well when this is asked. */
  #refuseDead(): void {
    const dead = [...this.#ended.values()].find((code) => code !== 0);
    if (dead !== undefined) throw this.#failure(`ended with ${dead} before it was ready`);
  }

  async #within<Value>(limitMs: number, otherwise: string, look: () => Value | undefined | Promise<Value | undefined>): Promise<Value> {
    const end = performance.now() + limitMs;
    for (;;) {
      const found = await look();
      if (found !== undefined) return found;
      if (performance.now() > end) throw this.#failure(`${otherwise} within ${limitMs / 1000} s`);
      await sleep(50);
    }
  }

  #failure(what: string): Error {
    return new Error(`${this.#name} ${what}. Its last output:\n${this.#output.trim().slice(-4_000) || "(none)"}`);
  }
}

/** Starts a server with what `start` does, and leaves nothing behind when that fails. */
export async function serve<Access>(
  name: string,
  start: (server: ServerProcess) => Promise<{ access: Access; pid: number }>,
): Promise<Running<Access>> {
  const server = await ServerProcess.open(name);
  try {
    return { ...(await start(server)), stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * For servers that cannot tell which port the system gave them. Seconds may pass before they listen, so the ports are none of those that systems hand out
 * by themselves (from 32768 on Linux, from 49152 elsewhere): no connection and no server of the meantime can have one of them.
 */
export async function freePorts(count: number): Promise<number[]> {
  const ports = new Set<number>();
  while (ports.size < count) {
    const port = randomInt(FIRST_PORT, FIRST_PORT_OF_THE_SYSTEM);
    if (await isFree(port)) ports.add(port);
  }
  return [...ports];
}

const FIRST_PORT = 12_000;
const FIRST_PORT_OF_THE_SYSTEM = 32_768;

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error) => ("code" in error && error.code === "EADDRINUSE" ? resolve(false) : reject(error)));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}
