/** Ends this process at once with all it started, which on POSIX is its process group. */
export function endProcess(): void {
  try {
    process.kill(process.platform === "win32" ? process.pid : -process.pid, "SIGKILL");
  } catch {
    // It leads no group: started by somebody else than the runner.
    process.kill(process.pid, "SIGKILL");
  }
}
