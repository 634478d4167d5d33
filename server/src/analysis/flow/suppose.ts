import type { ClassFact, FunctionFact } from "../facts/facts.ts";
import { changedElsewhere } from "./changed-elsewhere.ts";
import { instantiate } from "./classes.ts";
import { noteEffects, takeEffects } from "./effects.ts";
import { isResourceClass } from "./glacier.ts";
import { ALWAYS, type Guard, NEVER } from "./guards.ts";
import type { InertCode } from "./inert.ts";
import { forgetExpected } from "./kept-failures.ts";
import type { Machine } from "./machine.ts";
import { ModuleRun, type Supposition, withoutMore } from "./module-run.ts";
import { ancestry } from "./operators.ts";
import { type KnownWrite, knownWrite, mayHaveBeenWritten, placesOf } from "./sole-writes.ts";
import type { ArrayAtom, Cell, ClassAtom, FunctionAtom, MapAtom, ObjectAtom, Value } from "./values.ts";

/**
 * Executes what a module declares and nothing has called, one thing at a time, each as if the module had just been loaded:
 * nobody knows what is called before what.
 */
export function supposeRest(
  start: (run: ModuleRun) => Machine,
  module: ModuleRun,
  inert: InertCode,
  usedBy: (run: ModuleRun) => readonly ModuleRun[],
): ModuleRun {
  const first = attempt(start, module, inert, NOTHING_CHANGES);
  const called = new Set([...module.called, ...first.run.called]);
  const own = [...first.run.copies.keys()].filter((thing) => isCell(thing) || isCollection(thing));
  const others = usedBy(first.run);
  const changed = new Set([...own, ...changedElsewhere([module, ...others], called)]);
  const changedMembers = [...first.run.members].filter(([key, cell]) => module.members.get(key)?.value !== cell.value).map(([key]) => key);
  if (changed.size === 0 && changedMembers.length === 0 && first.changedFields.size === 0) return first.run;
  // What one of these functions changes, the others may find changed.
  const places = placesOf([module, ...others], changed);
  const { run } = attempt(start, module, inert, { things: changed, places, members: new Set(changedMembers), fields: first.changedFields });
  takeEffects(first.run, run);
  return run;
}

/** What some of these functions change, so that the others may find it changed. */
interface Changing {
  things: ReadonlySet<object>;
  /** Where those of them are declared that are variables of a module or static members. */
  places: ReturnType<typeof placesOf>;
  members: ReadonlySet<string>;
  fields: ChangedFields;
}

/** The fields of classes that nobody constructs which methods change. */
type ChangedFields = Map<ClassFact, Set<string>>;

const NOTHING_CHANGES: Changing = { things: new Set(), places: new Map(), members: new Set(), fields: new Map() };

/** Notes which fields of an instance a method has changed. */
function noteFields(instance: ObjectAtom, before: ReadonlyMap<string, Value | undefined>, changed: ChangedFields): void {
  const names = [...instance.properties].flatMap(([name, { value }]) => (before.get(name) === value ? [] : [name]));
  if (!instance.class || names.length === 0) return;
  changed.set(instance.class.fact, new Set([...(changed.get(instance.class.fact) ?? []), ...names]));
}

/** Fields that one of the methods changes may be other than the constructor has left them, and are where that method is called first. */
function blurFields(machine: Machine, self: ObjectAtom, changing: ChangedFields): void {
  const { class: of, properties } = self;
  for (const name of (of && changing.get(of.fact)) ?? []) {
    const written = of && knownWrite(machine, { module: of.module, kind: "member", name, self });
    const before = properties.get(name)?.value;
    properties.set(name, machine.cell(written && before ? mayHaveBeenWritten(machine, before, written) : machine.fresh()));
  }
}

const isCell = (thing: object): thing is Cell => "birth" in thing && "value" in thing;

const isCollection = (thing: object): thing is ArrayAtom | MapAtom => "kind" in thing && (thing.kind === "array" || thing.kind === "map");

/** One that no class makes. */
const isPlainObject = (thing: object): thing is ObjectAtom =>
  "kind" in thing && thing.kind === "object" && !("class" in thing && thing.class);

/** A collection of which nothing is known but that it is one. */
const emptied = (thing: ArrayAtom | MapAtom, home: ModuleRun): ArrayAtom | MapAtom =>
  thing.kind === "array" ? { ...thing, items: [], open: true, home } : { ...thing, entries: [], open: true, home };

function attempt(
  start: (run: ModuleRun) => Machine,
  module: ModuleRun,
  inert: InertCode,
  { things: changing, places, members: changingMembers, fields: changingFields }: Changing,
): { run: ModuleRun; changedFields: ChangedFields } {
  const run = new ModuleRun(module.file, module.facts);
  const machine = start(run);
  const base = new Map(module.copies);
  const members = new Map(module.members);
  const writtenMembers = new Map<string, Cell>();
  const changedFields: ChangedFields = new Map();
  run.changing = changing;
  run.isTest = module.isTest;
  for (const specifier of module.mocked) run.mocked.add(specifier);
  for (const key of changingMembers) members.set(key, { value: machine.fresh(), birth: ALWAYS, home: run });
  const written = new Map<object, object>();
  for (const thing of changing) {
    if (isCollection(thing)) base.set(thing, emptied(thing, run));
    if (isPlainObject(thing)) base.set(thing, { ...thing, properties: new Map(), open: true, home: run });
    if (!isCell(thing)) continue;
    const place = places.get(thing);
    let written: KnownWrite | undefined;
    machine.limited(STEPS_PER_SUPPOSITION, () => {
      written = place && knownWrite(machine, place);
    });
    const value =
      thing.value && mayHaveBeenWritten(machine, thing.value, written ?? { value: machine.fresh(), isDone: machine.guards.fresh() });
    base.set(thing, { ...thing, value, home: run });
  }
  const isolate = (suppositions: Supposition, birth: number, act: () => void): void => {
    run.copies.clear();
    // What this run owns it changes in place: each function gets it as it was.
    for (const [thing, copy] of base) run.copies.set(thing, changing.has(thing) ? { ...copy } : copy);
    run.members = new Map([...members].map(([key, cell]) => [key, { ...cell, home: run }]));
    Object.assign(machine, {
      suppositions,
      paths: birth,
      frame: undefined,
      activations: [],
      recording: undefined,
      accessed: undefined,
      module,
      jumps: [],
      returned: [],
      writes: [],
      scheduled: new Set(),
      rejected: NEVER,
      asksOutside: false,
      recursions: new Map(),
      unsettled: [],
      pending: undefined,
      dropped: undefined,
      inArguments: undefined,
      awaited: undefined,
      promises: 0,
      isFailureExpected: false,
      isCaught: false,
      isAwaited: false,
      isResultAwaited: false,
      role: undefined,
      thrown: NEVER,
    });
    machine.limited(STEPS_PER_SUPPOSITION, act);
    forgetExpected(machine);
    noteEffects(run);
    for (const [thing, copy] of run.copies) if (!base.has(thing) || base.get(thing) !== copy) written.set(thing, copy);
    for (const [key, cell] of run.members) if (members.get(key)?.value !== cell.value) writtenMembers.set(key, cell);
  };
  /** What was made of the classes that nobody constructs. */
  const constructed = new Map<ObjectAtom, ClassAtom>();
  const times = new Map<FunctionFact | ClassFact, number>();
  const isWorthwhile = (fact: FunctionFact | ClassFact, suppositions: Supposition): boolean => {
    const before = times.get(fact) ?? 0;
    times.set(fact, before + 1);
    const isKnown = module.called.has(fact) || run.called.has(fact) || suppositions.includes(fact);
    return !isKnown && before < TIMES_LIMIT && suppositions.length < NESTING_LIMIT;
  };
  /** Nobody calls what a module declares before all of it has been executed, but the module itself. */
  const afterLoading = (birth: Guard): Guard => {
    const both = machine.guards.and(birth, module.completed);
    return both === NEVER ? birth : both;
  };
  const closures = [...module.closures];
  const classes = [...module.classes];
  const instances = [...module.instances];
  for (let more = true; more; ) {
    const closure = closures.shift() ?? run.closures.shift();
    const made = closure ? undefined : (classes.shift() ?? run.classes.shift());
    const instance = closure || made ? undefined : (instances.shift() ?? run.instances.shift());
    more = (closure ?? made ?? instance) !== undefined;
    if (closure && !inert.isInertFunction(closure.atom) && isWorthwhile(closure.atom.fact, closure.suppositions)) {
      const { self } = closure.atom;
      const of = self?.kind === "object" ? constructed.get(self) : undefined;
      isolate([...closure.suppositions, closure.atom.fact], afterLoading(closure.atom.birth), () => {
        const instance = of && constructAgain(machine, of);
        if (instance) blurFields(machine, instance, changingFields);
        const { fact } = closure.atom;
        const isTask = module.taskBodies.has(fact) || run.taskBodies.has(fact);
        if (isTask) machine.role = { kind: "task", name: module.taskBodies.get(fact) ?? run.taskBodies.get(fact) };
        const before = new Map([...(instance?.properties ?? [])].map(([name, { value }]) => [name, value]));
        machine.suppose(instance ? { ...closure.atom, self: instance } : closure.atom);
        if (instance) noteFields(instance, before, changedFields);
      });
    } else if (made && isConstructible(made.atom) && !inert.isInertClass(made.atom) && isWorthwhile(made.atom.fact, made.suppositions)) {
      isolate([...made.suppositions, made.atom.fact], module.completed, () => {
        const instance = instanceIn(construct(machine, made.atom));
        if (instance) constructed.set(instance, made.atom);
      });
    } else if (instance) closures.push(...methodsOf(machine, instance.atom).map((atom) => ({ atom, suppositions: instance.suppositions })));
  }
  run.copies.clear();
  for (const [thing, copy] of written) run.copies.set(thing, copy);
  run.members = writtenMembers;
  return { run, changedFields };
}

/** A class that extends a resource's may be there for its type: that somebody makes one, against the rules, is not supposed. */
function isConstructible(atom: ClassAtom): boolean {
  const root = ancestry(atom).at(-1)?.parent;
  return root?.kind !== "glacier" || !isResourceClass(root.name);
}

function construct(machine: Machine, atom: ClassAtom): Value {
  const maker = atom.fact.members.find((member) => member.kind === "constructor");
  const given = maker?.function.parameters.map(() => machine.fresh()) ?? [];
  return instantiate(machine, atom, given, { file: atom.module.file, node: atom.fact.node });
}

/** A new instance, so that no method finds what another has done to it. What comes of the constructor has been seen the first time. */
function constructAgain(machine: Machine, atom: ClassAtom): ObjectAtom | undefined {
  const { instances, closures, classes, observations } = machine.run;
  return instanceIn(withoutMore([instances, closures, classes, observations], () => construct(machine, atom)));
}

/** The instance of the source's own class that a value is. */
const instanceIn = (value: Value): ObjectAtom | undefined =>
  value.kind === "object" ? value : value.kind === "provider" ? value.own : undefined;

/** What of an instance can be called, accessors too. */
function methodsOf(machine: Machine, instance: ObjectAtom): FunctionAtom[] {
  if (!instance.class) return [];
  // What is overridden is reached through `super` at most.
  const overridden = new Set<unknown>();
  return ancestry(instance.class).flatMap((owner) => {
    const own = owner.fact.members.flatMap((member) =>
      (member.kind === "method" || member.kind === "getter" || member.kind === "setter") && !member.static && !overridden.has(member.key)
        ? [member]
        : [],
    );
    for (const { key } of own) overridden.add(key);
    return own.map((member) => machine.makeFunction(member.function, owner.environment, instance, owner));
  });
}

const STEPS_PER_SUPPOSITION = 5_000;
const TIMES_LIMIT = 4;
const NESTING_LIMIT = 4;
