import type { Expression, FunctionFact, Pattern } from "../analysis/facts/facts.ts";
import { expressionsIn, variablesIn } from "../analysis/facts/walk.ts";
import type { Environment, TaskAtom } from "../analysis/flow/values.ts";
import { defineRule } from "./rule.ts";
import { told } from "./story-of-steps.ts";

/** A task that sees only some rows at a time, and does what needs all of them. */
export const rowWiseDistribution = defineRule<{ needsAll: { method: string } }>({
  meta: { id: "row-wise-distribution", severity: "warning" },
  messages: {
    needsAll: ({ method }) =>
      `${method}() needs every row of a group, but 'distribute: { by: "rows" }' gives this task one partition's rows at a time. Distribute by the columns of the group, or not at all.`,
  },
  subjects: { task: ({ task }) => isByRows(task) },
  create(context) {
    for (const tasks of context.observed("task")) {
      const [first] = tasks;
      if (!first || !tasks.every(({ task }) => isByRows(task))) continue;
      const { body, options } = first.task;
      // What stands in another file is reported where that task is made, at its options.
      if (body.kind !== "function" || options?.kind !== "object") continue;
      const call = callThatNeedsAllRows(body.fact, body.environment);
      if (!call) continue;
      const written = { file: body.module.file, node: call.node };
      const place = options.places.get("distribute") ?? first.site;
      const isHere = written.file === context.file;
      context.report({
        message: "needsAll",
        data: { method: call.method },
        at: isHere ? written : place.file === context.file ? place : first.site,
        related: [
          told(context.source, isHere ? place : written, isHere ? "It is distributed by rows here." : `${call.method}() is called here.`),
        ],
      });
    }
  },
});

function isByRows({ options }: TaskAtom): boolean {
  const distribute = options?.kind === "object" ? options.properties.get("distribute")?.value : undefined;
  const by = distribute?.kind === "object" ? distribute.properties.get("by")?.value : undefined;
  return by?.kind === "literal" && by.value === "rows";
}

/** `given`: of a helper, the parameters that are given frames of the task's; others are frames of its own. `seen`: the functions that are being looked into. */
function callThatNeedsAllRows(
  fact: FunctionFact,
  around: Environment,
  given?: readonly number[],
  seen: readonly FunctionFact[] = [],
): { node: number; method: string } | undefined {
  const frames = framesOf(fact, (target, index) => (given ? given.includes(index) : isTypedFrame(target)));
  const perhaps = given ? new Set<string>() : framesOf(fact, isUntyped);
  const values = valuesOf(fact);
  for (const { callee, arguments: passed } of expressionsIn(fact.body, "call")) {
    if (callee.kind === "name") {
      const helper = around.find(callee.name)?.value;
      const taken = passed.flatMap((it, index) => (isOfFrame(it, frames) ? [index] : []));
      if (helper?.kind !== "function" || taken.length === 0 || values.has(callee.name) || seen.includes(helper.fact)) continue;
      const found = callThatNeedsAllRows(helper.fact, helper.environment, taken, [...seen, fact]);
      if (found) return found;
    }
    if (callee.kind !== "member") continue;
    const isFrame = isOfFrame(callee.object, frames);
    if (!isFrame && !isOfFrame(callee.object, perhaps)) continue;
    // Lists have a sort() too, but nothing else has these.
    if ((isFrame ? OF_FRAMES : OF_FRAMES_ONLY).test(callee.name)) return { node: callee.node, method: callee.name };
    // `frame.withColumn(pl.col("x").over("y"))`; what a callback does is its own.
    const columns = passed.filter(({ kind }) => kind !== "function").map((it) => (it.kind === "name" ? (values.get(it.name) ?? it) : it));
    for (const { callee: inner } of columns.flatMap((it) => expressionsIn(it, "call")))
      if (inner.kind === "member" && OF_COLUMNS.test(inner.name) && isColumn(inner.object)) return { node: inner.node, method: inner.name };
  }
  return undefined;
}

/** What a function's variables are given where they are declared. */
const valuesOf = ({ body }: FunctionFact): Map<string, Expression> =>
  new Map(
    variablesIn(body).flatMap(({ declarations }) =>
      declarations.flatMap(({ target, value }) => (target.kind === "bind" && value ? [[target.name, value] as const] : [])),
    ),
  );

/** Methods of a frame that look beyond a row. */
const OF_FRAMES = /^(?:groupBy\w*|sort|rolling\w*|shift(?:AndFill)?)$/;

const OF_FRAMES_ONLY = /^groupBy(?:Rolling|Dynamic)?$/;

/** And those of a column's expression. */
const OF_COLUMNS = /^(?:over|rank|cum(?:Count|Max|Min|Prod|Sum)|rolling\w+|sort(?:By)?|argSort|shift(?:AndFill)?|diff|pctChange)$/;

/** The names of a function's frames: its parameters that are some, and variables that are made of them. */
function framesOf({ parameters, body }: FunctionFact, isOne: (target: Pattern, index: number) => boolean): Set<string> {
  const frames = new Set(parameters.flatMap(({ target }, index) => (target.kind === "bind" && isOne(target, index) ? [target.name] : [])));
  for (const { declarations } of frames.size > 0 ? variablesIn(body) : []) {
    for (const { target, value } of declarations)
      if (target.kind === "bind" && value && isOfFrame(value, frames) && value.kind !== "member") frames.add(target.name);
  }
  return frames;
}

const isUntyped = (target: Pattern): boolean => target.kind === "bind" && target.type === undefined;

const isTypedFrame = (target: Pattern): boolean => target.kind === "bind" && /(?:^|\.)(?:Lazy)?(?:Data)?Frame$/.test(target.type ?? "");

/** A frame, or what a chain of its methods that give frames comes to. */
function isOfFrame(expression: Expression, frames: ReadonlySet<string>): boolean {
  if (expression.kind === "await") return isOfFrame(expression.value, frames);
  if (expression.kind === "name") return frames.has(expression.name);
  if (expression.kind !== "call" || expression.callee.kind !== "member" || NO_FRAME.test(expression.callee.name)) return false;
  return isOfFrame(expression.callee.object, frames);
}

/** Methods of a frame that give plain data. */
const NO_FRAME = /^(?:to\w+|rows?|write\w*|get\w*|columns|schema|shape|height|width|map|frameEqual|inspect|serialize)$/;

const WITHIN_A_ROW: ReadonlySet<string> = new Set(["lst", "list", "arr", "str", "struct", "date", "dt"]);

/** `pl.col("x")` and what is made of it; what `.lst` and its like offer looks at one row's value. */
function isColumn(expression: Expression): boolean {
  if (expression.kind === "call") return isColumn(expression.callee);
  if (expression.kind === "member" && !WITHIN_A_ROW.has(expression.name))
    return (expression.object.kind === "name" && expression.object.name === "pl") || isColumn(expression.object);
  return false;
}
