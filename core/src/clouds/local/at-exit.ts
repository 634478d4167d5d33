/** Runs an action when the process exits in an orderly way, the latest first: what was made in a folder goes before the folder. One listener for all: Node warns of many. */
export function atExit(action: () => void): void {
  if (actions.size === 0) process.once("exit", () => [...actions].reverse().forEach((act) => void act()));
  actions.add(action);
}

const actions = new Set<() => void>();
