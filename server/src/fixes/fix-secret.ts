import { isConfigClassName, secretVariable } from "@glacier/core/config";
import type { Fix } from "../analysis/diagnostic.ts";
import type { FileFacts, Site } from "../analysis/facts/facts.ts";
import { type Ancestor, ancestorsOf, findExpression } from "../analysis/facts/find.ts";
import { declaredNamesOf } from "../analysis/facts/names.ts";
import type { SourceView } from "../analysis/source-view.ts";
import { isAsserted } from "./assertions.ts";
import { toFixEdits } from "./text-edits.ts";

/** What the secret is of: a class' field (`environment.DB_PASSWORD` inside a record), else the name that it is given as. */
export interface SecretOwner {
  className: string | undefined;
  field: string | undefined;
}

/** Takes a secret from an environment variable. Not preferred: somebody has to put it there first. */
export function fixSecret(source: SourceView, at: Site, owner: SecretOwner): Fix[] {
  const facts = source.facts(at.file);
  if (!facts || findExpression(facts, at.node)?.kind !== "literal" || declaredNamesOf(facts).has("process")) return [];
  const variable = variableOf(owner);
  const place = source.offsets(at);
  const written = variable === undefined ? undefined : replacement(source, facts, at, owner, `process.env.${variable}`);
  if (written === undefined) return [];
  const edits = [{ file: at.file, ...place, ...written }];
  return [{ title: `Read it from process.env.${variable}`, kind: "quickfix", edits: toFixEdits(source, edits) }];
}

function variableOf({ className, field }: SecretOwner): string | undefined {
  if (field === undefined) return undefined;
  const own = className !== undefined && isConfigClassName(className) ? secretVariable(className, field) : undefined;
  const name = own ?? (field.split(".").at(-1) ?? "").replace(/([a-z0-9])([A-Z])/g, "$1_$2").toUpperCase();
  return /^[A-Z_][A-Z0-9_]*$/.test(name) ? name : undefined;
}

/** How the variable is read there: a field that may be left out may be undefined, what must be a text may not. */
function replacement(
  source: SourceView,
  facts: FileFacts,
  at: Site,
  { className, field = "" }: SecretOwner,
  variable: string,
): { newText: string; start?: number } | undefined {
  const mayBeAbsent = className !== undefined && !field.includes(".");
  const parents = ancestorsOf(facts, at.node).slice(0, -1);
  const parent = parents.at(-1);
  const asText = { newText: `${variable} ?? ""` };
  // `process.env.NAME ?? "secret"` keeps what it reads.
  if (parent?.kind === "logical" && parent.operator !== "&&" && parent.right.node === at.node && mayBeAbsent)
    return { start: source.offsets({ file: at.file, node: parent.left.node }).end, newText: "" };
  if (parent?.kind === "value") {
    const isField = parents.at(-3)?.kind === "new" && parent.key === field;
    return isField ? { newText: variable } : asText;
  }
  if (parent?.kind === "call" || parent?.kind === "new") return asText;
  // A constant takes it whole; `as const` or another type would hold half of it.
  return isInitializer(parent, at) && !isAsserted(source.text(at.file), source.offsets(at)) ? asText : undefined;
}

/** Whether it is the whole value of a constant. */
const isInitializer = (parent: Ancestor | undefined, { node }: Site): boolean =>
  parent !== undefined && "target" in parent && "value" in parent && parent.value?.node === node;
