import type { Fix, RelatedLocation, Severity } from "../analysis/diagnostic.ts";
import type { NodeId, Site } from "../analysis/facts/facts.ts";
import type { Guards } from "../analysis/flow/guards.ts";
import type { Observation } from "../analysis/flow/observations.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** One thing to look for. `Data` maps each message's id to what the message tells about. */
export interface Rule<Data extends MessageData = MessageData> {
  readonly meta: RuleMeta;
  readonly messages: { readonly [Id in keyof Data]: (data: Data[Id]) => string };
  /** What the rule may have something to say of. It is not asked about a file that has nothing of it; a rule that leaves this out is always asked. */
  readonly subjects?: Subjects;
  /** A kind of which the rule compares what happens at different places: one place alone is not worth a word. */
  readonly compares?: Observation["kind"];
  /** Looks at one file. */
  create(context: RuleContext<Data>): void;
}

export interface RuleMeta {
  /** Names the bad pattern; reads well after "allow …". Also the name of the file and of the page. */
  readonly id: string;
  readonly severity: Severity;
  /** Looks only where a configuration gives it a severity. */
  readonly isOff?: true;
  /** Runs when all others have, and sees which suppressions they used. */
  readonly last?: true;
}

/** By kind, which observations may be worth a word, each looked at for itself. It is asked once of each, so it must depend on nothing that changes. */
export type Subjects = {
  readonly [Kind in Observation["kind"]]?: (observation: Observation & { kind: Kind }, guards: Guards) => boolean;
} & {
  /** Whether a place is at which something of that is observed. It must depend on the file alone. Default: each is. */
  readonly at?: (context: Pick<RuleContext, "file" | "source">, place: NodeId) => boolean;
  /** Whether the file itself is. */
  readonly file?: (context: Pick<RuleContext, "file" | "source">) => boolean;
};

/** For a kind of which each observation is worth a look. */
export const always = (): true => true;

// What a message tells about is known to its own rule only.
// biome-ignore lint/suspicious/noExplicitAny: a list of rules holds rules of different data.
export type MessageData = Record<string, any>;

/** What a rule sees of a file. */
export interface RuleContext<Data extends MessageData = MessageData> {
  readonly file: string;
  readonly source: SourceView;
  readonly guards: Guards;
  readonly now: () => Date;
  /** The cloud that providers are looked at as if they were on; undefined where the source is looked at as it is. */
  readonly target?: string | undefined;
  /** What happens in the file, of one kind, each place's together. */
  observed<Kind extends Observation["kind"]>(kind: Kind): (Observation & { kind: Kind })[][];
  /** What happens in the whole workspace, of one kind. For fixes: what is reported of a file must not depend on it. */
  observedAnywhere<Kind extends Observation["kind"]>(kind: Kind): readonly (Observation & { kind: Kind })[];
  /** Suppressions, or single ids of them, that have silenced nothing. Only for rules that run last. */
  unusedSuppressions(): UnusedSuppression[];
  report<Id extends keyof Data & string>(report: Report<Id, Data[Id]>): void;
}

export interface Report<Id extends string, Values> {
  message: Id;
  data: Values;
  at: Site | { start: number; end: number };
  /** Default: the rule's. */
  severity?: Severity;
  /** Whether the cloud refuses it, whatever becomes of the severity. */
  isRefused?: boolean;
  related?: RelatedLocation[];
  /** Called when somebody asks for the fixes. */
  fixes?: () => Fix[];
  unnecessary?: boolean;
}

export interface UnusedSuppression {
  /** Undefined for one that names no rule. */
  id: string | undefined;
  start: number;
  end: number;
  /** The whole comment, and whether nothing of it is used. */
  comment: { start: number; end: number; isUnused: boolean };
}

/** Ties the types of a rule's messages to its reports. */
export const defineRule = <Data extends MessageData>(rule: Rule<Data>): Rule<Data> => rule;
