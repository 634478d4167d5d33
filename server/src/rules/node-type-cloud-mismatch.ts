import { cloudById, cloudDescriptors } from "@glacier/core/clouds";
import { fieldOf, type Pick } from "../analysis/cases.ts";
import { hitsOf, ofConfigs, takenValue } from "../analysis/factory-problems.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import type { Written } from "../analysis/flow/written.ts";
import { placeInConfig, type TextPlace } from "../analysis/value-place.ts";
import { describeValuePath } from "../analysis/value-story.ts";
import { defineRule, type RuleContext } from "./rule.ts";
import { listOf } from "./wording.ts";

/** Machines of one cloud for a Databricks cluster on another. */
export const nodeTypeCloudMismatch = defineRule<{
  mismatch: { type: string; owner: string; clouds: string[]; example: string; path: string | undefined };
}>({
  meta: { id: "node-type-cloud-mismatch", severity: "error" },
  messages: {
    mismatch: ({ type, owner, clouds, example, path }) =>
      `${path === undefined ? "" : `Not on every path, but ${path}: `}${type} is an instance type of ${owner}, and the cluster runs on ${listOf(clouds, "or")}, where types look like "${example}".`,
  },
  subjects: { factory: ({ type }) => type === "databricks" },
  create(context) {
    const told = new Set<string>();
    for (const calls of context.observed("factory")) {
      const { isCertain, hits } = hitsOf(context.guards, calls, {
        of: nodeTypesOf,
        find: (cloud, value, { type }) => (type === "databricks" && typeof value === "string" ? foreignType(cloud, value) : undefined),
      });
      for (const { call, one, problem } of hits) {
        const value = takenValue(nodeTypesOf(call), one) ?? { kind: "unknown" };
        const config = configWith(call, value);
        const at = config && placeOf(context, call, config, value, one.picks);
        const key = `${at?.start} ${at?.end}`;
        // One config may be used for several clusters.
        if (!config || !at || told.has(key)) continue;
        told.add(key);
        const clouds = [...new Set(hits.flatMap((other) => (other.one.value === one.value ? [other.problem.cloud] : [])))];
        const way = { value, place: at, site: call.site, frame: call.frame };
        context.report({
          message: "mismatch",
          data: {
            type: JSON.stringify(one.value),
            ...problem,
            clouds,
            path: isCertain ? undefined : describeValuePath(context.source, way),
          },
          at,
          severity: isCertain ? "error" : "warning",
          related: [
            { ...context.source.locate(config.origin.site), message: `The ${config.className} is created here.` },
            { ...context.source.locate(call.site), message: `The cluster on ${problem.cloud} is made here.` },
          ],
        });
      }
    }
  },
});

const nodeTypesOf = (call: FactoryCall): Written => ofConfigs(call, (list) => typesOf(list.find(isCluster)));

const isCluster = ({ className }: ConfigAtom): boolean => className === "DatabricksConfig";

const typesOf = (config: ConfigAtom | undefined): Written =>
  config ? (memo(config) satisfies Written) : { kind: "literal", value: undefined };

/** The same written value each time, so that a case can be found again. */
const known = new WeakMap<ConfigAtom, Written>();
function memo(config: ConfigAtom): Written {
  const written = known.get(config) ?? fieldOf(config.written, "instanceType");
  known.set(config, written);
  return written;
}

/** Speaks only where the name is of another cloud's form: what is of none may be new. */
function foreignType(cloudId: string | undefined, type: string): { owner: string; cloud: string; example: string } | undefined {
  const cloud = cloudId === undefined ? undefined : cloudById(cloudId);
  if (!cloud?.nodeTypes || cloud.nodeTypes.shape.test(type)) return undefined;
  const owner = cloudDescriptors.find(({ nodeTypes }) => nodeTypes?.shape.test(type));
  return owner && { owner: owner.label, cloud: cloud.label, example: cloud.nodeTypes.example };
}

function configWith(call: FactoryCall, value: Written): ConfigAtom | undefined {
  const configs = call.configs.flatMap(({ list }) => list?.filter(isCluster) ?? []);
  const holds = (written: Written): boolean =>
    written === value || (written.kind === "choice" && written.alternatives.some((it) => holds(it.value)));
  return configs.find((config) => holds(typesOf(config)));
}

/** In the config where it stands in the same file; what another file says is reported where it is used. */
function placeOf(context: RuleContext, call: FactoryCall, config: ConfigAtom, value: Written, picks: readonly Pick[]): TextPlace {
  const { source } = context;
  if (config.origin.site.file === context.file)
    return placeInConfig(source, config.origin.site, INSTANCE_TYPE, { written: config.written, picks, value });
  return { file: context.file, ...source.offsets(call.configSite) };
}

const INSTANCE_TYPE = { path: ["instanceType"], kind: "value" } as const;
