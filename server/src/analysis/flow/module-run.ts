import type { ClassFact, FileFacts, FunctionFact } from "../facts/facts.ts";
import type { Effect } from "./effects.ts";
import { ALWAYS, type Guard } from "./guards.ts";
import type { KeptFailure } from "./kept-failures.ts";
import { Narrowings } from "./narrowings.ts";
import type { Observation } from "./observations.ts";
import type { Prepared } from "./preparations.ts";
import type { KnownWrite } from "./sole-writes.ts";
import { type Branch, type Cell, type ClassAtom, Environment, type FunctionAtom, type ObjectAtom } from "./values.ts";
import type { Thing } from "./ways.ts";

/** Functions and classes that are executed though nothing that was executed calls them, outermost first. */
export type Supposition = readonly (FunctionFact | ClassFact)[];

/** The innermost call or turn of a loop, and the innermost turn, each by a number of its own; 0 outside of all. */
export interface Activations {
  call: number;
  turn: number;
}

/** Branches by the paths on which they take the first side. */
export type Branches = Map<Guard, Branch>;

/** Does something, and takes away again what it has added to lists. */
export function withoutMore<Result>(lists: readonly unknown[][], act: () => Result): Result {
  const before = lists.map(({ length }) => length);
  const result = act();
  lists.forEach((list, index) => {
    list.length = before[index] ?? 0;
  });
  return result;
}

/** One execution of a module's top level, and of what it calls in whichever file. */
export class ModuleRun {
  readonly file: string;
  facts: FileFacts;
  readonly environment = new Environment(undefined);
  /** `evaluated`: its exports are there; `done`: what it declares and nothing calls was looked at too. */
  state: "new" | "running" | "evaluated" | "done" = "new";
  /** The paths on which its top level comes to its end: on the others nobody gets to use what it declares. */
  completed: Guard = ALWAYS;
  /** The files whose facts or values this run has used: when one of them changes, the run is repeated. */
  readonly uses: Set<string>;
  readonly observations: Observation[] = [];
  /** In how many promises each was observed, one within the other. */
  readonly promises = new WeakMap<Observation, number>();
  /** Those of them, until it ends, that are meant to fail, and what fails or not without that ending anything. */
  readonly expected = new Set<Observation>();
  readonly kept: KeptFailure[] = [];
  /** How often paths were ended by what was asserted of things that nothing is known of, and of others: in the test under way, and what that has cost in all. */
  readonly narrowings = { open: new Narrowings(70), known: new Narrowings(24) };
  /** A runner of tests is given tests while this runs. */
  isTest = false;
  /** What this run changed of other modules' things, so that it sees its own copy and they stay as they are. */
  readonly copies = new Map<object, object>();
  /** What the code under way has changed of them, with the files whose code that is. */
  readonly touched = new Map<Thing, Set<string>>();
  /** It has read others' things that are left open for what is done to them, so that it may do what it does for that alone. */
  readsLeftOpen = false;
  /** What this run does to others' things. */
  readonly effects = new Map<Thing, Effect>();
  /** The things of modules that functions called before may have changed, where this run is of functions that nobody calls. */
  changing: ReadonlySet<object> = new Set();
  /** Members that were written of what has no members of its own to keep them in: a provider, a module, what the source does not show. */
  members = new Map<string, Cell>();
  /** What the preparation of tests sets of the environment, by the keys of its members. */
  readonly prepared = new Map<string, Prepared>();
  /** The modules, as files or as they are named, that tests put something else in the place of while this runs. */
  readonly mocked = new Set<string>();
  /** What was made and might be called later. */
  readonly closures: { atom: FunctionAtom; suppositions: Supposition }[] = [];
  readonly classes: { atom: ClassAtom; suppositions: Supposition }[] = [];
  readonly instances: { atom: ObjectAtom; suppositions: Supposition }[] = [];
  /** The functions that tasks were made of, with the tasks' names. */
  readonly taskBodies = new Map<FunctionFact, string | undefined>();
  /** What was under way when a branch was taken by a subject first. */
  readonly asks = new Map<string, Activations>();
  /** The branches that were come to. */
  readonly branches: Branches = new Map();
  /** These, and those of the modules whose exports were used. */
  readonly knownBranches = new Set([this.branches]);
  /** What the only writes to variables and private members give, as far as that was asked. */
  readonly knownWrites = new Map<string, KnownWrite | undefined>();
  /** The functions and classes that were called. */
  readonly called = new Set<FunctionFact | ClassFact>();
  /** For those that are called by code that is only supposed to be executed, the outermost of that. */
  readonly calledFrom = new Map<FunctionFact | ClassFact, Set<FunctionFact | ClassFact>>();

  constructor(file: string, facts: FileFacts) {
    this.file = file;
    this.facts = facts;
    this.uses = new Set([file]);
  }
}
