import { cloudOfProviderConfig, type ResourceKind } from "@glacier/core/clouds";
import { readingOperations, writingOperations } from "@glacier/core/graph";
import { type ClassMember, ITEMS, type MemberType, type Site } from "../facts/facts.ts";
import { classesAsked } from "./asked-configs.ts";
import { ALWAYS } from "./guards.ts";
import type { Machine } from "./machine.ts";
import { ancestry, readFrom } from "./operators.ts";
import { constantOf } from "./pure.ts";
import {
  type ArrayAtom,
  type Atom,
  atomsOf,
  type BuiltinAtom,
  type ClassAtom,
  type ConfigAtom,
  type FunctionAtom,
  type GlacierAtom,
  type LiteralAtom,
  literal,
  type MapAtom,
  type ObjectAtom,
  type ProviderAtom,
  UNDEFINED,
  type UnknownAtom,
  type Value,
} from "./values.ts";

/** `object.name`. */
export function property(machine: Machine, object: Value, name: string): Value {
  return machine.over(object, (atom) => propertyOf(machine, atom, name));
}

function propertyOf(machine: Machine, atom: Atom, name: string): Value {
  return (keepsMembers(atom) ? undefined : machine.writtenMember(atom, name)) ?? originalProperty(machine, atom, name);
}

/** Whether a thing's members are kept in the thing itself, or cannot be written. */
const keepsMembers = ({ kind }: Atom): boolean => kind === "object" || kind === "array" || kind === "class" || kind === "literal";

/** A member as it is while nothing has been written to it. */
function originalProperty(machine: Machine, atom: Atom, name: string): Value {
  switch (atom.kind) {
    case "object":
      return propertyOfObject(machine, atom, name);
    case "array":
      return propertyOfArray(machine, atom, name);
    case "map":
      if (name === "size") return sizeOfMap(machine, atom);
      return MAP_METHODS.has(name) ? builtin(name, atom) : machine.unknown(`${machine.keyOf(atom)}.${name}`);
    case "function":
      if (name === "name") return literal(atom.fact.name ?? atom.inferredName ?? "");
      return FUNCTION_METHODS.has(name) ? builtin(name, atom) : machine.unknown(`${machine.keyOf(atom)}.${name}`);
    case "builtin":
      return propertyOfBuiltin(atom, name);
    case "literal":
      return propertyOfLiteral(machine, atom, name);
    case "class":
      return propertyOfClass(machine, atom, name);
    case "namespace":
      machine.run.uses.add(atom.file);
      return machine.program.exported(machine, atom.file, name) ?? machine.fresh();
    case "glacier":
      if (atom.name === "*") return name === "default" ? atom : { kind: "glacier", name };
      return { kind: "glacier", name: `${atom.name}.${name}` };
    case "provider":
      return propertyOfProvider(machine, atom, name);
    case "config":
      return propertyOfConfig(machine, atom, name);
    case "resource":
      if (name === "provider") return atom.provider;
      if (name === "config") return machine.unknown(`${machine.keyOf(atom)}.config`);
      return RESOURCE_METHODS.has(name) ? builtin(name, atom) : machine.unknown(`${machine.keyOf(atom)}.${name}`);
    case "task":
    case "pipeline":
      if (name === "name") return literal(atom.name);
      return name === "run" || name === "graph" || FUNCTION_METHODS.has(name)
        ? builtin(name, atom)
        : machine.unknown(`${machine.keyOf(atom)}.${name}`);
    case "unknown":
      return propertyOfUnknown(machine, atom, name);
    case "handle":
      return machine.unknown(`${machine.keyOf(atom)}.${name}`);
  }
}

const builtin = (name: string, self: Atom): BuiltinAtom => ({ kind: "builtin", name, self });

/** Known where all entries are, and no two keys can be the same. */
function sizeOfMap(machine: Machine, atom: MapAtom): Value {
  const { entries, open } = machine.seen(atom);
  const areApart = entries.every(
    ({ key, present }) => key.kind !== "unknown" && key.kind !== "choice" && machine.guards.implies(machine.paths, present),
  );
  return areApart && !open && !machine.mayHoldMore(atom) ? literal(entries.length) : machine.unknown(`${machine.keyOf(atom)}.size`);
}

function propertyOfBuiltin(atom: BuiltinAtom, name: string): Value {
  const constant = atom.self ? undefined : constantOf(`${atom.name}.${name}`);
  return constant === undefined ? builtin(name, atom) : literal(constant);
}

function propertyOfLiteral(machine: Machine, atom: LiteralAtom, name: string): Value {
  const { value } = atom;
  if (value === null || value === undefined) return machine.fresh();
  if (typeof value !== "string") return builtin(name, atom);
  if (name === "length") return readFrom(literal(value.length), atom);
  return /^\d+$/.test(name) ? readFrom(literal(value[Number(name)]), atom) : builtin(name, atom);
}

function propertyOfObject(machine: Machine, atom: ObjectAtom, name: string): Value {
  const { properties, getters, open } = machine.seen(atom);
  const cell = properties.get(name);
  if (cell) return machine.readMember(cell, name, atom);
  // In the place of what was not written to lies what is inherited, until something is.
  if (machine.isUnsettled(name, atom)) return machine.fresh();
  const getter = getters?.get(name);
  if (getter) return machine.call(getter, [], getter.module === machine.module ? machine.site(getter.fact.node) : atom.origin.site, atom);
  const inherited = atom.class && memberOfClass(machine, atom.class, name, atom);
  if (inherited) return inherited;
  if (atom.base) return property(machine, atom.base, name);
  if (atom.spread) return property(machine, atom.spread, name);
  if (open || OBJECT_METHODS.has(name) || machine.mayHoldMore(atom)) return machine.unknown(`${machine.keyOf(atom)}.${name}`);
  return UNDEFINED;
}

const OBJECT_METHODS = new Set(["toString", "hasOwnProperty", "valueOf", "toJSON", "constructor", "then"]);

/** A method or getter of an instance's class, or of the classes it extends. */
export function memberOfClass(machine: Machine, start: ClassAtom, name: string, self: Value): Value | undefined {
  for (const owner of ancestry(start)) {
    let mayBeComputed = false;
    for (const member of owner.fact.members) {
      if ((member.kind !== "method" && member.kind !== "getter") || member.static) continue;
      const key = typeof member.key === "string" ? member.key : keyName(machine.evaluate(member.key, owner.environment));
      mayBeComputed ||= key === undefined;
      if (key !== name) continue;
      const written = machine.writtenMember(prototypeOf(machine, owner), name);
      if (written || member.isDecorated) return written ?? machine.fresh();
      const method = machine.makeFunction(member.function, owner.environment, self, owner);
      method.inferredName = name;
      return member.kind === "method" ? method : machine.call(method, [], { file: owner.module.file, node: member.function.node }, self);
    }
    if (mayBeComputed) return machine.fresh();
  }
  return undefined;
}

/** What `Class.prototype` is read as. */
const prototypeOf = (machine: Machine, atom: ClassAtom): UnknownAtom => machine.unknown(`${machine.keyOf(atom)}.prototype`);

function propertyOfClass(machine: Machine, atom: ClassAtom, name: string): Value {
  for (const owner of ancestry(atom)) {
    const statics = machine.seen(owner.statics);
    const cell = statics.properties.get(name);
    if (cell) return machine.readMember(cell, name, owner);
    const getter = statics.getters?.get(name);
    if (getter) return machine.call(getter, [], owner.statics.origin.site, atom);
  }
  const last = ancestry(atom).at(-1);
  if (last?.parent) return property(machine, last.parent, name);
  return name === "name" ? literal(atom.fact.name) : machine.unknown(`${machine.keyOf(atom)}.${name}`);
}

function propertyOfArray(machine: Machine, atom: ArrayAtom, name: string): Value {
  if (/^\d+$/.test(name)) return elementOf(machine, atom, Number(name));
  const { items, open } = machine.seen(atom);
  if (name !== "length") return builtin(name, atom);
  const isCertain = !open && !machine.mayHoldMore(atom) && items.every(({ present }) => machine.guards.implies(machine.paths, present));
  return isCertain ? literal(items.length) : machine.unknown(`${machine.keyOf(atom)}.length`);
}

function elementOf(machine: Machine, atom: ArrayAtom, index: number): Value {
  const { items, open } = machine.seen(atom);
  const upTo = items.slice(0, index + 1);
  // What is not listed may stand before what is.
  const isCertain = !open && upTo.every(({ present }) => machine.guards.implies(machine.paths, present));
  if (!isCertain) return machine.unknown(`${machine.keyOf(atom)}[${index}]`);
  const item = items[index];
  if (!item && machine.mayHoldMore(atom)) return machine.unknown(`${machine.keyOf(atom)}[${index}]`);
  return item ? machine.restrict(item.value) : UNDEFINED;
}

/** `value[index]` as a pattern takes a list apart. */
export function elementAt(machine: Machine, value: Value, index: number): Value {
  return machine.over(value, (atom) => {
    if (atom.kind === "array") return elementOf(machine, atom, index);
    return machine.unknown(`${machine.keyOf(atom)}[${index}]`);
  });
}

/** `object[index]`. A key that is not known gives what is not known, unless the path says what the key is. */
export function indexed(machine: Machine, object: Value, index: Value): Value {
  return machine.over(object, (atom) =>
    machine.over(index, (key) => {
      if (key.kind === "literal") {
        const found = propertyOf(machine, atom, String(key.value));
        return found.kind === "literal" ? readFrom(found, found, key) : found;
      }
      const symbol = keyName(key);
      if (symbol !== undefined) return propertyOf(machine, atom, symbol);
      if (key.kind !== "unknown") return machine.fresh();
      const known = machine.conditions.known(key.key, machine.paths);
      if (known.length === 0) return machine.unknown(`${machine.keyOf(atom)}[${key.key}]`);
      return machine.restrict(machine.join(known.map(({ value, guard }) => ({ guard, value: propertyOf(machine, atom, String(value)) }))));
    }),
  );
}

/** The name that a key comes to, or undefined. One of the language's symbols has the name that it has as a written key. */
export function keyName(value: Value): string | undefined {
  if (value.kind === "unknown" && value.isSymbol) return `[${value.key}]`;
  if (value.kind === "builtin" && value.self?.kind === "builtin" && value.self.name === "Symbol") return `[Symbol.${value.name}]`;
  return value.kind === "literal" ? String(value.value) : undefined;
}

/** Symbols are no keys that an object lists. */
export const isSymbolName = (name: string): boolean => name.startsWith("[Symbol");

/** What `Provider.prototype` is read as. */
const PROVIDER_PROTOTYPE: GlacierAtom = { kind: "glacier", name: "Provider.prototype" };

function propertyOfProvider(machine: Machine, atom: ProviderAtom, name: string): Value {
  const inherited = ownMember(machine, atom, name) ?? machine.writtenMember(PROVIDER_PROTOTYPE, name);
  if (inherited) return inherited;
  if (name === "config") return machine.restrict(atom.config);
  if (name === "name") return atom.name ?? machine.unknown(`${atom.key}.name`);
  if (name === "cloud") return machine.over(machine.restrict(atom.config), (config) => cloudOfConfig(machine, atom, config));
  const isMethod = FACTORIES.has(name) || name in LEGACY_FACTORIES || FUNCTION_METHODS.has(name);
  return isMethod ? builtin(name, atom) : machine.unknown(`${atom.key}.${name}`);
}

/** What a provider has of a class of the source. */
function ownMember(machine: Machine, atom: ProviderAtom, name: string): Value | undefined {
  if (!atom.own?.class) return undefined;
  const cell = machine.seen(atom.own).properties.get(name);
  if (cell) return machine.readMember(cell, name, atom.own);
  if (machine.isUnsettled(name, atom.own)) return machine.fresh();
  return memberOfClass(machine, atom.own.class, name, atom);
}

/** Whether a class of the source has a member of that name, or one whose name is computed. */
function hasOwnMember(machine: Machine, { own }: ProviderAtom, name: string): boolean {
  if (!own?.class) return false;
  const isNamed = (member: ClassMember): boolean =>
    "key" in member && !member.static && (typeof member.key !== "string" || member.key === name);
  return machine.seen(own).properties.has(name) || ancestry(own.class).some(({ fact }) => fact.members.some(isNamed));
}

/** A field that is given; one that is not has a default, which only a run knows. */
function propertyOfConfig(machine: Machine, atom: ConfigAtom, name: string): Value {
  if (name === "configClass") return literal(atom.className);
  const cell = atom.options.kind === "object" ? machine.seen(atom.options).properties.get(name) : undefined;
  return cell ? machine.read(cell) : machine.unknown(`${atom.key}.${name}`);
}

function cloudOfConfig(machine: Machine, provider: ProviderAtom, config: Atom): Value {
  if (provider.legacyCloud) return { ...literal(provider.legacyCloud), about: provider.key };
  const cloud = config.kind === "config" ? cloudOfProviderConfig(config.className) : undefined;
  if (cloud) return { ...literal(cloud.id), about: provider.key };
  const asked = classesAsked(machine, config, ALWAYS);
  if (asked.length > 0)
    return machine.restrict(
      machine.join(
        asked.map(({ className, guard }) => {
          const own = className && cloudOfProviderConfig(className);
          return { guard, value: own ? { ...literal(own.id), about: provider.key } : machine.fresh() };
        }),
      ),
    );
  // A config from outside has the key of what it was read from; see `instanceOf`.
  const owner = config.kind === "unknown" && config.key.endsWith(".config") ? config.key.slice(0, -".config".length) : provider.key;
  return machine.unknown(`${owner}.cloud`);
}

function propertyOfUnknown(machine: Machine, atom: UnknownAtom, name: string): Value {
  if (atom.pattern && (name === "test" || name === "exec")) return builtin(name, atom);
  const value: UnknownAtom = {
    ...machine.unknown(`${atom.key}.${name}`),
    ...(atom.written && { method: { receiver: atom.written, name } }),
  };
  if (atom.expected && GOES_ON.test(name))
    return { ...value, expected: atom.expected, isDenied: (name === "not") !== (atom.isDenied ?? false) };
  if (ENVIRONMENTS.has(atom.key)) return { ...value, variable: name };
  const type = typeOfMember(atom, name);
  if (type) return { ...value, ...type };
  const item = typeOfMember(atom, ITEMS)?.type;
  if (item !== undefined) return /^\d+$/.test(name) ? { ...value, type: item } : PASSING.test(name) ? { ...value, passes: item } : value;
  return atom.type === "Bucket" && name === "provider" ? { ...value, type: "Provider" } : value;
}

/** What stands between `expect(…)` and what is expected, or is that: `not`, `resolves`, `to.be`, `toBe`. */
const GOES_ON =
  /^(?:to(?:[A-Z]\w*)?|not|resolves|eventually|be|been|is|have|has|deep|instanceOf|instanceof|equal|equals|eql|match|include|contain|ok)$/;

/** The class that an unknown value's written type names for a member of it. */
export const typeOfMember = ({ typesOf }: UnknownAtom, name: string): MemberType | undefined =>
  typesOf && Object.hasOwn(typesOf, name) ? typesOf[name] : undefined;

/** The methods of a list that call a function with its items. */
const PASSING = /^(?:forEach|map|flatMap|filter|find|findLast|some|every)$/;

const FUNCTION_METHODS = new Set(["bind", "call", "apply"]);
const MAP_METHODS = new Set(["get", "set", "add", "has", "delete", "clear", "forEach", "values", "keys", "entries"]);
const RESOURCE_METHODS: ReadonlySet<string> = new Set<string>([
  ...readingOperations,
  ...writingOperations,
  "getUri",
  "invoke",
  "deploy",
  "submitJob",
]);

/** The methods of a provider that make a resource. */
export const FACTORIES: ReadonlySet<string> = new Set<ResourceKind>([
  "bucket",
  "serverless",
  "databricks",
  "glue",
  "emr",
  "dataproc",
  "synapse",
  "spark",
]);

/** A factory's name in V2, which `v2-api` reports, and what it makes. */
export const LEGACY_FACTORIES: Readonly<Record<string, ResourceKind>> = { bucketSource: "bucket" };

/** `object.name = value`. */
export function setProperty(machine: Machine, object: Value, name: string, value: Value): void {
  machine.over(object, (atom) => {
    if (atom.kind === "provider" && atom.own) setProperty(machine, atom.own, name, value);
    else if (atom.kind === "object") {
      if (!callSetter(machine, setterOf(machine, atom, name), atom, value)) setOwn(machine, atom, name, value);
    } else if (atom.kind === "class") {
      const setter = ancestry(atom).flatMap((owner) => machine.seen(owner.statics).setters?.get(name) ?? [])[0];
      if (!callSetter(machine, setter, atom, value)) setOwn(machine, atom.statics, name, value);
    } else if (atom.kind === "array") {
      const own = machine.owned(atom);
      own.items = [];
      own.open = true;
    } else if (atom.kind === "unknown" && ENVIRONMENTS.has(`${atom.key}.${name}`)) {
      replaceEnvironment(machine, { kind: "unknown", key: `${atom.key}.${name}` }, value);
    } else if (!keepsMembers(atom)) {
      // Others hold what the source does not show, and may write to it too; the environment is the program's own.
      const isKept = atom.kind !== "unknown" || ENVIRONMENTS.has(atom.key);
      machine.writeMember(atom, name, isKept ? value : machine.fresh(), () => originalProperty(machine, atom, name));
    }
    return UNDEFINED;
  });
}

/** `process.env = { ...saved, NAME: "value" }`: its variables are the environment's, which has of all others what it had at first. */
function replaceEnvironment(machine: Machine, environment: UnknownAtom, value: Value): void {
  machine.over(value, (atom) => {
    const given = atom.kind === "object" ? machine.seen(atom) : undefined;
    const start = `${environment.key}.`;
    for (const key of [...machine.run.members.keys()]) {
      const name = key.slice(start.length);
      if (!key.startsWith(start) || given?.properties.has(name)) continue;
      setProperty(machine, environment, name, given?.open === false ? UNDEFINED : originalProperty(machine, environment, name));
    }
    for (const [name, cell] of given?.properties ?? []) setProperty(machine, environment, name, machine.read(cell));
    return UNDEFINED;
  });
}

/** What an object's own setter or its class's does is done in the place of the write. */
function callSetter(machine: Machine, setter: FunctionAtom | undefined, self: Value, value: Value): boolean {
  if (setter) machine.call(setter, [value], { file: setter.module.file, node: setter.fact.node }, self);
  return setter !== undefined;
}

function setterOf(machine: Machine, atom: ObjectAtom, name: string): FunctionAtom | undefined {
  const { properties, setters } = machine.seen(atom);
  if (properties.has(name)) return undefined;
  const own = setters?.get(name);
  if (own || !atom.class) return own;
  for (const owner of ancestry(atom.class)) {
    for (const member of owner.fact.members)
      if (member.kind === "setter" && !member.static && !member.isDecorated && member.key === name)
        return machine.makeFunction(member.function, owner.environment, atom, owner);
  }
  return undefined;
}

/** Adds a getter or a setter to an object under construction. */
export function addAccessor(object: ObjectAtom, kind: "getter" | "setter", name: string, accessor: FunctionAtom): void {
  const property = kind === "getter" ? "getters" : "setters";
  object.properties.delete(name);
  object[property] ??= new Map();
  object[property].set(name, accessor);
}

/** Whether a method may be another than Glacier's own: what a test puts in its place, say. */
export const isReplaced = (machine: Machine, object: Value, name: string): boolean =>
  atomsOf(object).some(
    (atom) =>
      (!keepsMembers(atom) && machine.writtenMember(atom, name) !== undefined) ||
      (atom.kind === "provider" && (machine.writtenMember(PROVIDER_PROTOTYPE, name) !== undefined || hasOwnMember(machine, atom, name))),
  );

/** Where environment variables are read from. */
export const ENVIRONMENTS: ReadonlySet<string> = new Set(["process.env", "import.meta.env"]);

/** After a write to a member whose name is not known. */
export function forgetMembers(machine: Machine, object: Value): void {
  machine.over(object, (atom) => {
    if (!keepsMembers(atom)) machine.writeMember(atom, "*", machine.fresh(), () => machine.fresh());
    return UNDEFINED;
  });
}

function setOwn(machine: Machine, atom: ObjectAtom, name: string, value: Value): void {
  const own = machine.owned(atom);
  const cell = own.properties.get(name);
  if (cell) {
    machine.write(cell, value);
    return;
  }
  // Where the property is new on some paths only, it is not there on the others.
  const created = { value: own.open ? machine.fresh() : UNDEFINED, birth: 1, home: machine.run };
  own.properties.set(name, created);
  machine.write(created, value);
}

export function makeObject(machine: Machine, site: Site, open = false): ObjectAtom {
  const made: ObjectAtom = {
    kind: "object",
    home: machine.run,
    origin: machine.origin(site),
    properties: new Map(),
    open,
    places: new Map(),
  };
  return made;
}
