import { type CloudDescriptor, cloudById } from "@glacier/core/clouds";
import type { Fix } from "../analysis/diagnostic.ts";
import { findExpression } from "../analysis/facts/find.ts";
import { findMisfit } from "../analysis/fit.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { Verdict } from "../analysis/verdict.ts";
import { isAsserted } from "./assertions.ts";
import { ImportPlan } from "./imports.ts";
import { toFixEdits } from "./text-edits.ts";

/** The provider of another cloud, the only one that is asked for. Only where every other call with this provider, in whichever file, goes on working. */
export function changeProvider(
  source: SourceView,
  verdict: Verdict<unknown>,
  everywhere: () => readonly FactoryCall[],
  clouds: readonly CloudDescriptor[],
): Fix | undefined {
  const [first] = verdict.clashes;
  const origin = first?.receiver.config?.origin.site;
  if (
    !first ||
    !origin ||
    verdict.clashes.some(
      ({ receiver }) => receiver.config?.origin.site.node !== origin.node || receiver.config.origin.site.file !== origin.file,
    )
  )
    return undefined;
  const [cloud] = clouds;
  if (!cloud || clouds.length !== 1) return undefined;
  const facts = source.facts(origin.file);
  const expression = facts && findExpression(facts, origin.node);
  const imports = new ImportPlan(source, origin.file);
  const name = imports.nameOf(cloud.providerConfig);
  if (expression?.kind !== "new" || name === undefined) return undefined;
  const users = everywhere().filter((call) =>
    call.receivers.some(({ config }) => config?.origin.site.node === origin.node && config.origin.site.file === origin.file),
  );
  if (!users.every((call) => call.configs.every(({ list }) => list && findMisfit(cloud.id, call.type, list) === undefined)))
    return undefined;
  const place = source.offsets(origin);
  if (isAsserted(source.text(origin.file), place)) return undefined;
  const replaced = { className: first.receiver.config?.className ?? "", ...place };
  const edits = [{ file: origin.file, ...place, newText: `${name}.fromEnv()` }, ...imports.edits(replaced)];
  return {
    title: `Change the provider to ${cloudById(cloud.id)?.label ?? cloud.id}, configured by the environment`,
    kind: "quickfix",
    edits: toFixEdits(source, edits),
  };
}
