import { cloudById } from "@glacier/core/clouds";
import type { Range } from "@glacier/core/graph";
import type { Portability, PortabilityChange } from "../../protocol/index.ts";
import type { ProviderChange } from "../portability/portability.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** What it would take to run the workspace, or what one provider makes, on another cloud; null where there is nothing to ask about. */
export async function portability(
  workspace: Pick<Workspace, "portability">,
  target: string,
  options: { at?: { file: string; range: Range }; signal: AbortSignal },
  uriOf: (file: string) => string,
): Promise<Portability | null> {
  const cloud = cloudById(target);
  const report = cloud && (await workspace.portability({ target: cloud, ...options }));
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
