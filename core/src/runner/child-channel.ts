import { currentStep } from "../pipeline/context.ts";
import { userFrame } from "../pipeline/location.ts";
import { withoutSecrets } from "../pipeline/secrets.ts";
import { endProcess } from "./end-process.ts";
import { type ChildMessage, type ParentMessage, protocolVersion, type RunnerRequest } from "./protocol.ts";
import { writeMessage } from "./write-message.ts";

/** The child's side of the conversation. */
export interface ChildChannel {
  /** What the parent asks. */
  request: Promise<RunnerRequest>;
  /** Tells the parent something. It is on its way when this returns, whatever becomes of the process then. After {@link leave} nothing is told. */
  send(message: ChildMessage): void;
  /** Ends the process once what was printed is out. */
  leave(): Promise<void>;
}

interface Listeners {
  onCancel: () => void;
  /** Also called when the parent's process dies. */
  onParentGone: () => void;
}

/** Takes the channel to the parent away from user code, which must neither answer in our stead nor believe that it was forked for itself. */
export function openChannel({ onCancel, onParentGone }: Listeners): ChildChannel {
  const { promise: request, resolve } = Promise.withResolvers<RunnerRequest>();
  const exit = process.exit.bind(process);
  let leaving = false;

  process.on("message", (message: ParentMessage) => {
    if (message.type === "cancel") onCancel();
    else if (message.protocol === protocolVersion) {
      // From here on only the work keeps the process alive, so that Node notices when nothing is left of it.
      process.channel?.unref();
      resolve(message.request);
    } else {
      send({ type: "problem", problem: { kind: "failure", error: wrongProtocol(message.protocol) } });
      exit(1);
    }
  });
  process.on("disconnect", () => {
    leaveNothingBehind();
    onParentGone();
  });
  Reflect.deleteProperty(process, "send");
  Reflect.deleteProperty(process, "disconnect");

  process.exit = (code) => {
    if (!leaving) {
      const stack = withoutSecrets(new Error("process.exit").stack ?? "");
      send({
        type: "exiting",
        exitCode: Number(code ?? process.exitCode ?? 0),
        step: currentStep()?.step,
        location: userFrame(stack),
        stack,
      });
    }
    return exit(code);
  };
  return { request, send, leave };

  async function leave(): Promise<void> {
    leaving = true;
    await Promise.all([process.stdout, process.stderr].map((stream) => new Promise((done) => stream.write("", done))));
    exit(0);
  }

  function send(message: ChildMessage): void {
    // The answer is the last word.
    if (leaving) return;
    try {
      writeMessage(message, { stdout: process.stdout.bytesWritten, stderr: process.stderr.bytesWritten });
    } catch (error) {
      // EPIPE: nobody listens any more, so there is nothing to go on for.
      if ((error as NodeJS.ErrnoException).code !== "EPIPE") throw error;
      leaving = true;
      leaveNothingBehind();
      exit(1);
    }
  }
}

/** What user code started is ended by the parent; without one, by this process, as the last thing it does. */
function leaveNothingBehind(): void {
  process.removeListener("exit", endProcess).on("exit", endProcess);
}

function wrongProtocol(asked: number): { name: string; code: "PIPELINE_INVALID"; message: string; retryable: false } {
  return {
    name: "GlacierError",
    code: "PIPELINE_INVALID",
    message: `This @glacier/core speaks protocol ${protocolVersion} of the runner, and was asked in ${asked}.`,
    retryable: false,
  };
}
