import { relative } from "node:path";
import type { CheckResult } from "./result.ts";

/** The report for other programs. Lines and characters count from 0, as in the language server protocol. */
export function jsonReport({ cwd, files, diagnostics, move }: CheckResult): string {
  const near = (file: string): string => relative(cwd, file).replaceAll("\\", "/");
  const report = {
    version: 1,
    ...(move && { target: move.target }),
    files,
    ...(move && {
      providers: move.providers.map(({ file, range, clouds, message, fixes }) => ({
        file: near(file),
        range,
        clouds,
        message,
        fixes: fixes.map(({ title }) => ({ title })),
      })),
      alreadyReported: move.alreadyReported,
    }),
    diagnostics: diagnostics.map(({ file, range, code, severity, effect, message, related, fixes }) => ({
      file: near(file),
      range,
      code,
      severity,
      ...(effect && { effect }),
      message,
      related: related.map((it) => ({ file: near(it.file), range: it.range, message: it.message })),
      fixes: fixes.map(({ title }) => ({ title })),
    })),
  };
  return `${JSON.stringify(report, null, 2)}\n`;
}
