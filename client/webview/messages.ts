import type { Graph } from "@glacier/core/graph";

/** How the last run of a step or pipeline stands, as a node shows it. */
export type NodeRunStatus = "waiting" | "running" | "succeeded" | "failed" | "skipped" | "cancelled" | "reused";

export interface NodeRun {
  status: NodeRunStatus;
  /** Milliseconds since the epoch; drives the live clock of a running node. */
  startedAt?: number;
  /** Milliseconds. */
  durationMs?: number;
  /** The first line of the error of a failed node. */
  message?: string;
}

/** By node id. A node without an entry has not run since the window was opened. */
export type NodeRuns = Readonly<Record<string, NodeRun>>;

/** What the extension tells the graph page. */
export type ToGraphPage =
  | { type: "loading"; title: string }
  | { type: "graph"; title: string; uri: string; graph: Graph; canRun: boolean }
  | { type: "failed"; title: string; message: string; hint?: string }
  | { type: "runs"; runs: NodeRuns }
  | { type: "reveal"; id: string };

/** What the graph page tells the extension. */
export type FromGraphPage =
  | { type: "ready" }
  | { type: "open"; id: string; beside: boolean }
  | { type: "run"; id: string }
  | { type: "cancel"; id: string }
  | { type: "retry" }
  | { type: "showLogs" };

/** What the page keeps across being hidden, moved to another column, or a restart of the window. */
export interface GraphPageState {
  uri: string;
  direction?: GraphDirection;
  viewport?: { x: number; y: number; scale: number };
  selected?: string;
  hidden?: string[];
}

export type GraphDirection = "right" | "down";

/** What the extension tells the page of a portability report. */
export type ToPortabilityPage =
  | { type: "loading" }
  | { type: "report"; params: unknown; report: PortabilityReport }
  | { type: "failed"; message: string; hint: string };

/** A portability report as it is shown. */
export interface PortabilityReport {
  heading: string;
  /** What it comes to, in one line. */
  summary: string;
  groups: { title: string; explanation: string; items: PortabilityItem[] }[];
  notes: string[];
  /** Whether there are fixes to apply all at once, and what that does. */
  fixing?: string;
}

export interface PortabilityItem {
  /** `src/buckets.ts:12` */
  place: string;
  message: string;
  /** The id of a rule. */
  code?: string;
  fixes: string[];
}

/** What that page tells the extension. */
export type FromPortabilityPage =
  | { type: "ready" }
  /** `item` counts through all groups, from 0. */
  | { type: "open"; item: number }
  | { type: "fix" }
  | { type: "again" };
