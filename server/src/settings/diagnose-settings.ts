import type { Diagnostic } from "../analysis/diagnostic.ts";
import { LineIndex } from "../analysis/facts/text.ts";
import type { SettingsProblem } from "./read-settings.ts";

/** What is wrong with a settings file, as an editor shows it. */
export function diagnoseSettings(file: string, text: string, problems: readonly SettingsProblem[]): Diagnostic[] {
  const lines = new LineIndex(text);
  return problems.map(({ start, end, message, suggestion }) => {
    const range = lines.range(start, end);
    const fixes: Diagnostic["fixes"] =
      suggestion === undefined
        ? []
        : [{ title: `Change to ${suggestion}`, kind: "quickfix", preferred: true, edits: [{ file, range, newText: suggestion }] }];
    return { file, range, code: "invalid-settings", severity: "error", message, related: [], fixes };
  });
}
