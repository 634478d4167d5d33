import { readingOperations, writingOperations } from "@glacier/core/graph";
import type { Site } from "../facts/facts.ts";
import { callArrayMethod } from "./array-methods.ts";
import { cloneOf } from "./clones.ts";
import { convert, convertToJson } from "./conversions.ts";
import { hasNothingToCopy } from "./copied-members.ts";
import { takeAway } from "./deletions.ts";
import { callFactory, factoryOf } from "./factories.ts";
import { importedModule } from "./imports.ts";
import { itemsOf, leaveOpen, makeArray, makeArrayFrom, makeArrayOf } from "./iteration.ts";
import { hideMember, listedNames, namesToCopy } from "./listed-members.ts";
import type { Machine } from "./machine.ts";
import { makePromise } from "./made-promises.ts";
import { callMapMethod, makeMap, makeSet } from "./maps.ts";
import { forgetMembers, makeObject } from "./members.ts";
import { truthOf } from "./operators.ts";
import { hasOwn, missingOn } from "./own-members.ts";
import { forget } from "./patterns.ts";
import { runPipeline } from "./pipelines.ts";
import { callPattern, callPlain, makePattern } from "./plain-calls.ts";
import {
  type ArrayAtom,
  type ArrayItem,
  type Atom,
  type BuiltinAtom,
  type FunctionAtom,
  literal,
  type ProviderAtom,
  UNDEFINED,
  type Value,
} from "./values.ts";

/** Calls something of the language itself, or a method of one of Glacier's things. */
export function callBuiltin(machine: Machine, atom: BuiltinAtom, last: readonly Value[], site: Site): Value {
  const { self, name, bound = [] } = atom;
  const given = [...bound, ...last];
  if (self?.kind === "builtin" && !self.self)
    return callStatic(machine, `${self.name}.${name}`, given, site) ?? callPlain(machine, atom, given, site);
  if (!self) return callGlobal(machine, name, given, site) ?? callPlain(machine, atom, given, site);
  switch (self.kind) {
    case "array": {
      const answer = callArrayMethod(machine, self, name, given, site) ?? machine.callUnknown(atom, given, site);
      // `next()` takes an item away, too.
      if (self.isOnce && !PASSES_ON.has(name)) leaveOpen(machine, self);
      return answer;
    }
    case "map":
      return callMapMethod(machine, self, name, given, site) ?? machine.callUnknown(atom, given, site);
    case "function":
      return callFunctionMethod(machine, self, name, given, site) ?? machine.callUnknown(atom, given, site);
    case "provider":
    case "builtin":
      if (name === "bind" || name === "call" || name === "apply") return callBound(machine, self, name, given, site);
      return self.kind === "provider" ? callProvider(machine, self, name, given, site) : machine.fresh();
    case "pipeline":
      return runPipeline(machine, self, name, given, site);
    case "resource":
      machine.accessed?.(self, name, given, site);
      machine.asksOutside = true;
      machine.observe({
        kind: "use",
        site,
        resource: self,
        method: name,
        frame: machine.frame,
        activations: machine.activations,
        asks: machine.run.asks,
        branches: machine.run.knownBranches,
      });
      return machine.unknown(`${contentOf(machine, self, name)}.${name}(${given.map((value) => machine.keyOf(value)).join(",")})`);
    case "literal":
      return callPlain(machine, atom, given, site);
    case "unknown":
      return callPattern(machine, self, atom, given, site);
    default:
      return machine.callUnknown(atom, given, site);
  }
}

/** Methods that give a generator itself. */
const PASSES_ON: ReadonlySet<string> = new Set(["values", "[Symbol.iterator]", "[Symbol.asyncIterator]"]);

/** What lies in a bucket says nothing of the provider; its addresses do. */
function contentOf(machine: Machine, self: Atom, method: string): string {
  return CONTENT.has(method) ? `read#${machine.identity(self)}` : machine.keyOf(self);
}

const CONTENT: ReadonlySet<string> = new Set<string>([...readingOperations.filter((it) => it !== "signedUrl"), ...writingOperations]);

function callProvider(machine: Machine, self: Atom, name: string, given: readonly Value[], site: Site): Value {
  const factory = factoryOf(name);
  return factory ? callFactory(machine, self, factory, given, undefined, site) : machine.fresh();
}

/** `provider.bucket.bind(provider, "raw")`, and the same with `call` and `apply`. */
function callBound(machine: Machine, self: ProviderAtom | BuiltinAtom, name: string, given: readonly Value[], site: Site): Value {
  const [receiver, ...rest] = given;
  const method = receiver ? methodOf(machine, self, receiver) : self;
  if (name === "bind")
    return machine.over(method, (atom) => (atom.kind === "builtin" ? { ...atom, bound: [...(atom.bound ?? []), ...rest] } : atom));
  if (name === "call") return machine.call(method, rest, site);
  const [list] = rest;
  return (list?.kind === "array" && callFunctionWith(machine, method, list, receiver, site)) || machine.fresh();
}

/** A method as what it is called on has it: a provider's is that of whichever provider it is given. */
function methodOf(machine: Machine, self: ProviderAtom | BuiltinAtom, receiver: Value): Value {
  if (self.kind !== "builtin" || self.self?.kind !== "provider") return self;
  const { name, bound } = self;
  return bound ? self : machine.property(receiver, name);
}

function callFunctionMethod(
  machine: Machine,
  self: Atom & { kind: "function" },
  name: string,
  given: readonly Value[],
  site: Site,
): Value | undefined {
  const [receiver, ...rest] = given;
  switch (name) {
    case "bind": {
      const bound: FunctionAtom = { ...self, ...(receiver && { self: receiver }), bound: [...(self.bound ?? []), ...rest] };
      machine.run.closures.push({ atom: bound, suppositions: machine.suppositions });
      return bound;
    }
    case "call":
      return machine.callFunction(self, rest, site, receiver);
    case "apply": {
      const list = rest[0];
      return machine.callFunction(
        self,
        list?.kind === "array" ? itemsOf(machine, list).items.map(({ value }) => value) : [],
        site,
        receiver,
      );
    }
    default:
      return undefined;
  }
}

function callGlobal(machine: Machine, name: string, given: readonly Value[], site: Site): Value | undefined {
  const [first] = given;
  switch (name) {
    case "structuredClone":
      return first && cloneOf(machine, first);
    case "Boolean":
      return first ? machine.boolean(truthOf(machine, first)) : literal(false);
    case "String":
    case "Number":
      if (first?.kind !== "object") return undefined;
      return callPlain(machine, { kind: "builtin", name }, [convert(machine, first, name === "String" ? "text" : "number")], site);
    case "Symbol": {
      const made = machine.fresh();
      return { ...made, key: `Symbol@${machine.identity(made)}`, isSymbol: true };
    }
    case "RegExp":
    case "new RegExp":
      return makePattern(machine, given);
    case "require":
      return first && importedModule(machine, first, "require");
    case "new Map":
    case "new WeakMap":
      return makeMap(machine, first);
    case "new Set":
      return makeSet(machine, first);
    case "Array":
    case "new Array":
      return makeArray(machine, [], true);
    case "new Promise":
      return makePromise(machine, first, site);
    default:
      return undefined;
  }
}

function callStatic(machine: Machine, name: string, given: readonly Value[], site: Site): Value | undefined {
  const [first = UNDEFINED, second] = given;
  switch (name) {
    case "Symbol.for":
      if (first.kind !== "literal") return undefined;
      return { kind: "unknown", key: `Symbol.for(${machine.keyOf(first)})`, isSymbol: true };
    case "Object.freeze":
    case "Object.seal":
    case "Promise.resolve":
    case "Promise.all":
    case "Promise.allSettled":
      return first;
    case "JSON.stringify":
      return machine.unknown(`${name}(${machine.questionKey(convertToJson(machine, first))})`);
    case "Object.assign": {
      for (const source of given.slice(1))
        machine.over(source, (atom) => {
          assignMembers(machine, first, atom);
          return UNDEFINED;
        });
      return first;
    }
    case "Reflect.set":
    case "Object.defineProperty": {
      const [, key, last] = given;
      // A getter, or a key that is not known: something is there afterwards, whatever it is.
      const value = name === "Reflect.set" ? last : last && valueOfDescriptor(machine, last);
      if (key?.kind === "literal" && typeof key.value === "string") {
        if (name === "Object.defineProperty" && last) hideMember(machine, first, key.value, last);
        machine.setProperty(first, key.value, value ?? machine.fresh());
      } else forgetAll(machine, first);
      return name === "Reflect.set" ? machine.fresh() : first;
    }
    case "Object.hasOwn":
      if (second?.kind !== "literal") return undefined;
      return machine.over(first, (atom) => {
        const known = hasOwn(machine, atom, String(second.value));
        return known !== undefined ? literal(known) : machine.unknown(`${name}(${machine.questionKey(atom)},${machine.keyOf(second)})`);
      });
    case "Reflect.deleteProperty":
      if (second?.kind !== "literal") return undefined;
      takeAway(machine, first, String(second.value));
      return machine.fresh();
    case "Reflect.apply": {
      const [, self, list] = given;
      return list?.kind === "array" ? callFunctionWith(machine, first, list, self, site) : undefined;
    }
    case "Object.setPrototypeOf":
    case "Object.defineProperties":
      forgetAll(machine, first);
      return first;
    case "Object.keys":
    case "Object.values":
    case "Object.entries":
      return machine.over(first, (atom) => entriesOf(machine, atom, name));
    case "Object.fromEntries":
      return machine.over(first, (atom) => fromEntries(machine, atom, site));
    case "Object.create":
      return makeObject(machine, site, true);
    case "Array.isArray":
      return machine.over(first, (atom) =>
        atom.kind === "unknown" ? machine.unknown(`isArray(${atom.key})`) : literal(atom.kind === "array"),
      );
    case "Array.of":
      return makeArray(machine, given);
    case "Array.from":
      return machine.over(first, (atom) => {
        const list = arrayLike(machine, atom);
        return second ? (callArrayMethod(machine, list, "map", [second], site) ?? machine.fresh()) : list;
      });
    default:
      return name.startsWith("console.") ? UNDEFINED : undefined;
  }
}

/** What `Array.from` makes an array of: things to go through, or `{ length: 3 }`. */
function arrayLike(machine: Machine, atom: Atom): ArrayAtom {
  const { properties, open: isMore } = atom.kind === "object" ? machine.seen(atom) : { properties: undefined, open: true };
  const cell = isMore ? undefined : properties?.get("length");
  const length = cell && machine.read(cell);
  if (length?.kind === "literal" && typeof length.value === "number" && length.value <= LENGTH_LIMIT && properties?.size === 1)
    return makeArray(machine, new Array<Value>(Math.max(0, Math.trunc(length.value))).fill(UNDEFINED));
  const { items, open } = itemsOf(machine, atom);
  return makeArrayOf(machine, items, open);
}

/** More items than these are not gone through one by one. */
const LENGTH_LIMIT = 100;

function callFunctionWith(machine: Machine, callee: Value, list: ArrayAtom, self: Value | undefined, site: Site): Value | undefined {
  const { items, open } = itemsOf(machine, list);
  if (open) return undefined;
  return machine.call(
    callee,
    items.map(({ value }) => value),
    site,
    self,
  );
}

/** What `{ value: … }` gives a member; undefined for a descriptor that is not known whole, or has a getter. */
function valueOfDescriptor(machine: Machine, descriptor: Value): Value | undefined {
  if (descriptor.kind !== "object") return undefined;
  const { properties, getters, open } = machine.seen(descriptor);
  const cell = properties.get("value");
  return cell && !open && !getters?.size ? machine.read(cell) : undefined;
}

/** `Object.assign(target, source)`, on the current paths. */
function assignMembers(machine: Machine, target: Value, source: Atom): void {
  if (hasNothingToCopy(machine, source)) return;
  if (source.kind !== "object" || machine.isOpen(source)) forgetAll(machine, target);
  for (const name of source.kind === "object" ? namesToCopy(machine, source) : [])
    machine.setProperty(target, name, machine.property(source, name));
}

function forgetAll(machine: Machine, object: Value): void {
  forget(machine, object);
  forgetMembers(machine, object);
}

function entriesOf(machine: Machine, atom: Atom, name: string): Value {
  if (atom.kind === "array") return makeArrayOf(machine, itemsOf(machine, atom).items, true);
  if (atom.kind !== "object") return machine.unknown(`${name}(${machine.keyOf(atom)})`);
  const { names, isMixed } = listedNames(machine, atom);
  const items = names.map((key): ArrayItem => {
    const value = machine.property(atom, key);
    const item = name === "Object.keys" ? literal(key) : name === "Object.values" ? value : makeArray(machine, [literal(key), value]);
    return { value: item, present: machine.guards.without(machine.paths, missingOn(machine, value)) };
  });
  return isMixed ? makeArrayOf(machine, items, true) : makeArrayFrom(machine, atom, items);
}

function fromEntries(machine: Machine, atom: Atom, site: Site): Value {
  const { items, open } = itemsOf(machine, atom);
  const object = makeObject(machine, site, open);
  for (const { value, present } of items) {
    const [key, entry] = value.kind === "array" ? machine.seen(value).items : [];
    machine.within(present, () => {
      if (key?.value.kind === "literal" && entry) machine.setProperty(object, String(key.value.value), entry.value);
      // Under a name that is not known it may be any of those before it.
      else forget(machine, object);
    });
  }
  return object;
}
