import type { ts } from "ts-morph";
import type { Reader } from "./reader.ts";

/** A node as it is written, without the comments before it. */
export const textOf = ({ ts, source }: Pick<Reader, "ts" | "source">, node: ts.Node): string =>
  source.text.slice(ts.getTokenPosOfNode(node, source), node.end);
