import { fork } from "node:child_process";
import { join } from "node:path";

/** Starts `glacier` or `typescript` on a workspace; `ask` sends it something and waits for the answer. */
export async function startContestant(contestant, folder) {
  // What TypeScript's session answers goes to its standard output, as that of a server does.
  const options = { execArgv: ["--conditions", "glacier-source", "--expose-gc"], stdio: ["ignore", "ignore", "inherit", "ipc"] };
  const child = fork(join(import.meta.dirname, "contestant.mjs"), [contestant, folder], options);
  let answered = Promise.withResolvers();
  child.on("message", (answer) => answered.resolve(answer));
  child.on("exit", () => answered.reject(new Error(`${contestant} ended`)));
  await answered.promise;
  const ask = (question) => {
    answered = Promise.withResolvers();
    child.send(question);
    return answered.promise;
  };
  const stop = () => {
    answered.promise.catch(() => undefined);
    child.disconnect();
  };
  return { ask, stop };
}
