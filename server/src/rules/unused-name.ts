import type { Expression, FileFacts, FunctionFact, NodeId, Site, Statement } from "../analysis/facts/facts.ts";
import { mentionsOf } from "../analysis/facts/mentions.ts";
import { boundNames } from "../analysis/facts/names.ts";
import { variableOf } from "../analysis/facts/walk.ts";
import { FoundInFile } from "../analysis/found-in-file.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** The variable that is given what is made at a place, where nothing else in its file mentions it, and nothing outside can. */
export function unusedVariable(source: SourceView, { file, node }: Site): Variable | undefined {
  const facts = source.facts(file);
  const variable = facts && variableOf(facts, node);
  // A leading underscore says that it is meant.
  if (!facts || !variable || variable.name.startsWith("_")) return undefined;
  const text = source.text(file);
  const known = mentioned.of(facts, text, () => new Map());
  const isUsed = known.get(variable.node) ?? isMentioned(facts, variable, text);
  known.set(variable.node, isUsed);
  return isUsed ? undefined : variable;
}

/** By the nodes of variables. */
const mentioned = new FoundInFile<Map<NodeId, boolean>>();

function isMentioned(facts: FileFacts, variable: Variable, text: string): boolean {
  const { name } = variable;
  const isExported = facts.exports.some((it) => it.kind === "local" && it.local === name);
  // Most names are said nowhere else: only then is it looked at what they mean there.
  const isSaid = facts.body.some((it) => mentionsOf(it).names.has(name));
  if (isExported || (isSaid && mentions(facts.body, variable))) return true;
  // Facts leave types out: `typeof name` is a use all the same.
  return new RegExp(`\\btypeof\\s+${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text);
}

interface Variable {
  name: string;
  node: NodeId;
}

/** Whether code mentions a variable's name where it may mean that variable: not where a function or block has one of its own under that name. */
function mentions(part: unknown, variable: Variable): boolean {
  if (typeof part !== "object" || part === null) return false;
  if (Array.isArray(part)) {
    // Nothing stands in the holes of `const [, second] = pair`.
    const own = part.flatMap((it: Statement | Expression | null) => (it ? declaredAs(it, variable.name) : []));
    return (own.length === 0 || own.includes(variable.node)) && part.some((it) => mentions(it, variable));
  }
  const { kind, name, parameters } = part as { kind?: unknown; name?: unknown; parameters?: FunctionFact["parameters"] };
  if (kind === "name" && name === variable.name) return true;
  if (parameters?.some(({ target }) => boundNames(target).includes(variable.name))) return false;
  return Object.values(part).some((it) => mentions(it, variable));
}

/** The nodes by which a statement of a block declares a name. */
function declaredAs(statement: Statement | Expression, name: string): NodeId[] {
  if (statement.kind === "function-declaration" || statement.kind === "class-declaration")
    return statement.name === name ? [statement.node] : [];
  if (statement.kind !== "variables") return [];
  return statement.declarations.flatMap(({ node, target }) => {
    if (target.kind === "bind") return target.name === name ? [target.node] : [];
    return boundNames(target).includes(name) ? [node] : [];
  });
}
