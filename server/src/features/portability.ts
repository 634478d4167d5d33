import { cloudById, cloudDescriptors } from "@glacier/core/clouds";
import type { Range } from "@glacier/core/graph";
import type { Portability, PortabilityChange } from "../../protocol/index.ts";
import type { FixEdit } from "../analysis/diagnostic.ts";
import type { PortabilityReport, ProviderChange } from "../portability/portability.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { fixAll } from "./code-action.ts";

/** What is asked about: a cloud, and the provider at a place where it is not the whole workspace. */
export interface PortabilityQuestion {
  target: string;
  at?: { file: string; range: Range };
  signal: AbortSignal;
}

/** What it would take to run the workspace, or what one provider makes, on another cloud; null where there is nothing to ask about. */
export async function portability(
  workspace: Pick<Workspace, "portability">,
  question: PortabilityQuestion,
  uriOf: (file: string) => string,
): Promise<Portability | null> {
  const report = await reportOn(workspace, question);
  if (!report) return null;
  const placed = ({ file, range, message, fixes }: Omit<ProviderChange, "clouds">): PortabilityChange => ({
    uri: uriOf(file),
    range,
    message,
    fixes: fixes.map(({ title }) => title),
  });
  return {
    target: report.target,
    providers: report.providers.map(placed),
    findings: report.findings.map((finding) => ({ ...placed(finding), effect: finding.effect, code: finding.code })),
    alreadyReported: report.alreadyReported,
  };
}

/** The edits of all its preferred fixes that lose nothing. */
export async function portabilityFixes(
  workspace: Pick<Workspace, "portability" | "withoutUnusedImports">,
  question: PortabilityQuestion,
): Promise<FixEdit[]> {
  const report = await reportOn(workspace, question);
  const byFile = Map.groupBy(report?.findings ?? [], ({ file }) => file);
  return [...byFile].flatMap(([file, findings]) => fixAll(file, findings, (of, edits) => workspace.withoutUnusedImports(of, edits)));
}

/** The clouds that may be asked about. */
export const clouds = (): { id: string; label: string }[] => cloudDescriptors.map(({ id, label }) => ({ id, label }));

async function reportOn(
  workspace: Pick<Workspace, "portability">,
  { target, ...options }: PortabilityQuestion,
): Promise<PortabilityReport | undefined> {
  const cloud = cloudById(target);
  return cloud && workspace.portability({ target: cloud, ...options });
}
