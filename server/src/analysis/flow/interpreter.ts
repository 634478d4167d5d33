import type { Expression, FunctionFact, Pattern, Site, Statement } from "../facts/facts.ts";
import { call, callFunction, callUnknown, construct, suppose } from "./calls.ts";
import { evaluate } from "./expressions.ts";
import { type BindingMode, Machine } from "./machine.ts";
import { property, setProperty } from "./members.ts";
import { bind } from "./patterns.ts";
import { executeAll } from "./statements.ts";
import type { Atom, ClassAtom, Environment, FunctionAtom, Value } from "./values.ts";

/** The machine with everything it can do: what the other files of this folder define, under one name. */
export class Interpreter extends Machine {
  evaluate(expression: Expression, environment: Environment): Value {
    return evaluate(this, expression, environment);
  }

  executeAll(statements: readonly Statement[], environment: Environment): void {
    executeAll(this, statements, environment);
  }

  bind(pattern: Pattern, value: Value, environment: Environment, mode: BindingMode): void {
    bind(this, pattern, value, environment, mode);
  }

  call(callee: Value, given: readonly Value[], site: Site, self?: Value): Value {
    return call(this, callee, given, site, self);
  }

  callFunction(atom: FunctionAtom, given: readonly Value[], site: Site, self?: Value): Value {
    return callFunction(this, atom, given, site, self);
  }

  suppose(atom: FunctionAtom): void {
    suppose(this, atom);
  }

  callUnknown(callee: Atom, given: readonly Value[], site: Site): Value {
    return callUnknown(this, callee, given, site);
  }

  construct(callee: Value, given: readonly Value[], site: Site): Value {
    return construct(this, callee, given, site);
  }

  property(object: Value, name: string): Value {
    return property(this, object, name);
  }

  setProperty(object: Value, name: string, value: Value): void {
    setProperty(this, object, name, value);
  }

  makeFunction(fact: FunctionFact, environment: Environment, self?: Value, owner?: ClassAtom): FunctionAtom {
    const module = owner?.module ?? this.module;
    const atom: FunctionAtom = {
      kind: "function",
      fact,
      module,
      environment,
      birth: this.paths,
      ...(self && { self }),
      ...(owner && { owner }),
    };
    this.run.closures.push({ atom, suppositions: this.suppositions });
    return atom;
  }
}
