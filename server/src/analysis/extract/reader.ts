import type { ts } from "ts-morph";
import type { ClassFact, Expression, FunctionFact, NodeId, Pattern, Statement } from "../facts/facts.ts";
import type { Part } from "../facts/parts.ts";
import type { TypeScript } from "../facts/typescript.ts";
import type { NamedType } from "./types.ts";

/** What the parts of the extraction share: the tree being read, and the numbering of what comes out. */
export interface Reader {
  readonly ts: TypeScript;
  readonly source: ts.SourceFile;
  /** Notes a module that is asked for by name. */
  request(specifier: string): void;
  /** Notes a module that a test puts something else in the place of. */
  mock(specifier: string): void;
  /** Numbers a node and notes where it lies. */
  mark(node: ts.Node): NodeId;
  /** Leaves so many numbers free. */
  free(count: number): void;
  /** What a name of the top level stands for as a type. */
  namedType(name: string): NamedType | undefined;
  /** Whether a name means another type at a place than on the top level: one that is declared around it, or that a function takes. */
  isOtherType(name: string, place: ts.Node): boolean;
  /** The number that comes next. */
  next(): NodeId;
  /** Notes what is mentioned by something that the reader has made of more than one node, or of none. */
  made<Made extends Part>(part: Made): Made;
  /** Reads what becomes a function though it is none. */
  nested<Read>(read: () => Read): Read;
  expression(node: ts.Expression): Expression;
  statements(nodes: readonly ts.Statement[], siblings?: readonly ts.Statement[]): Statement[];
  pattern(node: ts.BindingName, type?: ts.TypeNode): Pattern;
  assignmentPattern(node: ts.Expression): Pattern;
  function(node: ts.FunctionLikeDeclaration): FunctionFact;
  class(node: ts.ClassLikeDeclaration): ClassFact;
}
