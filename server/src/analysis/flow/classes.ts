import { isConfigClassName } from "@glacier/core/config";
import type { ClassFact, ClassMember, Site } from "../facts/facts.ts";
import { constructGlacier, isProviderClass, makeConfig, observeDirect } from "./glacier.ts";
import type { Machine } from "./machine.ts";
import { addAccessor, FACTORIES, keyName, makeObject, memberOfClass } from "./members.ts";
import { named } from "./named.ts";
import { ancestry } from "./operators.ts";
import { atomsOf, type ClassAtom, Environment, type ObjectAtom, UNDEFINED, type Value } from "./values.ts";

/** Evaluates a class: what it extends, its static members, its static blocks, and what its decorators put in its place. */
export function makeClass(machine: Machine, fact: ClassFact, environment: Environment): Value {
  const parent = fact.extends && machine.evaluate(fact.extends, environment);
  const inside = new Environment(environment);
  const statics = makeObject(machine, machine.site(fact.node));
  const made: ClassAtom = { kind: "class", fact, module: machine.module, environment: inside, statics, ...(parent && { parent }) };
  if (fact.name) machine.declare(inside, fact.name, made);
  const own = new Environment(inside);
  machine.declare(own, "this", made);
  for (const member of fact.members) {
    if (member.kind === "static-block") machine.executeAll(member.body, new Environment(own));
    else if (member.kind !== "constructor" && member.static && typeof member.key === "string") {
      if (member.kind === "field") {
        const value = member.value ? named(machine.evaluate(member.value, own), member.value, member.key) : UNDEFINED;
        statics.properties.set(member.key, machine.cell(value));
      } else if (member.isDecorated) statics.properties.set(member.key, machine.cell(machine.fresh()));
      else {
        const method = machine.makeFunction(member.function, inside, made);
        if (member.kind === "method") statics.properties.set(member.key, machine.cell(method));
        else addAccessor(statics, member.kind, member.key, method);
      }
    }
  }
  const { value, mayBeItself } = decorate(machine, made, environment);
  // Nobody constructs an abstract class but through those that extend it.
  if (mayBeItself && !fact.isAbstract) machine.run.classes.push({ atom: made, suppositions: machine.suppositions });
  if (fact.name && value !== made) machine.declare(inside, fact.name, value);
  return value;
}

/** What the decorators of a class give; one that lies outside of the workspace may give anything, though most give the class back. */
function decorate(machine: Machine, made: ClassAtom, environment: Environment): { value: Value; mayBeItself: boolean } {
  let value: Value = made;
  let mayBeItself = true;
  for (const expression of made.fact.decorators?.toReversed() ?? []) {
    const decorator = machine.evaluate(expression, environment);
    const decorated = value;
    const given = machine.call(decorator, [decorated, machine.fresh()], machine.site(expression.node));
    value = machine.over(given, (atom) => (atom.kind === "literal" ? decorated : atom));
    if (decorator.kind === "function") mayBeItself &&= atomsOf(value).includes(made);
  }
  return { value, mayBeItself };
}

/** `new` of a class of the workspace. */
export function instantiate(machine: Machine, atom: ClassAtom, given: readonly Value[], site: Site): Value {
  const root = ancestry(atom).at(-1)?.parent;
  if (root?.kind === "glacier") return instantiateGlacier(machine, atom, root.name, given, site);
  const instance = makeObject(machine, site, root !== undefined);
  instance.class = atom;
  machine.run.instances.push({ atom: instance, suppositions: machine.suppositions });
  const returned = initialise(machine, atom, instance, given, site);
  // A constructor that gives back an object makes that one.
  return machine.over(returned, (other) => (other.kind === "literal" ? instance : other));
}

/** A class that extends one of Glacier's is that one, with arguments that its own constructor chooses. */
function instantiateGlacier(machine: Machine, atom: ClassAtom, name: string, given: readonly Value[], site: Site): Value {
  // Its own `bucket` may do anything.
  if (isProviderClass(name) && ancestry(atom).some(({ fact }) => fact.members.some(isOfProvider))) return machine.fresh();
  const instance = makeObject(machine, site, true);
  instance.class = atom;
  const hasConstructor = ancestry(atom).some(({ fact }) => fact.members.some((member) => member.kind === "constructor"));
  if (hasConstructor) initialise(machine, atom, instance, given, site);
  else {
    setBase(instance, constructGlacier(machine, name, given, site, { isDerived: true }));
    for (const owner of ancestry(atom).reverse()) initialiseFields(machine, owner, instance);
  }
  if (instance.base?.kind === "provider") machine.run.instances.push({ atom: instance, suppositions: machine.suppositions });
  if (instance.base) return machine.restrict(instance.base);
  if (isConfigClassName(name)) return makeConfig(machine, name, machine.fresh(), site);
  observeDirect(machine, name, given, site, true);
  return { ...machine.fresh(), type: name };
}

/** What Glacier's class makes of an instance knows what the source's own class adds. */
function setBase(instance: ObjectAtom, base: Value): void {
  instance.base = base;
  if (base.kind === "provider") base.own = instance;
}

/** A member that takes the place of one that says what a provider is or makes. */
const isOfProvider = (member: ClassMember): boolean =>
  "key" in member && !member.static && (typeof member.key !== "string" || member.key === "cloud" || FACTORIES.has(member.key));

/** Gives what the constructor gives back. */
function initialise(machine: Machine, atom: ClassAtom, instance: ObjectAtom, given: readonly Value[], site: Site): Value {
  const maker = atom.fact.members.find((member) => member.kind === "constructor");
  if (!maker) {
    if (atom.parent?.kind === "class") initialise(machine, atom.parent, instance, given, site);
    initialiseFields(machine, atom, instance);
    return UNDEFINED;
  }
  if (!atom.parent) initialiseFields(machine, atom, instance);
  const body = machine.makeFunction(maker.function, atom.environment, instance, atom);
  if (atom.fact.name) body.inferredName = atom.fact.name;
  return machine.callFunction(body, given, site, instance);
}

function initialiseFields(machine: Machine, atom: ClassAtom, instance: ObjectAtom): void {
  const inside = new Environment(atom.environment);
  machine.declare(inside, "this", instance);
  const { module } = machine;
  machine.module = atom.module;
  for (const member of atom.fact.members) {
    if (member.kind !== "field" || member.static) continue;
    const name = typeof member.key === "string" ? member.key : keyName(machine.evaluate(member.key, inside));
    const value = member.value ? named(machine.evaluate(member.value, inside), member.value, name) : UNDEFINED;
    if (name !== undefined) instance.properties.set(name, machine.cell(value));
  }
  machine.module = module;
}

/** `super(…)`. */
export function callSuper(machine: Machine, given: readonly Value[], site: Site, environment: Environment): Value {
  const owner = environment.find("super")?.value;
  const self = environment.find("this")?.value;
  if (owner?.kind !== "class" || self?.kind !== "object") return machine.fresh();
  if (owner.parent?.kind === "class") initialise(machine, owner.parent, self, given, site);
  else if (owner.parent?.kind === "glacier")
    setBase(self, constructGlacier(machine, owner.parent.name, given, self.origin.site, { isDerived: true, superSite: site }));
  initialiseFields(machine, owner, self);
  return UNDEFINED;
}

/** `super.name`. */
export function superMember(machine: Machine, name: string, environment: Environment): Value {
  const owner = environment.find("super")?.value;
  const self = environment.find("this")?.value;
  if (owner?.kind !== "class" || owner.parent?.kind !== "class" || !self) return machine.fresh();
  return memberOfClass(machine, owner.parent, name, self) ?? machine.fresh();
}
