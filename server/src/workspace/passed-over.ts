/** Something that was to be analysed and is not. */
export interface PassedOver {
  path: string;
  /** `unreadable` with the system's own code; `large`: more than anybody wrote by hand; `deep`: nested deeper than the parser goes. */
  reason: { kind: "unreadable"; code: string } | { kind: "large" } | { kind: "deep" };
}

/** Of what cannot be read, what somebody should know about: undefined for what is gone by now, and for links that lead nowhere. */
export function whyUnreadable(path: string, error: unknown): PassedOver | undefined {
  const code = error instanceof Error && "code" in error ? String(error.code) : "unknown";
  if (HARMLESS.has(code)) return undefined;
  return { path, reason: { kind: "unreadable", code } };
}

const HARMLESS = new Set(["ENOENT", "ENOTDIR", "EISDIR", "ELOOP"]);
