import type { Fix } from "../analysis/diagnostic.ts";
import type { Expression, Site } from "../analysis/facts/facts.ts";
import { findExpression } from "../analysis/facts/find.ts";
import { nameInSource } from "../analysis/facts/names.ts";
import { expressionsIn, returnsIn, variableOf } from "../analysis/facts/walk.ts";
import { atomsOf, type FunctionAtom, type TaskAtom } from "../analysis/flow/values.ts";
import { quoteOf, toFixEdits } from "../fixes/text-edits.ts";
import { defineRule } from "./rule.ts";

/** A task without a name: neither its options nor its function has one. */
export const unnamedTask = defineRule<{ unnamed: Record<string, never>; empty: Record<string, never> }>({
  meta: { id: "unnamed-task", severity: "error" },
  messages: {
    unnamed: () => "This task has no name: give its function one, or say it in the options.",
    empty: () => "The name of this task is empty.",
  },
  subjects: { task: ({ task }) => problemOf(task) !== undefined },
  create(context) {
    for (const tasks of context.observed("task")) {
      const problems = tasks.map(({ task }) => problemOf(task));
      const [first] = tasks;
      const [problem] = problems;
      if (!first || !problem || problems.some((other) => other !== problem)) continue;
      const named = first.task.options?.kind === "object" ? first.task.options.places.get("name") : undefined;
      context.report({
        message: problem,
        data: {},
        at: problem === "empty" && named?.file === context.file ? named : headOf(first.site),
        fixes: () => (problem === "unnamed" ? nameLikeVariable(first.site, named !== undefined) : []),
      });
    }

    /** The call, or what comes before its arguments where it goes over several lines: its whole function underlined would hide what else is said in there. */
    function headOf(site: Site): Site | { start: number; end: number } {
      const { source } = context;
      const { file, node } = site;
      const { start, end } = source.offsets(site);
      const facts = source.facts(file);
      const call = facts && findExpression(facts, node);
      if (call?.kind !== "call" || !source.text(file).slice(start, end).includes("\n")) return site;
      return { start, end: source.offsets({ file, node: call.callee.node }).end };
    }

    /** `isWritten`: the options say a name, and it is none. */
    function nameLikeVariable({ file, node }: Site, isWritten: boolean): Fix[] {
      const { source } = context;
      const facts = source.facts(file);
      const variable = facts && variableOf(facts, node);
      const call = facts && findExpression(facts, node);
      const place = call?.kind === "call" ? placeOfName(call) : undefined;
      const written = variable && nameInSource(variable.name);
      if (written === undefined || !place) return [];
      const quote = quoteOf(source.text(file));
      const text = `${quote}${written}${quote}`;
      const name = `name: ${text}`;
      const { start } = source.offsets({ file, node: place.node });
      const at = place.isOptions ? start + 1 : start;
      let edit = { file, start: at, end: at, newText: !place.isOptions ? `{ ${name} }, ` : place.isEmpty ? ` ${name} ` : ` ${name},` };
      if (isWritten) {
        // Of two names the last one counts, so this one gives way; what is spread may be the options of other tasks too.
        if (place.written === undefined) return [];
        edit = { file, ...source.offsets({ file, node: place.written }), newText: text };
      }
      return [
        {
          title: `Name it ${written}`,
          kind: "quickfix",
          preferred: true,
          edits: toFixEdits(source, [edit]),
        },
      ];
    }
  },
});

/** Undefined for a task that has a name, or of which the source does not say. */
function problemOf({ options, body }: TaskAtom): "unnamed" | "empty" | undefined {
  if (options && !(options.kind === "literal" && options.value === undefined)) {
    if (options.kind !== "object" || options.open || options.getters?.has("name")) return undefined;
    const named = options.properties.get("name")?.value;
    if (named && !(named.kind === "literal" && named.value === undefined)) {
      return named.kind === "literal" && typeof named.value === "string" && named.value.trim() === "" ? "empty" : undefined;
    }
  }
  return atomsOf(body).every((atom) => atom.kind === "function" && isNameless(atom)) ? "unnamed" : undefined;
}

/** Whether a function without a name of its own is written right into a call or given back at once: JavaScript gives it none then. Elsewhere it may take a name from what is around it. */
function isNameless({ fact, module, bound }: FunctionAtom): boolean {
  if (fact.name !== undefined || bound) return false;
  const { body } = module.facts;
  const nameless = [
    ...expressionsIn(body, "call").flatMap((call) => call.arguments),
    ...expressionsIn(body, "function").flatMap((it) => (Array.isArray(it.function.body) ? [] : [it.function.body])),
    ...returnsIn(body).flatMap(({ value }) => value ?? []),
  ];
  return nameless.flatMap(sidesOf).some((it) => it.kind === "function" && it.function.node === fact.node);
}

/** What an expression chooses from. */
const sidesOf = (expression: Expression): Expression[] =>
  expression.kind === "conditional" ? [...sidesOf(expression.whenTrue), ...sidesOf(expression.whenFalse)] : [expression];

/** Where a name can be written: at the start of the options, or before the function where there are none. */
function placeOfName(
  call: Expression & { kind: "call" },
): { node: number; isOptions: boolean; isEmpty: boolean; written?: number } | undefined {
  const [first] = call.arguments;
  if (first?.kind === "object") {
    const named = first.properties.findLast((it) => it.kind === "spread" || it.key === "name");
    return {
      node: first.node,
      isOptions: true,
      isEmpty: first.properties.length === 0,
      ...(named?.kind === "value" && (named.value.kind !== "name" || named.value.name === "undefined") && { written: named.value.node }),
    };
  }
  return first?.kind === "function" ? { node: first.node, isOptions: false, isEmpty: false } : undefined;
}
