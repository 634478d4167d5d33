import type { ResourceKind } from "@glacier/core/clouds";
import type { ClassFact, Expression, FunctionFact, LiteralValue, MemberType, Site } from "../facts/facts.ts";
import type { Dependency } from "./dependencies.ts";
import type { Guard } from "./guards.ts";
import type { Machine } from "./machine.ts";
import type { ModuleRun } from "./module-run.ts";
import type { GivenConfigs, Observation, Receiver } from "./observations.ts";
import type { WrittenPattern } from "./pure.ts";
import type { Given } from "./step-arguments.ts";
import type { TypedMethod, TypeName } from "./typed-receivers.ts";
import type { Written } from "./written.ts";

/** What an expression may be: one thing, or several, each on its own paths. */
export type Value = Atom | Choice;

/** The guards exclude each other and cover every path on which the value exists. */
export interface Choice {
  kind: "choice";
  alternatives: Alternative[];
}

export interface Alternative {
  guard: Guard;
  atom: Atom;
}

export type Atom =
  | LiteralAtom
  | UnknownAtom
  | ObjectAtom
  | ArrayAtom
  | MapAtom
  | FunctionAtom
  | ClassAtom
  | BuiltinAtom
  | NamespaceAtom
  | GlacierAtom
  | ProviderAtom
  | ConfigAtom
  | ResourceAtom
  | TaskAtom
  | PipelineAtom
  | HandleAtom;

export interface LiteralAtom {
  kind: "literal";
  value: LiteralValue;
  /** Where the literal is written. */
  site?: Site;
  /** The keys of what it was read from: what is asked of a provider's cloud is asked of the provider. */
  about?: string;
}

/** A value that the source does not show. Two of one key are the same value, so what a path learns of one it knows of the other. */
export interface UnknownAtom {
  kind: "unknown";
  key: string;
  /** The class of Glacier that its written type names. */
  type?: string;
  /** That type leaves nothing out: it is neither undefined nor null. */
  isThere?: true;
  /** The classes of Glacier that its written type names for its members, or under `ITEMS` for all that it lists. */
  typesOf?: Readonly<Record<string, MemberType>>;
  /** Its written type, which may name a class of the workspace. */
  written?: TypeName;
  /** The method of something with such a type that it is. */
  method?: TypedMethod;
  /** The class of what it gives to the function that it is given: `buckets.forEach` does. */
  passes?: string;
  /** The cloud whose provider's config it is: a provider of V2 makes its own. */
  configOf?: string;
  /** The environment variable that it is. */
  variable?: string;
  /** It is a text of which this much is known: what stands before, between and behind the parts that are not. */
  texts?: readonly string[];
  /** What a test expects something of: the subject of `expect(…)`. */
  expected?: Value;
  /** What is expected of it is that something does not hold: `expect(…).not`. */
  isDenied?: boolean;
  /** It was thrown, so it is something. */
  isThrown?: true;
  /** It equals nothing but itself. */
  isSymbol?: true;
  /** The regular expression that it is. */
  pattern?: WrittenPattern;
}

/** Where something is made: the place, and what was under way. */
export interface Origin {
  site: Site;
  frame: Frame | undefined;
  /** The paths on which it is made. */
  guard: Guard;
}

/** What is under way: calls, and the sides of branches that were taken inside them. Innermost first. */
export type Frame = CallFrame | BranchFrame;

export interface CallFrame {
  kind: "call";
  site: Site;
  /** What the called function is called in the source; empty where it has no name. */
  name: string;
  function: FunctionFact;
  role?: CallRole;
  /** No call in the source, but the supposition that there is one. */
  isSupposed: boolean;
  /** The value of `this` in it, for what is no arrow function. */
  self?: Value;
  /** The paths on which it is made. */
  paths: Guard;
  parent: Frame | undefined;
  depth: number;
}

/** A side of a branch. */
export interface Branch {
  /** The condition. */
  site: Site;
  outcome: Outcome;
}

/** What a path says of a condition: whether it holds, that there is nothing there (`??`), or which of a `switch`'s cases its subject is. */
export type Outcome = boolean | "missing" | { subject: Site; cases: readonly Site[]; orElse: boolean };

/** What Glacier calls a function for. */
export interface CallRole {
  kind: "pipeline" | "task";
  name: string | undefined;
}

export interface BranchFrame extends Branch {
  kind: "branch";
  parent: Frame | undefined;
  depth: number;
}

/** Something that is written to. `home` is the module during whose run it was made: other modules see their own copy of what they change. */
export interface Cell {
  /** Undefined until it is initialised. */
  value: Value | undefined;
  /** The paths on which it exists. */
  birth: Guard;
  home: ModuleRun;
  /** Of a `const` or `let`, the call that it is given its first value by. */
  call?: Expression & { kind: "call" };
  /** Of a constant, what was observed while its value was made: that may be a promise, whose failure comes later. */
  observed?: readonly Observation[];
  filledByOthers?: FilledByOthers;
  /** That it may have another value by what others do, and what it has otherwise. */
  leftOpen?: { before: Value };
  /** An import's: the exporting module keeps the value. */
  load?: (machine: Machine) => Value;
}

export interface ObjectAtom {
  kind: "object";
  home: ModuleRun;
  origin: Origin;
  properties: Map<string, Cell>;
  getters?: Map<string, FunctionAtom>;
  setters?: Map<string, FunctionAtom>;
  class?: ClassAtom;
  /** What a class of Glacier's that its class extends makes of it. */
  base?: Value;
  /** It may have properties that are not listed. */
  open: boolean;
  /** Those are what Glacier's package exports. */
  spread?: GlacierAtom;
  /** Members that are not gone through: `Object.defineProperty` makes such. */
  hidden?: ReadonlySet<string>;
  filledByOthers?: FilledByOthers;
  changedBy?: ChangedBy;
  /** The expressions in the object literal that give each property, or are spread and bring it: for exact ranges. */
  places: Map<string, Site>;
}

export interface ArrayAtom {
  kind: "array";
  home: ModuleRun;
  origin: Origin;
  items: ArrayItem[];
  /** It may have items that are not listed. */
  open: boolean;
  filledByOthers?: FilledByOthers;
  changedBy?: ChangedBy;
  /** It was made of what others may have added to: it starts with the items that are listed, and may have more. */
  isPartial?: boolean;
  /** The keys of what those depend on. */
  about?: string;
  /** It is a generator: who goes through it takes the items away. */
  isOnce?: true;
}

export interface ArrayItem {
  value: Value;
  /** The paths on which it is there. */
  present: Guard;
}

export interface MapAtom {
  kind: "map";
  isSet: boolean;
  home: ModuleRun;
  entries: { key: Value; value: Value; present: Guard }[];
  open: boolean;
  filledByOthers?: FilledByOthers;
  changedBy?: ChangedBy;
}

/** The module whose run has added to a thing of another's, so that what is missing there is not sure to be for any other; of several none is named. */
export interface ChangedBy {
  file: string | undefined;
  /** What was there may be something else, so that whoever looks at that sees it too. */
  isReplaced: boolean;
}

/** Who may call one of these functions may have added to a thing, so that what is missing there is not sure to be for another module: for each place that adds, those that it stands in. */
export type FilledByOthers = readonly (readonly FunctionFact[])[];

export interface FunctionAtom {
  kind: "function";
  fact: FunctionFact;
  module: ModuleRun;
  environment: Environment;
  birth: Guard;
  /** The value of `this`, for methods; arrow functions take their environment's. */
  self?: Value;
  /** The class whose `super` the function sees. */
  owner?: ClassAtom;
  bound?: Value[];
  /** What JavaScript calls a function without a name of its own that is written right behind a name: `const load = () => …`. */
  inferredName?: string;
  /** What a reader calls one that JavaScript has no name for. */
  shownName?: string;
}

export interface ClassAtom {
  kind: "class";
  fact: ClassFact;
  module: ModuleRun;
  environment: Environment;
  statics: ObjectAtom;
  parent?: Value;
}

export interface BuiltinAtom {
  kind: "builtin";
  name: string;
  self?: Atom;
  /** What `bind` gives it before what it is called with. */
  bound?: readonly Value[];
}

/** `import * as name`, and what `import()` gives. */
export interface NamespaceAtom {
  kind: "namespace";
  file: string;
}

/** Something that `@glacier/core` exports; `*` is the package as a whole. */
export interface GlacierAtom {
  kind: "glacier";
  name: string;
}

export interface ProviderAtom {
  kind: "provider";
  /** Stands for it in the keys of what depends on it. */
  key: string;
  config: Value;
  name: Value | undefined;
  origin: Origin;
  /** The V2 class that it is an instance of. */
  legacyCloud?: string;
  /** The instance of the source's own class that it is: its fields, and where its methods are found. */
  own?: ObjectAtom;
}

export interface ConfigAtom {
  kind: "config";
  /** Stands for it in the keys of what depends on it. */
  key: string;
  className: string;
  options: Value;
  /** What the options were when it was made. */
  written: Written;
  /** Whether `fromEnv()` reads it from the environment. */
  isFromEnv?: true;
  /** It is made where the source does not show it; its origin is where it is used. */
  isFromOutside?: true;
  /** It is not in the source: it stands for what the provider would have on another cloud. */
  movedFrom?: MovedFrom;
  origin: Origin;
}

/** What gives a provider its cloud as the source is: a config, a class of V2, or the environment where it is neither. */
export interface MovedFrom {
  config?: ConfigAtom;
  legacyCloud?: string;
}

export interface ResourceAtom {
  kind: "resource";
  type: ResourceKind;
  provider: Value;
  /** The first argument of the factory call. */
  resourceName: Value;
  options: Value | undefined;
  config: Value | undefined;
  /** What the name and the options were when it was made. */
  written: { name: Written; options: Written };
  /** The providers and configs that it may be of, each on its own paths. */
  receivers: readonly Receiver[];
  configs: readonly GivenConfigs[];
  origin: Origin;
}

export interface TaskAtom {
  kind: "task";
  name: string | undefined;
  /** The name as far as the source says it. */
  label: string;
  body: Value;
  options: Value | undefined;
  executor: Value | undefined;
  dependsOn: Value | undefined;
  /** Where `dependsOn` is written; undefined where the task's options do not spell it out. */
  dependsOnSite: Site | undefined;
  origin: Origin;
}

export interface PipelineAtom {
  kind: "pipeline";
  name: string | undefined;
  /** The name as far as the source says it. */
  label: string;
  body: Value;
  description: string | undefined;
  origin: Origin;
  steps: StepRecord[];
}

/** A call of a task inside a pipeline's body. */
export interface StepRecord {
  name: string;
  task: TaskAtom;
  origin: Origin;
  guard: Guard;
  /** The resources, handles and other things among its arguments. */
  given: readonly Given[];
  /** What the task's function gives back. */
  result: Value;
  /** What the task's function does with buckets. */
  access: Access[];
  /** What its task's `dependsOn` means in this body. */
  dependencies: readonly Dependency[];
  scope: StepScope;
}

/** A call of a bucket's method by a task, itself or through functions that it calls. */
export interface Access {
  resource: ResourceAtom;
  operation: "reads" | "writes";
  method: string;
  arguments: readonly Value[];
  site: Site;
  guard: Guard;
}

/** One call of one pipeline's body. */
export interface StepScope {
  /** The pipeline whose body it is. */
  pipeline: PipelineAtom;
  /** `<pipeline>/` for each pipeline that the steps are inlined from. */
  prefix: string;
  /** The body that calls this one. */
  parent?: StepScope;
}

export interface HandleAtom {
  kind: "handle";
  step: StepRecord;
}

/** The names that are visible at a place. */
export class Environment {
  readonly cells = new Map<string, Cell>();
  readonly parent: Environment | undefined;

  constructor(parent: Environment | undefined) {
    this.parent = parent;
  }

  find(name: string): Cell | undefined {
    for (let at: Environment | undefined = this; at; at = at.parent) {
      const cell = at.cells.get(name);
      if (cell) return cell;
    }
    return undefined;
  }
}

export const UNDEFINED: LiteralAtom = { kind: "literal", value: undefined };

export const literal = (value: LiteralValue, site?: Site): LiteralAtom => ({ kind: "literal", value, ...(site && { site }) });

/** The atoms of a value, on whichever paths. */
export const atomsOf = (value: Value): Atom[] => (value.kind === "choice" ? value.alternatives.map(({ atom }) => atom) : [value]);
