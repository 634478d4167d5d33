import type { ResourceKind } from "@glacier/core/clouds";
import type { Site } from "../facts/facts.ts";
import type { Guard } from "./guards.ts";
import type { Activations, Branches, Supposition } from "./module-run.ts";
import type { ConfigAtom, Frame, PipelineAtom, ProviderAtom, ResourceAtom, StepRecord, TaskAtom, Value } from "./values.ts";

/** Something of Glacier's that happens when the source runs. */
export type Observation =
  | FactoryCall
  | ProviderMade
  | ConfigMade
  | TaskMade
  | PipelineMade
  | StepRecorded
  | TaskRecorded
  | HandleUsed
  | ResultDropped
  | ResourcesMeet
  | DirectConstruction
  | LegacyCall
  | ResourceUse;

interface Observed {
  site: Site;
  /** The paths on which it happens. */
  guard: Guard;
  /** Empty where code that runs does it; else the functions that were supposed to be called. */
  suppositions: Supposition;
  /** What it throws is caught, and the program goes on. */
  isCaught?: true;
}

/** `provider.bucket(…)` and its like. Receivers and configs each exclude one another and cover all paths of the call. */
export interface FactoryCall extends Observed {
  kind: "factory";
  type: ResourceKind;
  /** It is called by the name that it had in V2. */
  isLegacy: boolean;
  receivers: readonly Receiver[];
  configs: readonly GivenConfigs[];
  /** The value of `config` where the call spells it out, else the call. */
  configSite: Site;
  frame: Frame | undefined;
  /** The calls of functions and turns of loops in which it happens. */
  activations: readonly number[];
  /** What was under way when the same run took a branch by a subject first. */
  asks: ReadonlyMap<string, Activations>;
  /** The branches that the same run came to, or that what it imports came to. */
  branches: ReadonlySet<Branches>;
  resource: ResourceAtom;
}

export interface Receiver {
  guard: Guard;
  /** Whether it is one of Glacier's for certain, and not only something that is used like one. */
  isProvider: boolean;
  /** The id of the cloud; undefined where it cannot be known. */
  cloud: string | undefined;
  /** Undefined where the provider itself comes from outside. */
  provider: ProviderAtom | undefined;
  /** The provider's config. */
  config: ConfigAtom | undefined;
}

export interface GivenConfigs {
  guard: Guard;
  /** None is given: an empty list. Undefined where they cannot be known. */
  list: ConfigAtom[] | undefined;
}

export interface ProviderMade extends Observed {
  kind: "provider";
  provider: ProviderAtom;
  /** The value of `config`, wherever it is written. */
  configSite: Site | undefined;
  /** A class of the workspace that extends Glacier's is constructed. */
  isDerived: boolean;
}

export interface ConfigMade extends Observed {
  kind: "config";
  config: ConfigAtom;
}

export interface TaskMade extends Observed {
  kind: "task";
  task: TaskAtom;
}

export interface PipelineMade extends Observed {
  kind: "pipeline";
  pipeline: PipelineAtom;
}

/** What a pipeline's body recorded: when the pipeline is made, and again for each `run({ args })` and `graph({ args })`. */
interface InRecording extends Observed {
  pipeline: PipelineAtom;
  step: StepRecord;
  /** All that the body recorded. */
  steps: readonly StepRecord[];
  /** Code that the source does not show was given tasks, or had the chance to call some: there may be further steps. */
  isOpen: boolean;
}

/** A step, at the call that recorded it. */
export interface StepRecorded extends InRecording {
  kind: "step";
}

/** A step, at the `dependsOn` of its task. */
export interface TaskRecorded extends InRecording {
  kind: "dependency";
}

/** Something is done with a handle that only works with the data it stands for. */
export interface HandleUsed extends Observed {
  kind: "handle";
  step: StepRecord;
  use: HandleUse;
}

export type HandleUse =
  | { how: "member"; name: string }
  | { how: "text" | "calculation" | "condition" | "items" | "await" | "argument" | "outside" };

/** A task calls a bucket's method and drops the promise that it gives. */
export interface ResultDropped extends Observed {
  kind: "dropped";
  method: string;
  /** Whether the function around the call may wait for it. */
  isAsync: boolean;
}

/** Two calls in different files that make a bucket of one name, and come together in a module: the one of this place, and another. */
export interface ResourcesMeet extends Observed {
  kind: "meeting";
  call: FactoryCall;
  other: FactoryCall;
}

/** `new Bucket(…)`. */
export interface DirectConstruction extends Observed {
  kind: "direct";
  className: string;
  /** What it is given. */
  given: readonly Value[];
}

/** A function of V2 is called that makes a resource, and is no method of a provider. */
export interface LegacyCall extends Observed {
  kind: "legacy";
  method: string;
  type: ResourceKind;
}

/** A method of a resource is called: `bucket.scan()`. */
export interface ResourceUse extends Observed {
  kind: "use";
  resource: ResourceAtom;
  method: string;
  frame: Frame | undefined;
  /** As of a {@link FactoryCall}. */
  activations: readonly number[];
  asks: ReadonlyMap<string, Activations>;
  branches: ReadonlySet<Branches>;
}
