import type { ResourceKind } from "@glacier/core/clouds";
import type { Site } from "../facts/facts.ts";
import type { Guard } from "./guards.ts";
import type { Supposition } from "./module-run.ts";
import type { ConfigAtom, Frame, PipelineAtom, ProviderAtom, ResourceAtom, TaskAtom } from "./values.ts";

/** Something of Glacier's that happens when the source runs. */
export type Observation = FactoryCall | ProviderMade | ConfigMade | TaskMade | PipelineMade | DirectConstruction;

interface Observed {
  site: Site;
  /** The paths on which it happens. */
  guard: Guard;
  /** Empty where code that runs does it; else the functions that were supposed to be called. */
  suppositions: Supposition;
}

/** `provider.bucket(…)` and its like. Receivers and configs each exclude one another and cover all paths of the call. */
export interface FactoryCall extends Observed {
  kind: "factory";
  type: ResourceKind;
  receivers: Receiver[];
  configs: GivenConfigs[];
  /** The value of `config` where the call spells it out, else the call. */
  configSite: Site;
  frame: Frame | undefined;
  resource: ResourceAtom;
}

export interface Receiver {
  guard: Guard;
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

/** `new Bucket(…)`. */
export interface DirectConstruction extends Observed {
  kind: "direct";
  className: string;
}
