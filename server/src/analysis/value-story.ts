import type { RelatedLocation } from "./diagnostic.ts";
import type { Expression, Site } from "./facts/facts.ts";
import { type Ancestor, ancestorsOf } from "./facts/find.ts";
import type { Frame } from "./flow/values.ts";
import type { Written } from "./flow/written.ts";
import type { SourceView } from "./source-view.ts";
import { callsOnlyIn, lineOf, wayInto } from "./story.ts";
import type { TextPlace } from "./value-place.ts";

/** How a value comes to the place where it is wrong: where it is written, on which side of a branch, and through which calls. */
export interface ValueWay {
  value: Written | undefined;
  /** Where the report lies. */
  place: TextPlace;
  /** Where the code is that uses the value. */
  site: Site;
  frame: Frame | undefined;
}

export function tellValue(source: SourceView, { value, place, site, frame }: ValueWay): RelatedLocation[] {
  const written = siteOf(value);
  const told: RelatedLocation[] = [];
  if (written && !isInside(source, written, place)) told.push({ ...source.locate(written), message: "The value is written here." });
  const branch = written && branchAround(source, written, site);
  if (branch)
    told.push({
      ...source.locate(branch.site),
      message: `This is the path where \`${source.excerpt(branch.site)}\` is ${branch.outcome}.`,
    });
  // What is written right there comes by no call.
  const calls = written && isInside(source, written, place) ? [] : callsOnlyIn(frame, undefined);
  for (const call of calls) told.push({ ...source.locate(call.site), message: `It comes here ${wayInto(source, call)}.` });
  return told;
}

/** The path on which a value is the wrong one, in a few words. */
export function describeValuePath(source: SourceView, { value, site, frame }: ValueWay): string {
  const written = siteOf(value);
  const branch = written && branchAround(source, written, site);
  if (branch) return `where \`${source.excerpt(branch.site)}\` is ${branch.outcome}`;
  const [call] = callsOnlyIn(frame, undefined);
  if (call) return `called from ${lineOf(source, call.site)}`;
  return written ? `with what is written in ${lineOf(source, written)}` : "on one of them";
}

const siteOf = (value: Written | undefined): Site | undefined => (value && "site" in value ? value.site : undefined);

function isInside(source: SourceView, site: Site, { file, start, end }: TextPlace): boolean {
  if (site.file !== file) return false;
  const inner = source.offsets(site);
  return start <= inner.start && inner.end <= end;
}

/** The nearest condition that decides whether a literal is the value, unless it decides about the code that uses it as well. */
function branchAround(source: SourceView, literal: Site, user: Site): { site: Site; outcome: boolean } | undefined {
  const facts = source.facts(literal.file);
  if (!facts) return undefined;
  const ancestors = ancestorsOf(facts, literal.node);
  const shared = new Set(literal.file === user.file ? ancestorsOf(facts, user.node) : []);
  const branches = ancestors.flatMap((one, index) => {
    const inner = ancestors[index + 1];
    if (shared.has(one) && shared.has(inner ?? one)) return [];
    const side = sideOf(one, inner);
    return side ? [{ site: { file: literal.file, node: side.test.node }, outcome: side.outcome }] : [];
  });
  return branches.at(-1);
}

/** The condition that leads from a part of the source to one inside of it, and how it comes out then. */
function sideOf(part: Ancestor, inner: Ancestor | undefined): { test: Expression; outcome: boolean } | undefined {
  if (part.kind === "logical") return part.operator === "&&" && inner === part.right ? { test: part.left, outcome: true } : undefined;
  if (!isBranching(part)) return undefined;
  if (inner === part.whenTrue) return { test: part.test, outcome: true };
  return inner !== undefined && inner === part.whenFalse ? { test: part.test, outcome: false } : undefined;
}

interface Branching {
  test: Expression;
  whenTrue: object;
  whenFalse?: object;
}

const isBranching = (part: object): part is Branching => "test" in part && "whenTrue" in part;
