import { configsThatFit } from "@glacier/core/clouds";
import { type ArchivedAtOnce, archivedAtOnce, isConfigClassName } from "@glacier/core/config";
import { fieldOf } from "../analysis/cases.ts";
import { hitsOf, mayBeWrong, ofConfigs, type Question } from "../analysis/factory-problems.ts";
import type { FactoryCall, ResourceUse } from "../analysis/flow/observations.ts";
import type { Written } from "../analysis/flow/written.ts";
import { defineRule } from "./rule.ts";

/** A scan of objects that the bucket's config archives as soon as they are written. */
export const archiveTierScan = defineRule<{ archived: { bucket: string; storageClass: string; isCertain: boolean } }>({
  meta: { id: "archive-tier-scan", severity: "warning" },
  messages: {
    archived: ({ bucket, storageClass, isCertain }) =>
      `${isCertain ? "The" : "On one path the"} config of ${bucket} archives objects at once in ${storageClass}, from where they must be restored before they can be scanned.`,
  },
  subjects: { use: (use, guards) => isScan(use) && hasConfigs(use) && mayBeWrong(guards, asCall(use), question) },
  create(context) {
    const { source, guards } = context;
    for (const uses of context.observed("use")) {
      const scans = uses.filter(isScan).map(asCall);
      const { isCertain, hits } = hitsOf(guards, scans, question);
      const [first] = hits;
      if (!first) continue;
      const { call, problem } = first;
      const name = call.resource.written.name;
      const config = call.configs.flatMap(({ list }) => list ?? []).find(({ className }) => className === problem.className);
      context.report({
        message: "archived",
        data: {
          bucket: name.kind === "literal" ? `bucket ${JSON.stringify(name.value)}` : "this bucket",
          storageClass: problem.storageClass,
          isCertain,
        },
        at: call.site,
        related: config ? [{ ...source.locate(config.origin.site), message: `The ${config.className} is created here.` }] : [],
      });
    }
  },
});

const isScan = ({ method, resource }: ResourceUse): boolean => method === "scan" && resource.type === "bucket";

/** A use of a resource is asked about the provider and the configs that the resource was made with. */
const asCall = ({ resource, site, frame, activations, asks, branches, guard, suppositions }: ResourceUse): FactoryCall => ({
  kind: "factory",
  type: resource.type,
  isLegacy: false,
  receivers: resource.receivers,
  configs: resource.configs,
  configSite: site,
  site,
  frame,
  activations,
  asks,
  branches,
  guard,
  suppositions,
  resource,
});

const hasConfigs = ({ resource }: ResourceUse): boolean => resource.configs.some(({ list = [] }) => list.length > 0);

/** The options of each config, by its class. */
const configsOf = (call: FactoryCall): Written =>
  ofConfigs(call, (list) => ({
    kind: "object",
    fields: new Map(list.map(({ className, written }) => [className, written])),
    places: new Map(),
    isOpen: false,
    site: call.site,
  }));

type Archived = ArchivedAtOnce & { className: string };

function findArchived(cloud: string | undefined, value: unknown, call: FactoryCall): Archived | undefined {
  if (cloud === undefined || typeof value !== "object" || value === null) return undefined;
  const options = value as Record<string, unknown>;
  const className = configsThatFit(cloud, call.type)?.find((name) => Object.hasOwn(options, name));
  const fields = className === undefined ? undefined : options[className];
  if (className === undefined || !isConfigClassName(className) || typeof fields !== "object" || fields === null) return undefined;
  const found = archivedAtOnce(className, fields as Record<string, unknown>, prefixOf(call));
  return found && { ...found, className };
}

const question: Question<Archived> = { of: configsOf, find: findArchived };

/** The beginning that all keys of a path have; empty where the path is not known. */
function prefixOf({ resource }: FactoryCall): string {
  const path = fieldOf(resource.written.options, "path");
  const text = path.kind === "literal" && typeof path.value === "string" ? path.value : "";
  return text.replace(/^\/+/, "").replace(/[*?[{].*$/s, "");
}
