/** Until when a cloud runs functions in a language: `YYYY-MM-DD`, absent where the vendor names no day. */
export interface RuntimeDates {
  /** From this day on it gets no updates. */
  readonly deprecated?: string;
  /** From this day on no function can be created with it. */
  readonly blocked?: string;
  /** The one that follows it. */
  readonly successor?: string;
}

/** What is to be said about a runtime on a day. */
export interface RuntimeState extends RuntimeDates {
  /** As the vendor spells it. */
  readonly name: string;
  readonly state: "deprecated" | "blocked";
}

/** A runtime that is past its days; undefined for one that is not, and for one that the table does not hold. */
export function outdatedRuntime(runtimes: Readonly<Record<string, RuntimeDates>>, given: string, today: Date): RuntimeState | undefined {
  const wanted = canonical(given);
  const name = Object.keys(runtimes).find((it) => canonical(it) === wanted);
  const dates = name === undefined ? undefined : runtimes[name];
  if (name === undefined || !dates) return undefined;
  // Days are compared as UTC days, as the vendors give no hour.
  const day = today.toISOString().slice(0, 10);
  if (dates.blocked !== undefined && dates.blocked <= day) return { ...dates, name, state: "blocked" };
  return dates.deprecated !== undefined && dates.deprecated <= day ? { ...dates, name, state: "deprecated" } : undefined;
}

/** `nodejs22.x`, `nodejs22`, `node 22` and `NODE|22` are one runtime; so are `python3.12` and `python312`. */
function canonical(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, "")
    .replace(/^node(?=\d)/, "nodejs")
    .replace(/(\d)x$/, "$1");
}
