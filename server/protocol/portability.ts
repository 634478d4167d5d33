import type { RequestDefinition } from "./definition.ts";
import type { Location, Range } from "./text.ts";

export interface PortabilityParams {
  /** The id of the cloud that is asked about. */
  target: string;
  /** The document of `range`. Default: all providers of the workspace are asked about, and what they reach. */
  uri?: string;
  /** A place at which a provider or its config is made, to ask about that provider alone. Counts with `uri` only. */
  range?: Range;
}

/** What it would take to run the workspace, or what one provider makes, on another cloud. */
export interface Portability {
  target: { id: string; label: string };
  /** What to do about each provider that would move. */
  providers: PortabilityChange[];
  findings: PortabilityFinding[];
  /** How many problems of the source as it is are left out. */
  alreadyReported: number;
}

export interface PortabilityChange extends Location {
  message: string;
  /** The titles of its fixes. */
  fixes: string[];
}

export interface PortabilityFinding extends PortabilityChange {
  /** `breaks`: it throws, or the cloud refuses it. `costs`: it works, for money or with more care. `ignored`: it is written and has no effect there. */
  effect: "breaks" | "costs" | "ignored";
  /** The id of the rule. */
  code: string;
}

/** Answers with null where the place has no provider, or the cloud is not known. */
export const portabilityRequest: RequestDefinition<PortabilityParams, Portability | null> = { method: "glacier/portability" };

/**
 * The edits of all preferred fixes of that answer which lose nothing, as a `WorkspaceEdit` of the language server protocol for the documents as they are now; null
 * where there are none. After them the source runs on both clouds, as far as fixes go.
 */
export const portabilityFixesRequest: RequestDefinition<PortabilityParams, object | null> = { method: "glacier/portabilityFixes" };

/** The clouds that may be asked about. */
export const cloudsRequest: RequestDefinition<Record<string, never>, { id: string; label: string }[]> = { method: "glacier/clouds" };

/** What a client that can show the answer says in its initialization options. */
export interface GlacierInitializationOptions {
  /**
   * The id of a command that asks which cloud, and shows the answer; it takes `{ uri, range }`. Offered as a code action at providers, where it is given.
   */
  portabilityCommand?: string;
}
