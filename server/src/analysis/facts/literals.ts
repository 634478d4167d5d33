import type { FileFacts, NodeId, Pattern } from "./facts.ts";

/** A text in the source. */
export interface LiteralText {
  node: NodeId;
  value: string;
  /** What it is given as: the constant or the property that it is the whole value of. */
  name: string | undefined;
  /** The environment variable that it is written to. */
  variable?: string;
}

/** Every text that a file's code holds. Walks the whole tree: for what is seldom asked. */
export function literalTexts({ body }: FileFacts): LiteralText[] {
  const found: LiteralText[] = [];
  const visit = (thing: unknown, name: string | undefined, variable?: string): void => {
    if (typeof thing !== "object" || thing === null) return;
    const { kind, node, value, texts, key, target } = thing as Record<string, unknown>;
    if (kind === "literal" && typeof value === "string" && typeof node === "number")
      found.push({ node, value, name, ...(variable !== undefined && { variable }) });
    if (kind === "template" && typeof node === "number") found.push({ node, value: (texts as string[]).join("\0"), name: undefined });
    const own = typeof key === "string" ? key : nameOf(target);
    const written = kind === "assign" ? variableOf(target as Pattern) : undefined;
    for (const [field, inner] of Object.entries(thing)) {
      if (field === "value") visit(inner, own, written);
      else visit(inner, undefined);
    }
  };
  visit(body, undefined);
  return found;
}

const nameOf = (target: unknown): string | undefined =>
  typeof target === "object" && target !== null && "name" in target && typeof target.name === "string" ? target.name : undefined;

/** `process.env.NAME = …`. */
function variableOf(target: Pattern): string | undefined {
  const place = target.kind === "place" && target.place.kind === "member" ? target.place : undefined;
  const from = place?.object.kind === "member" && place.object.name === "env" ? place.object.object : undefined;
  return from?.kind === "name" && from.name === "process" ? place?.name : undefined;
}
