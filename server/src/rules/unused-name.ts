import type { Expression, FileFacts, FunctionFact, NodeId, Site, Statement } from "../analysis/facts/facts.ts";
import { USE } from "../analysis/facts/mentions.ts";
import { boundNames } from "../analysis/facts/names.ts";
import { mentionsOf } from "../analysis/facts/noting.ts";
import { variableOf } from "../analysis/facts/walk.ts";
import { FoundInFile } from "../analysis/found-in-file.ts";
import type { SourceView } from "../analysis/source-view.ts";

/** The variable that is given what is made at a place, where nothing else in its file mentions it, and nothing outside can. */
export function unusedVariable(source: SourceView, { file, node }: Site): Variable | undefined {
  const facts = source.facts(file);
  // What cannot be read may be where it is used.
  if (!facts || facts.syntaxError) return undefined;
  const text = source.text(file);
  const known = unused.of(facts, text, () => new Map());
  const answer = known.has(node) ? known.get(node) : findUnused(facts, text, node);
  known.set(node, answer);
  return answer;
}

/** By what the variables are given. */
const unused = new FoundInFile<Map<NodeId, Variable | undefined>>();

function findUnused(facts: FileFacts, text: string, node: NodeId): Variable | undefined {
  const variable = variableOf(facts, node);
  // A leading underscore says that it is meant.
  if (!variable || variable.name.startsWith("_")) return undefined;
  if (facts.exports.some((it) => it.kind === "local" && it.local === variable.name)) return undefined;
  return mentions.of(facts, text, () => new MentionsInFile(facts.body, text)).isUsed(variable) ? undefined : variable;
}

const mentions = new FoundInFile<MentionsInFile>();

interface Variable {
  name: string;
  node: NodeId;
}

/** Where a file mentions its variables. It may have a thousand of them, so no statement is gone through twice, and none that says no such name at all. */
class MentionsInFile {
  readonly #body: readonly Statement[];
  readonly #text: string;
  #types: ReadonlySet<string> | undefined;
  readonly #found = new Map<Statement, Mentioned>();
  /** By name, what each function or block around has of its own under it, the file's top level first; a parameter has no node. */
  #around: Map<string, (readonly NodeId[])[]> | undefined;

  constructor(body: readonly Statement[], text: string) {
    this.#body = body;
    this.#text = text;
  }

  isUsed(variable: Variable): boolean {
    const { name, node } = variable;
    // Nearly always, and seen without a look at what else is declared where.
    if (this.#isPlainlyUsed(variable) || this.#isInType(name)) return true;
    return this.#body.some((statement) => {
      if (!mentionsOf(statement).has(name, USE.variable)) return false;
      const { free, own } = this.#in(statement);
      return free.has(name) || own.has(node);
    });
  }

  /** Whether a variable of the top level is said in a statement that declares nothing else of its name. */
  #isPlainlyUsed({ name, node }: Variable): boolean {
    return (
      this.#body.some(
        (it) => it.kind === "variables" && it.declarations.some(({ target }) => target.kind === "bind" && target.node === node),
      ) && this.#body.some((it) => mentionsOf(it).has(name, USE.variable) && !mentionsOf(it).has(name, USE.declared))
    );
  }

  /** Facts leave types out: `typeof name` is a use all the same. */
  #isInType(name: string): boolean {
    const text = this.#text;
    const types = (): Iterable<RegExpExecArray> => (text.includes("typeof") ? text.matchAll(/\btypeof\s+(?=([\p{ID_Continue}$]+))/gu) : []);
    this.#types ??= new Set(Array.from(types(), ([, each = ""]) => each));
    return this.#types.has(name);
  }

  #in(statement: Statement): Mentioned {
    const known = this.#found.get(statement);
    if (known) return known;
    const around = this.#around ?? new Map(Array.from(declaredIn(this.#body), ([name, nodes]) => [name, [nodes]]));
    this.#around = around;
    const free = new Set<string>();
    const own = new Set<NodeId>();
    const below = (declared: ReadonlyMap<string, readonly NodeId[]>, parts: readonly unknown[]): void => {
      for (const [name, nodes] of declared) around.set(name, [...(around.get(name) ?? []), nodes]);
      for (const part of parts) visit(part);
      for (const name of declared.keys()) around.get(name)?.pop();
    };
    const visit = (part: unknown): void => {
      if (typeof part !== "object" || part === null) return;
      if (Array.isArray(part)) {
        below(declaredIn(part), part);
        return;
      }
      const { kind, name, parameters } = part as { kind?: unknown; name?: unknown; parameters?: FunctionFact["parameters"] };
      if (kind === "name" && typeof name === "string") {
        const scopes = around.get(name) ?? [];
        if (scopes.length === 0) free.add(name);
        else for (const node of scopes[0] ?? []) if (scopes.every((scope) => scope.includes(node))) own.add(node);
      }
      const bound = parameters?.flatMap(({ target }) => boundNames(target)) ?? [];
      below(new Map(bound.map((each) => [each, []])), Object.values(part));
    };
    visit(statement);
    const found = { free, own };
    this.#found.set(statement, found);
    return found;
  }
}

interface Mentioned {
  /** Names that are said where nothing around declares them. */
  free: ReadonlySet<string>;
  /** The variables, by their nodes, whose names are said below what declares them. */
  own: ReadonlySet<NodeId>;
}

/** What the statements of a block declare, by name: the nodes. Nothing stands in the holes of `const [, second] = pair`. */
function declaredIn(block: readonly (Statement | Expression | null)[]): ReadonlyMap<string, readonly NodeId[]> {
  const declared = new Map<string, NodeId[]>();
  for (const part of block) {
    for (const [name, node] of part ? declaredBy(part) : []) {
      const nodes = declared.get(name);
      if (nodes) nodes.push(node);
      else declared.set(name, [node]);
    }
  }
  return declared;
}

/** What a statement of a block declares, by name and node. */
function declaredBy(statement: Statement | Expression): [name: string, node: NodeId][] {
  if (statement.kind === "function-declaration" || statement.kind === "class-declaration") return [[statement.name, statement.node]];
  if (statement.kind !== "variables") return [];
  return statement.declarations.flatMap(({ node, target }) =>
    target.kind === "bind" ? [[target.name, target.node]] : boundNames(target).map((name): [string, NodeId] => [name, node]),
  );
}
