import { type Expression, NEW_TARGET, type Site } from "../facts/facts.ts";
import { passExpectation } from "./assertions.ts";
import { callSuper, makeClass, superMember } from "./classes.ts";
import { ownExport } from "./common-exports.ts";
import { deleteMember, isDeletion } from "./deletions.ts";
import { dropping, noteDropped, within } from "./dropped.ts";
import { drawElement } from "./elements.ts";
import { expectingFailure, expectsFailure, namesGiven, shouldFail } from "./expected-failures.ts";
import { callFactory, factoryOf, isReceiver } from "./factories.ts";
import { yieldValue } from "./generators.ts";
import { noteArgument } from "./given-promises.ts";
import { globalValue } from "./globals.ts";
import { ALWAYS, NEVER } from "./guards.ts";
import { asksWhetherTrue, converts, noteArguments, noteComparison, noteCondition, noteHandleUse, takesData } from "./handles.ts";
import { importedModule } from "./imports.ts";
import { observedInPromises } from "./in-promises.ts";
import { itemsOf, mayOnlyHoldMore, valuesIn } from "./iteration.ts";
import { failWhereMissing, handledByCallback, noteExpected, noteHandled } from "./kept-failures.ts";
import { awaiting, pass } from "./later.ts";
import type { Machine } from "./machine.ts";
import { indexed, isReplaced, keyName } from "./members.ts";
import { named } from "./named.ts";
import { evaluateObject } from "./object-literals.ts";
import { binary, nullishOf, truthOf, unary } from "./operators.ts";
import { callPromiseMethod, evaluateRejectable, handlerOf, isPromiseMethod } from "./promises.ts";
import { settle } from "./settled.ts";
import { branch } from "./statements.ts";
import { type ArrayItem, type Cell, type Environment, literal, UNDEFINED, type Value } from "./values.ts";

/** What an expression comes to on the current paths, and whatever it does on the way. */
export function evaluate(machine: Machine, expression: Expression, environment: Environment): Value {
  if (!machine.step()) return machine.fresh();
  switch (expression.kind) {
    case "literal":
      return literal(expression.value, machine.site(expression.node));
    case "name": {
      if (expression.name === NEW_TARGET) return constructed(machine, environment.find("this"));
      const cell = environment.find(expression.name);
      if (!cell && expression.name === "undefined") return literal(undefined, machine.site(expression.node));
      return cell ? machine.read(cell) : globalValue(machine, expression.name);
    }
    case "this": {
      const cell = environment.find("this");
      return cell ? machine.read(cell) : machine.unknown("this");
    }
    case "super":
      return machine.fresh();
    case "template": {
      const values = expression.values.map((value) => {
        const part = evaluate(machine, value, environment);
        noteHandleUse(machine, part, { how: "text" }, value.node);
        return part;
      });
      return joinText(machine, expression.texts, values);
    }
    case "array":
      return evaluateArray(machine, expression, environment);
    case "object":
      return evaluateObject(machine, expression, environment);
    case "function":
      return machine.makeFunction(expression.function, environment);
    case "class":
      return makeClass(machine, expression.class, environment);
    case "call":
      return evaluateAsExpected(machine, expression, environment);
    case "new": {
      const callee = evaluate(machine, expression.callee, environment);
      const given = evaluateArguments(machine, expression.arguments, environment);
      return machine.construct(callee, given, machine.site(expression.node));
    }
    case "member": {
      if (expression.object.kind === "super") return superMember(machine, expression.name, environment);
      const exported = ownExport(machine, expression, environment);
      if (exported) return exported;
      const object = evaluate(machine, expression.object, environment);
      noteHandleUse(machine, object, { how: "member", name: expression.name }, expression.node);
      if (!expression.optional) failWhereMissing(machine, object);
      passExpectation(machine, object, expression.name);
      return optionally(machine, object, expression.optional ?? false, (value) => machine.property(value, expression.name));
    }
    case "index": {
      const object = evaluate(machine, expression.object, environment);
      noteHandleUse(machine, object, { how: "items" }, expression.node);
      return optionally(machine, object, expression.optional ?? false, (value) =>
        indexed(machine, value, evaluate(machine, expression.index, environment)),
      );
    }
    case "conditional": {
      const asked = evaluate(machine, expression.test, environment);
      noteCondition(machine, asked, expression.test, environment);
      const truth = truthOf(machine, asked);
      const sides: { guard: number; value: Value }[] = [];
      const take = (side: Expression, guard: number) => () => void sides.push({ guard, value: evaluate(machine, side, environment) });
      branch(machine, expression.test, truth, take(expression.whenTrue, truth), take(expression.whenFalse, machine.guards.not(truth)));
      return machine.restrict(machine.join(sides));
    }
    case "logical":
      return evaluateLogical(machine, expression, environment);
    case "binary": {
      const left = evaluate(machine, expression.left, environment);
      const right = evaluate(machine, expression.right, environment);
      if (CALCULATIONS.has(expression.operator)) {
        noteHandleUse(machine, left, { how: "calculation" }, expression.left.node);
        noteHandleUse(machine, right, { how: "calculation" }, expression.right.node);
      }
      noteComparison(machine, expression, { left, right }, environment);
      return binary(machine, expression.operator, left, right);
    }
    case "unary": {
      const operand = evaluate(machine, expression.operand, environment);
      if (CALCULATIONS.has(expression.operator)) noteHandleUse(machine, operand, { how: "calculation" }, expression.operand.node);
      if (expression.operator === "!") noteCondition(machine, operand, expression.operand, environment);
      return unary(machine, expression.operator, operand);
    }
    case "assign":
      return evaluateAssignment(machine, expression, environment);
    case "await": {
      // A promise of a value is treated as the value.
      const value = awaiting(machine, true, () => evaluate(machine, expression.value, environment));
      if (expression.value.kind === "name") machine.awaited?.push(...(environment.find(expression.value.name)?.observed ?? []));
      noteHandleUse(machine, value, { how: "await" }, expression.node);
      pass(machine);
      return value;
    }
    case "yield": {
      const value = expression.value ? evaluate(machine, expression.value, environment) : UNDEFINED;
      return yieldValue(machine, value, expression.each ?? false);
    }
    case "element": {
      const component = evaluate(machine, expression.component, environment);
      return drawElement(machine, component, evaluate(machine, expression.properties, environment), machine.site(expression.node));
    }
    case "spread":
      return evaluate(machine, expression.value, environment);
    case "import": {
      const specifier = evaluate(machine, expression.specifier, environment);
      return importedModule(machine, specifier, "import");
    }
    case "sequence":
      return expression.parts.reduce<Value>((_, part, index) => {
        const act = (): Value => evaluate(machine, part, environment);
        return index < expression.parts.length - 1 ? dropping(machine, part, act) : act();
      }, UNDEFINED);
    case "opaque": {
      const parts = expression.parts.map((part) => evaluate(machine, part, environment));
      for (const part of parts) if (part.kind === "function") machine.call(machine.fresh(), [part], machine.site(expression.node));
      return machine.fresh();
    }
  }
}

/** Operators that ask for a number or a text. */
const CALCULATIONS: ReadonlySet<string> = new Set([
  "+",
  "-",
  "*",
  "/",
  "%",
  "**",
  "<",
  ">",
  "<=",
  ">=",
  "~",
  "&",
  "|",
  "^",
  "<<",
  ">>",
  ">>>",
]);

/** `new.target`, which is the class of what is being made. */
function constructed(machine: Machine, self: Cell | undefined): Value {
  return (self?.value?.kind === "object" && self.value.class) || machine.fresh();
}

function joinText(machine: Machine, texts: readonly string[], values: readonly Value[]): Value {
  let text: Value = literal(texts[0] ?? "");
  values.forEach((value, index) => {
    text = binary(machine, "+", binary(machine, "+", text, value), literal(texts[index + 1] ?? ""));
  });
  return text;
}

function evaluateArray(machine: Machine, expression: Expression & { kind: "array" }, environment: Environment): Value {
  const items: ArrayItem[] = [];
  let open = false;
  let isPartial = false;
  const about: string[] = [];
  for (const item of expression.items) {
    const value = evaluate(machine, item, environment);
    if (item.kind === "spread") noteHandleUse(machine, value, { how: "items" }, item.node);
    if (item.kind !== "spread") items.push({ value, present: machine.paths });
    else {
      for (const { guard, atom } of value.kind === "choice" ? value.alternatives : [{ guard: ALWAYS, atom: value }]) {
        const spread = itemsOf(machine, atom);
        items.push(...spread.items.map((it) => ({ ...it, present: machine.guards.and(it.present, guard) })));
        // Of what follows it is not known where it is.
        if (item === expression.items.at(-1) && mayOnlyHoldMore(machine, atom)) isPartial = true;
        else open ||= spread.open;
        if (spread.open) about.push(machine.questionKey(atom));
      }
    }
  }
  const depends = about.length > 0 && { about: about.join("}{") };
  return {
    kind: "array",
    ...depends,
    home: machine.run,
    origin: machine.origin(machine.site(expression.node)),
    items: open ? [] : items,
    open,
    isPartial,
  };
}

function evaluateLogical(machine: Machine, expression: Expression & { kind: "logical" }, environment: Environment): Value {
  const left = evaluate(machine, expression.left, environment);
  if (expression.operator !== "??") noteCondition(machine, left, expression.left, environment);
  const truth = expression.operator === "??" ? machine.guards.not(nullishOf(machine, left)) : truthOf(machine, left);
  const goesOn = expression.operator === "&&" ? truth : machine.guards.not(truth);
  let right: Value | undefined;
  branch(
    machine,
    expression.left,
    goesOn,
    () => {
      right = evaluate(machine, expression.right, environment);
    },
    () => undefined,
    expression.operator === "??" ? "missing" : expression.operator === "&&",
  );
  if (!right || goesOn === NEVER) return left;
  if (goesOn === ALWAYS) return right;
  return machine.restrict(
    machine.join([
      { guard: goesOn, value: right },
      { guard: machine.guards.not(goesOn), value: left },
    ]),
  );
}

function evaluateAssignment(machine: Machine, expression: Expression & { kind: "assign" }, environment: Environment): Value {
  const { target, operator } = expression;
  if (isDeletion(expression) && deleteMember(machine, expression, environment)) return literal(true);
  if (operator === "=") {
    const value = named(
      evaluate(machine, expression.value, environment),
      expression.value,
      target.kind === "bind" ? target.name : undefined,
    );
    machine.bind(target, value, environment, "assign");
    return value;
  }
  const node = expression.node;
  const left: Expression =
    target.kind === "place" ? target.place : { kind: "name", node: target.node, name: target.kind === "bind" ? target.name : "" };
  const plain = operator.slice(0, -1);
  if (expression.givesOld) {
    const old = unary(machine, "+", evaluate(machine, left, environment));
    machine.bind(target, binary(machine, plain, old, evaluate(machine, expression.value, environment)), environment, "assign");
    return old;
  }
  const isLogical = plain === "&&" || plain === "||" || plain === "??";
  const combined: Expression = isLogical
    ? { kind: "logical", node, operator: plain, left, right: expression.value }
    : { kind: "binary", node, operator: plain, left, right: expression.value };
  const value = evaluate(machine, combined, environment);
  machine.bind(target, value, environment, "assign");
  return value;
}

/** `?.`: where there is nothing, nothing happens. */
function optionally(machine: Machine, object: Value, optional: boolean, act: (value: Value) => Value): Value {
  if (!optional) return act(object);
  return machine.over(object, (atom) => {
    if (atom.kind === "literal" && (atom.value === null || atom.value === undefined)) return UNDEFINED;
    return act(atom);
  });
}

/** `site`: the call that is given them. */
function evaluateArguments(machine: Machine, given: readonly Expression[], environment: Environment, site?: Site): Value[] {
  const values: Value[] = [];
  for (const argument of given) {
    const before = machine.run.observations.length;
    const value = evaluate(machine, argument, environment);
    if (site && argument.kind === "call") noteArgument(machine, site, values.length, before);
    if (argument.kind !== "spread") values.push(value);
    else {
      noteHandleUse(machine, value, { how: "items" }, argument.node);
      const spread = valuesIn(machine, value);
      if (spread) values.push(...spread);
      else {
        // From here on no argument's place is known.
        while (values.length < UNPLACED_ARGUMENTS) values.push(machine.fresh());
        return values;
      }
    }
  }
  return values;
}

const UNPLACED_ARGUMENTS = 12;

/** Whether a call may see to a promise's rejection. */
const mayHandle = ({ arguments: given }: Expression & { kind: "call" }, name: string): boolean =>
  (name === "catch" && given.length > 0) || (name === "then" && given.length > 1);

function evaluateAsExpected(machine: Machine, expression: Expression & { kind: "call" }, environment: Environment): Value {
  if (expectsFailure(expression)) {
    // What is expected to be rejected may have begun before: `const promise = load(); await expect(promise).rejects.toThrow();`.
    for (const name of namesGiven(expression)) noteExpected(machine, environment.find(name)?.observed ?? []);
    return expectingFailure(machine, () => evaluateCall(machine, expression, environment));
  }
  const failing = shouldFail(expression);
  if (!failing) return evaluateCall(machine, expression, environment);
  // The library that adds `should` to everything calls what it stands on, as `expect` calls what it is given.
  return expectingFailure(machine, () => {
    const given = evaluateArguments(machine, [failing, ...expression.arguments], environment);
    return machine.call(machine.unknown("should"), given, machine.site(expression.node));
  });
}

function evaluateCall(machine: Machine, expression: Expression & { kind: "call" }, environment: Environment): Value {
  const { callee } = expression;
  const site = machine.site(expression.node);
  if (callee.kind === "super") return callSuper(machine, evaluateArguments(machine, expression.arguments, environment), site, environment);
  if (callee.kind !== "member" && callee.kind !== "index") {
    const target = evaluate(machine, callee, environment);
    const given = evaluateArguments(machine, expression.arguments, environment, site);
    if (converts(target)) noteArguments(machine, expression.arguments, given);
    const [asked] = expression.arguments;
    if (asked && given[0] && asksWhetherTrue(target)) noteCondition(machine, given[0], asked, environment);
    return optionally(machine, target, expression.optional ?? false, (value) => machine.call(value, given, site));
  }
  if (callee.object.kind === "super" && callee.kind === "member") {
    const method = superMember(machine, callee.name, environment);
    return machine.call(method, evaluateArguments(machine, expression.arguments, environment), site);
  }
  const rejectable =
    callee.kind === "member" && mayHandle(expression, callee.name) ? evaluateRejectable(machine, callee.object, environment) : undefined;
  const object = rejectable?.value ?? evaluate(machine, callee.object, environment);
  const index = callee.kind === "index" ? evaluate(machine, callee.index, environment) : literal(callee.name);
  const name = keyName(index);
  noteHandleUse(machine, object, name === undefined ? { how: "items" } : { how: "member", name }, callee.node);
  const isOptional = (callee.optional ?? false) || (expression.optional ?? false);
  if (!isOptional) failWhereMissing(machine, object);
  const before = machine.run.observations.length;
  const given = evaluateArguments(machine, expression.arguments, environment, site);
  if (name === "allSettled" && object.kind === "builtin" && given[0])
    given[0] = settle(machine, given[0], observedInPromises(machine, before), site);
  if (rejectable) noteHandled(machine, rejectable, handledByCallback(machine, handlerOf(name ?? "", given)));
  if (takesData(machine.restrict(object))) noteArguments(machine, expression.arguments, given);
  const factory = name === undefined ? undefined : factoryOf(name);
  const maker = factory && machine.over(object, (atom) => (atom.kind === "object" && atom.base ? machine.restrict(atom.base) : atom));
  if (maker && isReceiver(machine, maker, given) && !isReplaced(machine, maker, name ?? ""))
    return callFactory(machine, maker, factory, given, expression, site);
  return optionally(machine, object, isOptional, (value) =>
    machine.over(value, (self) => {
      noteDropped(machine, self, name, site);
      // The promise itself has been looked at; what follows on it is of one piece with it.
      if (name !== undefined && isPromiseMethod(machine, self, name))
        return within(machine, undefined, () => callPromiseMethod(machine, self, name, given, site, rejectable?.fails ?? NEVER));
      const method = name === undefined ? indexed(machine, self, index) : machine.property(self, name);
      return optionally(machine, method, expression.optional ?? false, (it) => machine.call(it, given, site, self));
    }),
  );
}
