import type { Expression, FileFacts, Statement } from "../facts/facts.ts";
import { memberChanges } from "../facts/member-changes.ts";
import { USE } from "../facts/mentions.ts";
import { declaredNames } from "../facts/names.ts";
import { mentionsOf } from "../facts/noting.ts";
import { findWrites } from "../facts/writes.ts";
import type { InertCode } from "./inert.ts";

/**
 * Tells statements of a module that have no effect on anything but the names that they declare: functions that lead nowhere, and calls of what
 * the workspace does not show with nothing of the module's own. Looks at names only, like {@link InertCode}.
 */
export class QuietCode {
  readonly #facts: FileFacts;
  readonly #code: InertCode;
  readonly #isOutside: (specifier: string) => boolean;
  #known: ReadonlySet<string> | undefined;

  constructor(facts: FileFacts, code: InertCode, isOutside: (specifier: string) => boolean) {
    this.#facts = facts;
    this.#code = code;
    this.#isOutside = isOutside;
  }

  /** Whether statements are quiet beside others, which mention none of the names that they declare or write to. */
  areQuiet(statements: readonly Statement[], others: readonly Statement[]): boolean {
    const names = new Set(statements.flatMap(declaredNames));
    const written = findWrites(statements).filter(({ scope }) => scope === undefined);
    const isTouched = (other: Statement): boolean => {
      const mentions = mentionsOf(other);
      return (
        [...names].some((name) => mentions.has(name, USE.name | USE.declared | USE.assigned)) ||
        declaredNames(other).some((name) => names.has(name)) ||
        written.some(({ name }) => mentions.has(name, USE.name | USE.member))
      );
    };
    return mayBeQuiet(statements) && statements.every((it) => this.#isQuiet(it)) && !others.some(isTouched);
  }

  #isQuiet(statement: Statement): boolean {
    if (!this.#code.isInertStatement(statement)) return false;
    // Importers look at what else may have filled a collection.
    if (memberChanges([statement]).some(({ root }) => typeof root === "string" && this.#isKnown(root))) return false;
    return statement.kind !== "expression" || !mentionsOf(statement).some(USE.name, (name) => this.#isKnown(name));
  }

  /** Whether the module's top level declares the name, or imports it from the workspace or Glacier. */
  #isKnown(name: string): boolean {
    this.#known ??= new Set([
      ...this.#facts.imports.flatMap(({ specifier, bindings }) => {
        const known = this.#isOutside(specifier) ? bindings.filter((it) => TELLING.test(it.imported)) : bindings;
        return known.map(({ local }) => local);
      }),
      ...this.#facts.body.flatMap(declaredNames),
    ]);
    return this.#known.has(name);
  }
}

/** Whether statements are of the kinds that can be quiet at all: a look at each of them says so, whatever else is in the module. */
export const mayBeQuiet = (statements: readonly Statement[]): boolean => statements.every(isOfQuietKind);

function isOfQuietKind(statement: Statement): boolean {
  switch (statement.kind) {
    case "function-declaration":
      return true;
    case "variables":
      return statement.declarations.every(({ target, value }) => target.kind === "bind" && (!value || isFunction(value) || isText(value)));
    case "expression":
      return isPlainCall(statement.value);
    default:
      return false;
  }
}

const isFunction = ({ kind }: Expression): boolean => kind === "function";

const isText = ({ kind }: Expression): boolean => kind === "literal";

/** A test tool's `stubEnv("NAME", "value")` sets an environment variable, and behind a call that ends the program or asserts nothing may be reached. */
const TELLING = /^(?:(?:un)?stub.*|exit|abort|fail|ok|is(?:true|ok)|assert|invariant|(?:not)?(?:deep)?(?:strict)?equal)$/i;

/** `logger.info("…", 1)`: a call that is given nothing that could be changed. */
function isPlainCall(value: Expression): boolean {
  if (value.kind !== "call" || !value.arguments.every(isText)) return false;
  let { callee } = value;
  while (callee.kind === "member") callee = callee.object;
  const called = value.callee.kind === "member" || value.callee.kind === "name" ? value.callee.name : "";
  return callee.kind === "name" && !TELLING.test(called);
}
