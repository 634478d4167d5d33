/** Runs `work` and prints, as one line of JSON, how long it took and how much time all threads of this process worked for it. */
export async function measured(work) {
  const [started, before] = [performance.now(), process.cpuUsage()];
  await work();
  const { user, system } = process.cpuUsage(before);
  console.log(JSON.stringify({ durationMs: performance.now() - started, cpuMs: (user + system) / 1000 }));
}
