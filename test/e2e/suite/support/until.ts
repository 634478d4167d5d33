import { setTimeout as sleep } from "node:timers/promises";

const LIMIT_MS = 30_000;

/**
 * Asks again until the answer is neither false nor undefined; never waits for a fixed time.
 * @throws after 30 s, saying what was waited for and the last answer that `describe` gives
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  describe?: () => unknown,
): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined && answer !== false) return answer;
    if (Date.now() > deadline) {
      const seen = describe ? `; last seen: ${JSON.stringify(await describe(), null, 1)}` : "";
      throw new Error(`waited ${LIMIT_MS / 1000} s in vain for ${what}${seen}`);
    }
    await sleep(50);
  }
}
