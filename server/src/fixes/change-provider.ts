import type { CloudDescriptor } from "@glacier/core/clouds";
import type { Fix } from "../analysis/diagnostic.ts";
import type { Expression } from "../analysis/facts/facts.ts";
import { findExpression } from "../analysis/facts/find.ts";
import { keyOfSite } from "../analysis/facts/site-key.ts";
import { findMisfit } from "../analysis/fit.ts";
import type { FactoryCall } from "../analysis/flow/observations.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { Remembered } from "../analysis/remembered.ts";
import type { SourceView } from "../analysis/source-view.ts";
import type { Verdict } from "../analysis/verdict.ts";
import { isAsserted } from "./assertions.ts";
import { ImportPlan } from "./imports.ts";
import { isOnlyOfProvider } from "./only-of-provider.ts";
import { toFixEdits } from "./text-edits.ts";

/** The provider of another cloud, the only one that is asked for. Only where every other call with this provider, in whichever file, goes on working. */
export function changeProvider(
  source: SourceView,
  verdict: Verdict<unknown>,
  everywhere: () => readonly FactoryCall[],
  clouds: readonly CloudDescriptor[],
): Fix | undefined {
  const [first] = verdict.clashes;
  const config = first?.receiver.config;
  const origin = config?.origin.site;
  if (
    !config ||
    !origin ||
    // One that stands for another cloud is the one that is asked for.
    config.movedFrom ||
    verdict.clashes.some(
      ({ receiver }) => receiver.config?.origin.site.node !== origin.node || receiver.config.origin.site.file !== origin.file,
    )
  )
    return undefined;
  const [cloud] = clouds;
  if (!cloud || clouds.length !== 1) return undefined;
  const calls = everywhere();
  const users = callsByProvider.of(calls, () => byProvider(calls)).get(keyOfSite(origin)) ?? [];
  return allFit(users, cloud) ? fromEnvironment(source, config, cloud) : undefined;
}

/** `AwsConfig.fromEnv()`. What may be given to it instead of the environment is of the present cloud. */
const readsEnvironment = (it: Expression): boolean =>
  it.kind === "call" && it.callee.kind === "member" && it.callee.name === "fromEnv" && it.arguments.length === 0;

/** Of a workspace's calls, which are one list until something is edited: a file full of mismatches asks for each of them. */
const callsByProvider = new Remembered<readonly FactoryCall[], ReadonlyMap<string, readonly FactoryCall[]>>();

/** The calls by the place where the config of their provider is made; one under several places that can reach it with several. */
function byProvider(calls: readonly FactoryCall[]): Map<string, FactoryCall[]> {
  const found = new Map<string, FactoryCall[]>();
  for (const call of calls) {
    for (const key of new Set(call.receivers.flatMap(({ config }) => (config ? [keyOfSite(config.origin.site)] : [])))) {
      const known = found.get(key);
      if (known) known.push(call);
      else found.set(key, [call]);
    }
  }
  return found;
}

/** Whether every call goes on working on a cloud. All mismatches with one provider ask the same. */
function allFit(users: readonly FactoryCall[], { id }: CloudDescriptor): boolean {
  const known = fitting.of(users, () => new Map<string, boolean>());
  const isFitting =
    known.get(id) ?? users.every((call) => call.configs.every(({ list }) => list && findMisfit(id, call.type, list) === undefined));
  known.set(id, isFitting);
  return isFitting;
}

const fitting = new Remembered<readonly FactoryCall[], Map<string, boolean>>();

/** A provider's config of another cloud in the place of the present one, read from the environment. */
export function fromEnvironment(source: SourceView, { className, origin: { site } }: ConfigAtom, cloud: CloudDescriptor): Fix | undefined {
  const facts = source.facts(site.file);
  const expression = facts && findExpression(facts, site.node);
  const imports = new ImportPlan(source, site.file);
  const name = imports.nameOf(cloud.providerConfig);
  if (!facts || !expression || !(expression.kind === "new" || readsEnvironment(expression)) || name === undefined) return undefined;
  if (!isOnlyOfProvider(source, facts, site)) return undefined;
  const place = source.offsets(site);
  if (isAsserted(source.text(site.file), place)) return undefined;
  const edits = [{ file: site.file, ...place, newText: `${name}.fromEnv()` }, ...imports.edits({ className, ...place })];
  return {
    title: `Change the provider to ${cloud.label}, configured by the environment`,
    kind: "quickfix",
    edits: toFixEdits(source, edits),
  };
}
