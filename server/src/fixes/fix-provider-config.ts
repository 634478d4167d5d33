import { type CloudDescriptor, cloudDescriptors } from "@glacier/core/clouds";
import type { Fix } from "../analysis/diagnostic.ts";
import type { Site } from "../analysis/facts/facts.ts";
import { findExpression } from "../analysis/facts/find.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { isAsserted } from "./assertions.ts";
import { ImportPlan } from "./imports.ts";
import { toFixEdits } from "./text-edits.ts";

/** A provider's config of the cloud that the given one is for; of each cloud, where there are several. */
export function fixProviderConfig(source: SourceView, at: Site, wrong: readonly ConfigAtom[]): Fix[] {
  const [config] = wrong;
  const facts = source.facts(at.file);
  const expression = facts && findExpression(facts, at.node);
  // Where a name stands for the config, what it stands for may be used elsewhere.
  if (!config || wrong.some(({ className }) => className !== config.className) || expression?.kind !== "new") return [];
  const place = source.offsets(at);
  if (config.origin.site.node !== at.node || isAsserted(source.text(at.file), place)) return [];
  const clouds = cloudDescriptors.filter((cloud) => !cloud.ignoresForeignConfigs && isOf(cloud, config.className));
  return clouds.flatMap((cloud): Fix[] => {
    const imports = new ImportPlan(source, at.file);
    const name = imports.nameOf(cloud.providerConfig);
    if (name === undefined) return [];
    const edits = [{ file: at.file, ...place, newText: `${name}.fromEnv()` }, ...imports.edits({ className: config.className, ...place })];
    return [
      { title: `Replace with ${cloud.providerConfig}, read from the environment`, kind: "quickfix", edits: toFixEdits(source, edits) },
    ];
  });
}

/** Whether a class is the first choice for something on a cloud: what fits everywhere tells nothing of the cloud. */
const isOf = ({ configs }: CloudDescriptor, className: string): boolean => Object.values(configs).some(([usual]) => usual === className);
