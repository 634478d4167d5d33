import { decidingBranches } from "./branches.ts";
import type { RelatedLocation } from "./diagnostic.ts";
import type { NodeId, Site } from "./facts/facts.ts";
import { findExpression } from "./facts/find.ts";
import { labelOf } from "./fit.ts";
import type { Guards } from "./flow/guards.ts";
import type { Receiver } from "./flow/observations.ts";
import {
  atomsOf,
  type Branch,
  type BranchFrame,
  type CallFrame,
  type ConfigAtom,
  type Frame,
  type Origin,
  type ProviderAtom,
} from "./flow/values.ts";
import type { SourceView } from "./source-view.ts";
import type { Clash } from "./verdict.ts";

/** What a story tells of. */
export interface StoryParts {
  /** Where the call stands. */
  frame: Frame | undefined;
  provider: ProviderAtom | undefined;
  providerConfig: ConfigAtom | undefined;
  /** How the provider is to be called: `Azure provider`. */
  providerLabel: string;
  configs: readonly ConfigAtom[];
  /** The sides of branches that make the provider and the configs the ones of several that they are. */
  branches: DecidingBranches;
  /** Where the diagnostic lies: what is made right there needs no mention. */
  at: Site;
}

/** How a provider and a config come to meet: where they are made, and the calls and branches on the way. */
function tellStory(source: SourceView, parts: StoryParts): RelatedLocation[] {
  const { frame, provider, providerConfig, providerLabel, configs, branches, at } = parts;
  const { told, add } = teller(source);
  const from = provider?.origin ?? providerConfig?.origin;
  if (provider) add(provider.origin.site, `The ${providerLabel} is created here.`);
  if (providerConfig && !(provider && isWithin(source, providerConfig.origin.site, provider.origin.site))) {
    add(providerConfig.origin.site, `${providerConfig.className} makes it ${article(providerLabel)}.`);
  }
  if (from) tellBranches(source, from, frame, add);
  for (const branch of branches.ofProvider) add(branch.site, sayPath(source, branch));
  for (const call of callsOnlyIn(from?.frame, frame)) add(call.site, `The provider comes back from ${nameOf(source, call)} here.`);
  for (const { name, site } of holdersOf(provider, frame))
    add(site, `It is kept by the ${name === "" ? "instance" : `\`${name}\``} made here.`);
  for (const call of callsOnlyIn(frame, from?.frame)) add(call.site, `It reaches this call ${wayInto(source, call)} here.`);
  for (const config of configs) {
    if (config.isFromOutside || isWithin(source, config.origin.site, at)) continue;
    add(config.origin.site, `The ${config.className} is created here.`);
    tellBranches(source, config.origin, frame, add);
  }
  for (const branch of branches.ofConfigs) add(branch.site, sayPath(source, branch));
  return told;
}

interface DecidingBranches {
  ofProvider: readonly Branch[];
  ofConfigs: readonly Branch[];
}

function branchesOf(guards: Guards, { call, receiver, list }: Clash<unknown>): DecidingBranches {
  const given = call.configs.find((it) => it.list === list);
  return {
    ofProvider: decidingBranches(guards, call, receiver.guard),
    ofConfigs: given ? decidingBranches(guards, call, given.guard) : [],
  };
}

/** Locations in the order in which they are told, each told once. */
function teller(source: SourceView): { told: RelatedLocation[]; add: (site: Site, message: string) => void } {
  const told: RelatedLocation[] = [];
  const add = (site: Site, message: string): void => {
    const location = { ...source.locate(site), message };
    if (!told.some((it) => it.message === message && it.file === location.file && sameRange(it.range, location.range))) told.push(location);
  };
  return { told, add };
}

/** The stories of clashes at one place; of many paths only the first are told. */
export function tellClashes(source: SourceView, guards: Guards, clashes: readonly Clash<unknown>[]): RelatedLocation[] {
  return clashes.slice(0, STORIES).flatMap((clash) => {
    const { call, receiver, list } = clash;
    return tellStory(source, {
      frame: call.frame,
      provider: receiver.provider,
      // What does not stand in the source yet makes nothing.
      providerConfig: receiver.config?.movedFrom ? undefined : receiver.config,
      providerLabel: labelOfProvider(receiver),
      configs: list,
      branches: branchesOf(guards, clash),
      at: call.configSite,
    });
  });
}

/** How a provider is to be called. */
export function labelOfProvider({ cloud, config }: Receiver): string {
  if (cloud === undefined) return "provider";
  return config?.movedFrom ? `provider to be moved to ${labelOf(cloud)}` : `${labelOf(cloud)} provider`;
}

const STORIES = 3;

/** How configs come to a place where they are wrong whatever they meet: where they are made, and the calls and branches on the way. */
export function tellConfigs(
  source: SourceView,
  configs: readonly ConfigAtom[],
  frame: Frame | undefined,
  at: Site | undefined,
): RelatedLocation[] {
  const { told, add } = teller(source);
  for (const { className, origin, isFromOutside } of configs.slice(0, STORIES)) {
    if (isFromOutside) continue;
    if (!at || !isWithin(source, origin.site, at)) add(origin.site, `The ${className} is created here.`);
    tellBranches(source, origin, frame, add);
    for (const call of callsOnlyIn(origin.frame, frame)) add(call.site, `The config comes back from ${nameOf(source, call)} here.`);
    for (const call of callsOnlyIn(frame, origin.frame)) add(call.site, `It reaches this place ${wayInto(source, call)} here.`);
  }
  return told;
}

/** The path of a clash in a few words: the branch or the call that makes it one, else the provider that is one of several. */
export function describePath(source: SourceView, guards: Guards, clash: Clash<unknown>): string | undefined {
  const { call, receiver, list } = clash;
  const origins = [receiver.provider?.origin, receiver.config?.origin, ...list.map(({ origin }) => origin)].filter(
    (it) => it !== undefined,
  );
  const { ofProvider, ofConfigs } = branchesOf(guards, clash);
  const branch = origins.flatMap((origin) => branchesOnlyAt(origin, call.frame)).at(-1) ?? [...ofProvider, ...ofConfigs].at(-1);
  if (branch) return `where ${sayOutcome(source, branch)}`;
  const through = callsOnlyIn(call.frame, receiver.provider?.origin.frame)[0];
  if (through) return `called from ${lineOf(source, through.site)}`;
  // Without a config that is known, something was asked that left this cloud.
  return receiver.config && receiver.provider ? `as created in ${lineOf(source, receiver.provider.origin.site)}` : undefined;
}

/** The paths of clashes, each named once; of many only the first, which are those that are told. */
export const describePaths = (source: SourceView, guards: Guards, clashes: readonly Clash<unknown>[]): string[] => [
  ...new Set(clashes.slice(0, STORIES).flatMap((clash) => describePath(source, guards, clash) ?? [])),
];

const sayPath = (source: SourceView, branch: Branch): string => `This is the path where ${sayOutcome(source, branch)}.`;

/** `env` is "prod". */
function sayOutcome(source: SourceView, { site, outcome }: Branch): string {
  const quote = (it: Site): string => `\`${source.excerpt(it)}\``;
  if (typeof outcome !== "object") return `${quote(site)} is ${outcome}`;
  const answers = [
    ...outcome.cases.map(quote),
    ...(outcome.orElse ? [outcome.cases.length > 0 ? "something else" : "none of the cases"] : []),
  ];
  return `${quote(outcome.subject)} is ${answers.join(" or ")}`;
}

/** The instances in whose methods a call stands and that keep the provider, outermost first, where they were made by a call that the story does not tell. */
function holdersOf(provider: ProviderAtom | undefined, frame: Frame | undefined): { name: string; site: Site }[] {
  const told = new Set(chain(frame).map(({ site }) => site));
  const instances = chain(frame).flatMap((it) => (it.kind === "call" && it.self?.kind === "object" && it.self.class ? [it.self] : []));
  return [...new Set(instances)].flatMap(({ class: of, origin, properties }) => {
    const isHolder = [...properties.values()].some(({ value }) => provider && value && atomsOf(value).includes(provider));
    return isHolder && !told.has(origin.site) ? [{ name: of?.fact.name ?? "", site: origin.site }] : [];
  });
}

/** `main.ts:3`. */
export function lineOf(source: SourceView, site: Site): string {
  const { file, range } = source.locate(site);
  return `${file.slice(file.lastIndexOf("/") + 1)}:${range.start.line + 1}`;
}

/** The calls that lead to a place, outermost first, without those that led to where something was made. */
export function callsOnlyIn(frame: Frame | undefined, other: Frame | undefined): CallFrame[] {
  const shared = new Set(chain(other));
  return chain(frame).filter((it): it is CallFrame => it.kind === "call" && !shared.has(it) && !it.isSupposed);
}

/** The sides of branches that were taken when something was made and that the call does not stand in. */
function branchesOnlyAt(origin: Origin, frame: Frame | undefined): BranchFrame[] {
  const shared = new Set(chain(frame));
  return chain(origin.frame).flatMap((it) => (it.kind === "branch" && !shared.has(it) ? [it] : []));
}

function tellBranches(source: SourceView, origin: Origin, frame: Frame | undefined, add: (site: Site, message: string) => void): void {
  for (const branch of branchesOnlyAt(origin, frame)) add(branch.site, sayPath(source, branch));
}

/** Outermost first. */
function chain(frame: Frame | undefined): Frame[] {
  const frames: Frame[] = [];
  for (let at = frame; at; at = at.parent) frames.push(at);
  return frames.reverse();
}

/** A function as a reader knows it: by what Glacier runs it for, by its own name, else by what it is given to. */
function nameOf(source: SourceView, { role, name, site, function: { node } }: CallFrame): string {
  if (role?.kind === "pipeline") return role.name === undefined ? "the body of a pipeline" : `the body of pipeline \`${role.name}\``;
  if (role?.kind === "task") return role.name === undefined ? "a task" : `task \`${role.name}\``;
  if (name !== "") return `\`${name}\``;
  const receiver = receiverOf(source, site, node);
  return receiver === undefined ? "an unnamed function" : `a callback of \`${receiver}\``;
}

/** One goes through a function that is called, and is in one that something else runs. */
export function wayInto(source: SourceView, call: CallFrame): string {
  const isCalledByName = call.role === undefined && call.name !== "";
  const isRunByOthers = call.role !== undefined || receiverOf(source, call.site, call.function.node) !== undefined;
  return `${!isCalledByName && isRunByOthers ? "in" : "through"} ${nameOf(source, call)}`;
}

/** The name of what is called at a place with a function among its arguments. */
function receiverOf(source: SourceView, site: Site, node: NodeId): string | undefined {
  const facts = source.facts(site.file);
  const called = facts && findExpression(facts, site.node);
  if (called?.kind !== "call" && called?.kind !== "new") return undefined;
  if (!called.arguments.some((it) => it.kind === "function" && it.function.node === node)) return undefined;
  return called.callee.kind === "name" || called.callee.kind === "member" ? called.callee.name : undefined;
}

const article = (label: string): string => `${/^[aeiou]/i.test(label) ? "an" : "a"} ${label}`;

function isWithin(source: SourceView, inner: Site, outer: Site): boolean {
  if (inner.file !== outer.file) return false;
  const [one, other] = [source.offsets(inner), source.offsets(outer)];
  return other.start <= one.start && one.end <= other.end;
}

const sameRange = (one: RelatedLocation["range"], other: RelatedLocation["range"]): boolean =>
  one.start.line === other.start.line &&
  one.start.character === other.start.character &&
  one.end.line === other.end.line &&
  one.end.character === other.end.character;
