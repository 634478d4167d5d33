import { cloudById } from "@glacier/core/clouds";
import { expect } from "vitest";
import type { Diagnostic } from "../../../server/src/analysis/diagnostic.ts";
import { LineIndex } from "../../../server/src/analysis/facts/text.ts";
import type { PortabilityReport } from "../../../server/src/portability/portability.ts";
import { openProject, readSections } from "./project.ts";

/** A report with the text of each place in the place of its range, for a test to read. */
export interface ReadReport {
  /** `text: message`. */
  providers: string[];
  /** `effect code text`. */
  findings: string[];
  report: PortabilityReport;
  textOf(place: Pick<Diagnostic, "file" | "range">): string;
}

/** What it would take to run a source on a cloud. `⟦…⟧` marks the place of the provider that is asked about; without it, all are. */
export async function portabilityOf(source: string, target: string): Promise<ReadReport> {
  const marked = readSections(source);
  const files = Object.fromEntries(Object.entries(marked).map(([name, text]) => [name, text.replaceAll(/[⟦⟧]/g, "")]));
  const project = await openProject(files);
  try {
    const at = Object.entries(marked).flatMap(([name, text]) => {
      const [start, end] = [text.indexOf("⟦"), text.indexOf("⟧") - 1];
      return start < 0 ? [] : [{ file: project.path(name), range: new LineIndex(files[name] ?? "").range(start, end) }];
    })[0];
    const cloud = cloudById(target) ?? expect.fail(`${target} is a cloud`);
    const report = (await project.workspace.portability({ target: cloud, ...(at && { at }) })) ?? expect.fail("a provider is there");
    const textOf: ReadReport["textOf"] = ({ file, range }) => {
      const text = project.workspace.text(file) ?? "";
      const lines = new LineIndex(text);
      return text.slice(lines.offset(range.start), lines.offset(range.end));
    };
    const providers = report.providers.map((it) => `${textOf(it)}: ${it.message}`);
    const findings = report.findings.map((it) => `${it.effect} ${it.code} ${textOf(it)}`);
    return { providers, findings, report, textOf };
  } finally {
    project.dispose();
  }
}
