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
  if (facts.exports.some((it) => it.kind === "local" && it.local === name)) return true;
  // Where the name is said, it is looked at what it means there.
  const saying = facts.body.filter((it) => mentionsOf(it).names.has(name));
  if (isSeen(facts.body, variable) && saying.some((it) => mentions(it, variable))) return true;
  // Facts leave types out: `typeof name` is a use all the same.
  return text.includes("typeof") && new RegExp(`\\btypeof\\s+${name.replaceAll("$", "\\$")}(?![\\w$])`).test(text);
}

interface Variable {
  name: string;
  node: NodeId;
}

/** Whether code mentions a variable's name where it may mean that variable: not where a function or block has one of its own under that name. */
function mentions(part: unknown, variable: Variable): boolean {
  if (typeof part !== "object" || part === null) return false;
  if (Array.isArray(part)) return isSeen(part, variable) && part.some((it) => mentions(it, variable));
  const { kind, name, parameters } = part as { kind?: unknown; name?: unknown; parameters?: FunctionFact["parameters"] };
  if (kind === "name" && name === variable.name) return true;
  if (parameters?.some(({ target }) => boundNames(target).includes(variable.name))) return false;
  return Object.values(part).some((it) => mentions(it, variable));
}

/** Whether no other variable of the name is declared by some statements. Nothing stands in the holes of `const [, second] = pair`. */
function isSeen(statements: readonly (Statement | Expression | null)[], { name, node }: Variable): boolean {
  const own = statements.flatMap((it) => (it ? declaredAs(it, name) : []));
  return own.length === 0 || own.includes(node);
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
