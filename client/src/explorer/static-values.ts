import type { StaticValue } from "@glacier/server/protocol";

/** A value of the source, as far as it can be known without running anything. */
export type Resolved = { known: true; value: unknown } | { known: false; why: string };

/** What a value comes to on this machine. A secret is not known on purpose: credentials come from each SDK's own chain. */
export function resolveValue(value: StaticValue, env: Readonly<Record<string, string | undefined>>): Resolved {
  switch (value.kind) {
    case "literal":
      return { known: true, value: value.value };
    case "env": {
      const found = env[value.variable] ?? value.default;
      return found === undefined
        ? { known: false, why: `the environment variable ${value.variable} is not set` }
        : { known: true, value: found };
    }
    case "secret":
      return { known: false, why: "it is a secret" };
    case "unknown":
      return { known: false, why: "only a run can tell" };
  }
}

/** A string that has to be known, or a sentence that says why it is not. */
export function resolveText(
  what: string,
  value: StaticValue,
  env: Readonly<Record<string, string | undefined>>,
): Resolved & { text?: string } {
  const resolved = resolveValue(value, env);
  if (!resolved.known) return { known: false, why: `The ${what} is not known: ${resolved.why}.` };
  return typeof resolved.value === "string" ? { ...resolved, text: resolved.value } : { known: false, why: `The ${what} is not a text.` };
}
