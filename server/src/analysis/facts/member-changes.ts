import type { Expression, FunctionFact, NodeId, Statement } from "./facts.ts";
import { mentionsOf } from "./noting.ts";
import { forEachPart, type Part } from "./parts.ts";
import { FILLS, givesMembers } from "./written.ts";

/** A change of a member, or of the collection that a variable or a member holds: `name.of.member = …`, `this.of.set(…)` in a class. */
export interface MemberChange {
  node: NodeId;
  root: string | { of: NodeId; isStatic: boolean };
  path: readonly string[];
  /** The functions that it stands in. A constructor's change of its own instance is none: it comes before anybody can use what is made. */
  functions: readonly FunctionFact[];
  change: "given" | "filled";
}

/** What code changes but variables, as far as that starts at a name or at a class's `this`. Most statements change nothing, and are not searched. */
export function memberChanges(code: readonly Statement[]): MemberChange[] {
  const found: MemberChange[] = [];
  let functions: readonly FunctionFact[] = [];
  let self: { of: NodeId; isStatic: boolean; maker: object | undefined } | undefined;
  let method: object | undefined;
  const note = (node: NodeId, change: MemberChange["change"], target: Expression): void => {
    const { object, path } = startOf(target);
    if (object.kind === "name") found.push({ node, root: object.name, path, functions, change });
    if (object.kind !== "this" || !self) return;
    const { of, isStatic, maker } = self;
    found.push({ node, root: { of, isStatic }, path, functions: functions.filter((it) => it !== maker), change });
  };
  const visit = (part: Part): void => {
    if (part.kind === "call" && part.callee.kind === "member" && FILLS.has(part.callee.name)) note(part.node, "filled", part.callee.object);
    // `Object.assign(registry, given)`
    if (part.kind === "call" && givesMembers(part) && part.arguments[0]) note(part.node, "filled", part.arguments[0]);
    if (part.kind === "assign" && part.target.kind === "place") {
      const { place } = part.target;
      if (place.kind === "member") note(part.node, "given", place);
      if (place.kind === "index") note(part.node, "filled", place.object);
    }
    if (part.kind !== undefined) {
      forEachPart(part, visit);
      return;
    }
    const around = { functions, self };
    if ("parameters" in part) {
      functions = [...functions, part];
      // Any other function than a method or an arrow has a `this` of its own.
      if (!part.arrow && part !== method) self = undefined;
      forEachPart(part, visit);
    } else {
      const { members, ...others } = part;
      forEachPart({ ...others, members: [] }, visit);
      for (const member of members) {
        method = "function" in member ? member.function : undefined;
        const maker = member.kind === "constructor" ? member.function : undefined;
        self = { of: part.node, isStatic: "static" in member && member.static === true, maker };
        visit(member);
      }
    }
    ({ functions, self } = around);
  };
  for (const statement of code) if (mayChangeMembers(statement)) visit(statement);
  return found;
}

function mayChangeMembers(statement: Statement): boolean {
  const { writesMembers, fills } = mentionsOf(statement);
  return writesMembers || fills;
}

function startOf(expression: Expression): { object: Expression; path: string[] } {
  const path: string[] = [];
  let object = expression;
  for (; object.kind === "member"; object = object.object) path.unshift(object.name);
  return { object, path };
}
