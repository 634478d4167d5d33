import type { Expression, FileFacts, NodeId, Statement } from "./facts.ts";
import { once } from "./once.ts";
import { forEachPart, type Part } from "./parts.ts";
import { statementsAt } from "./top-level.ts";

/** Whether the constant that a call gives its value is used for nothing but to ask whether it is true. */
export const isOnlyAsked = (facts: FileFacts, call: NodeId): boolean =>
  statementsAt(facts, call).some((statement) => onlyAskedIn(statement).has(call));

/** The values, by their numbers, of all such variables. */
const onlyAskedIn = once((statement: Statement): ReadonlySet<NodeId> => {
  const found = new Set<NodeId>();
  const asked = new Set<Part>();
  const ask = (test: Expression): void => {
    if (test.kind === "name") asked.add(test);
    else if (test.kind === "logical" && test.operator !== "??") for (const side of [test.left, test.right]) ask(side);
  };
  /** Goes through what may have variables of its own, and gives the names that are used there for more. What is shadowed counts too. */
  const usedIn = (visitAll: (visit: (part: Part) => void) => void): ReadonlySet<string> => {
    const used = new Set<string>();
    const own: [name: string, value: NodeId][] = [];
    visitAll(function visit(part) {
      if (part.kind === undefined || part.kind === "block") {
        for (const name of usedIn((visitInside) => forEachPart(part, visitInside))) used.add(name);
        return;
      }
      const test = testOf(part);
      if (test) ask(test);
      if (part.kind === "name" && !asked.has(part)) used.add(part.name);
      if (part.kind === "variables")
        for (const { target, value } of part.declarations) if (value && target.kind === "bind") own.push([target.name, value.node]);
      forEachPart(part, visit);
    });
    for (const [name, value] of own) if (!used.has(name)) found.add(value);
    return used;
  };
  usedIn((visit) => visit(statement));
  return found;
});

/** What a part asks whether it is true. */
function testOf(part: Part): Expression | undefined {
  switch (part.kind) {
    case "if":
    case "conditional":
    case "for":
    case "while":
      return part.test;
    case "unary":
      return part.operator === "!" ? part.operand : undefined;
    case "logical":
      return part.operator === "??" ? undefined : part.left;
    case "call":
      return part.callee.kind === "name" && part.callee.name === "Boolean" && part.arguments.length === 1 ? part.arguments[0] : undefined;
    default:
      return undefined;
  }
}
