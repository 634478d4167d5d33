import type { FileFacts, FunctionFact, Statement } from "../facts/facts.ts";
import { type Mentions, USE } from "../facts/mentions.ts";
import { declaredNames } from "../facts/names.ts";
import { mentionsOf } from "../facts/noting.ts";
import { FACTORIES, LEGACY_FACTORIES } from "./members.ts";
import { ancestry } from "./operators.ts";
import { atomsOf, type ClassAtom, type Environment, type FunctionAtom } from "./values.ts";

/**
 * Tells code that has no way to reach anything of Glacier's and changes nothing that others see: nobody has to suppose that it is called.
 * Looks at names only, and what a name may mean, it means.
 */
export class InertCode {
  /** What was found of functions and classes by themselves: every run of the module asks again. */
  readonly #known = new WeakMap<object, boolean>();
  /** Names of the module that lead to something of Glacier's. */
  readonly #live = new Set<string>(REQUESTS);
  /** Those of them that do so whatever is declared. */
  readonly #first = new Set<string>(REQUESTS);
  /** Most functions of most files: every run of the module asks about each of them again. */
  readonly #inertDeclarations = new WeakSet<FunctionFact>();

  /** `live` are the names of what is imported that is Glacier's or has to do with it. */
  constructor(facts: FileFacts, live: ReadonlySet<string>) {
    for (const name of live) {
      this.#live.add(name);
      this.#first.add(name);
    }
    const declarations = facts.body.flatMap((statement: Statement) => {
      const names = declaredNames(statement);
      return names.length === 0 ? [] : [{ statement, names, mentions: mentionsOf(statement) }];
    });
    // A declaration is live when it mentions one that is; the order in which they stand says nothing.
    let rest = declarations;
    for (let live = rest.filter(({ mentions }) => this.#isLive(mentions)); live.length > 0; ) {
      const found = live.flatMap(({ names }) => names);
      for (const name of found) this.#live.add(name);
      rest = rest.filter((it) => !live.includes(it));
      live = rest.filter(({ mentions }) => found.some((name) => mentions.has(name, USE.name)));
    }
    for (const { statement } of rest) this.#noteInert(statement);
  }

  /**
   * Takes statements in the place of others, where no other statement is live or inert for that: what they declare is live before and after, or neither before
   * nor after. Gives whether that is so.
   */
  takes(before: readonly Statement[], after: readonly Statement[]): boolean {
    if (before.flatMap(declaredNames).join() !== after.flatMap(declaredNames).join()) return false;
    const isAll = (live: ReadonlySet<string>, isLive: boolean): boolean =>
      [...before, ...after].every((it) => declaredNames(it).length === 0 || this.#isLive(mentionsOf(it), live) === isLive);
    if (isAll(this.#first, true)) return true;
    if (!isAll(this.#live, false)) return false;
    for (const statement of after) this.#noteInert(statement);
    return true;
  }

  #noteInert(statement: Statement): void {
    const mentions = mentionsOf(statement);
    if (statement.kind !== "function-declaration" || mentions.has("this", USE.name) || changesOthers(mentions, statement.name)) return;
    this.#inertDeclarations.add(statement.function);
  }

  isInertFunction(atom: FunctionAtom): boolean {
    if (this.#inertDeclarations.has(atom.fact) && atom.environment === atom.module.environment) return true;
    const mentions = mentionsOf(atom.fact);
    if (mentions.has("this", USE.name) && !(atom.owner && this.isInertClass(atom.owner))) return false;
    return this.#isInert(atom.fact, mentions) && !this.#findsMore(mentions, atom.environment, atom.module.environment);
  }

  isInertStatement(statement: Statement): boolean {
    return this.#isInert(statement, mentionsOf(statement), statement.kind === "function-declaration" ? statement.name : undefined);
  }

  #isInert(part: object, mentions: Mentions, name?: string): boolean {
    const known = this.#known.get(part);
    if (known !== undefined) return known;
    const isInert = !changesOthers(mentions, name) && !this.#isLive(mentions);
    this.#known.set(part, isInert);
    return isInert;
  }

  isInertClass(atom: ClassAtom): boolean {
    const line = ancestry(atom);
    if (line.at(-1)?.parent) return false;
    return line.every(({ fact, environment, module }) => {
      const mentions = mentionsOf(fact);
      return this.#isInert(fact, mentions) && !this.#findsMore(mentions, environment, module.environment);
    });
  }

  #isLive(mentions: Mentions, live: ReadonlySet<string> = this.#live): boolean {
    if (mentions.some(USE.member, (member) => FACTORIES.has(member) || member in LEGACY_FACTORIES)) return true;
    // `provider[method](…)` has its provider from somewhere.
    if (mentions.hasComputedMember && mentions.has("this", USE.name)) return true;
    return mentions.some(USE.name, (name) => live.has(name));
  }

  /** Whether one of the functions around the code keeps something under a mentioned name that is more than plain data. */
  #findsMore(mentions: Mentions, environment: Environment, module: Environment): boolean {
    for (let at: Environment | undefined = environment; at && at !== module; at = at.parent) {
      const { cells } = at;
      const isMore = (name: string): boolean => {
        const value = cells.get(name)?.value;
        return value !== undefined && atomsOf(value).some(({ kind }) => kind !== "literal" && kind !== "unknown");
      };
      if (mentions.some(USE.name, isMore)) return true;
    }
    return false;
  }
}

/** By which other modules come in without an import. */
const REQUESTS = ["require", "module", "exports"];

/** Whether code assigns to what it has not declared itself. Its own `this` is its own, and so is the name of a declaration. */
function changesOthers(mentions: Mentions, own?: string): boolean {
  return (
    mentions.assignsUnnamed || mentions.some(USE.assigned, (name) => name !== "this" && name !== own && !mentions.has(name, USE.declared))
  );
}
