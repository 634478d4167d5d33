import { GlacierError } from "../errors.ts";
import type { RecordedStep } from "./recorder.ts";

/**
 * Sees that a step can run where its task says. On the local cloud every executor is this process.
 * @throws GlacierError `NO_ADAPTER` for an executor of a cloud whose engines are not there.
 */
export function checkExecutor({ name, task }: RecordedStep): void {
  const { executor } = task.options;
  if (!executor || executor.provider.cloud === "local") return;
  throw new GlacierError(
    "NO_ADAPTER",
    `Step '${name}' is to run on '${executor.name}' (${executor.provider.cloud}), and there is no engine for that cloud.`,
    {
      hint: "Engines exist for local. Run with --local, or leave the executor out.",
      operation: "task.executor",
    },
  );
}
