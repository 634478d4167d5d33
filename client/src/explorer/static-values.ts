import type { StaticValue } from "@glacier/server/protocol";

/** A value of the source, as far as it can be known without running anything. */
export type Resolved = { known: true; value: unknown } | { known: false; why: string };

/** What a value comes to on this machine. A secret that stands in the source is not known on purpose: it never leaves the server. */
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
      return resolveSecret(value.variable, env);
    case "unknown":
      return { known: false, why: "only a run can tell" };
  }
}

function resolveSecret(variable: string | undefined, env: Readonly<Record<string, string | undefined>>): Resolved {
  if (variable === undefined) return { known: false, why: "a secret in the source is not read from there" };
  const found = env[variable];
  return found === undefined ? { known: false, why: `the environment variable ${variable} is not set` } : { known: true, value: found };
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
