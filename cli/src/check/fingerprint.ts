import type { Diagnostic } from "@glacier/server";

/** What makes a finding the one that it was, though lines above it come and go and its message is reworded. */
export interface Fingerprint<Found extends Diagnostic = Diagnostic> {
  diagnostic: Found;
  /** Of its rule and of the line in which it starts, without the white space: no text of the source, which may hold a secret. */
  hash: string;
  /** Tells it from others of the same file, rule and line; from 1, in the order of the text. */
  occurrence: number;
}

/** The fingerprints of findings, in their order. */
export function fingerprints<Found extends Diagnostic>(
  diagnostics: readonly Found[],
  textOf: (file: string) => string | undefined,
): Fingerprint<Found>[] {
  const lines = new Map<string, readonly string[]>();
  const occurrences = new Map<string, number>();
  // Loaded for those who ask: it takes a hundredth of a small check.
  const { createHash } = process.getBuiltinModule("node:crypto");
  return diagnostics.map((diagnostic) => {
    const { file, code, range } = diagnostic;
    const known = lines.get(file) ?? (textOf(file) ?? "").split(/\r\n|\r|\n/);
    lines.set(file, known);
    const line = (known[range.start.line] ?? "").replace(/\s+/g, "");
    const hash = createHash("sha256").update(`${code}\0${line}`).digest("hex").slice(0, 16);
    const occurrence = (occurrences.get(`${file}\0${hash}`) ?? 0) + 1;
    occurrences.set(`${file}\0${hash}`, occurrence);
    return { diagnostic, hash, occurrence };
  });
}
