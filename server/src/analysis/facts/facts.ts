import type { Mentions } from "./mentions.ts";

/**
 * What the analyser keeps of a source file: a plain tree of what values do, and nothing of TypeScript's own.
 *
 * Nodes are numbered in source order and hold no positions. Where a node lies is in {@link FileFacts.spans}, so an edit that only moves code
 * (a comment, a blank line, formatting) leaves the tree as it was, and everything that was concluded from it stays true. Some numbers are left
 * free behind each statement of the top level, so that one that grows a little leaves the others theirs.
 */
export interface FileFacts {
  /** Start and end offset of node n at 2n and 2n + 1. */
  spans: Int32Array;
  imports: ImportFact[];
  exports: ExportFact[];
  body: Statement[];
  /** The first number of each statement of the body, and the one behind the last. */
  starts: NodeId[];
  /** The statements of its text, among them those that say nothing at run time: what an edit of one of them reaches. */
  sections: Section[];
  /** Every module that it asks for by name: imports, re-exports, `import()` and `require()`. */
  requests: string[];
  /** Those of them that a test puts something else in the place of: `vi.mock("./cloud.ts")`. */
  mocks: string[];
  suppressions: SuppressionFact[];
  /** The types of the top level whose names other statements are read by: what they stand for is imported, or some of it. */
  typeNames?: string[];
  /** What its types that others import say of what is of them, by the names that they are exported under. */
  types?: Record<string, WrittenType>;
  /** Where classes are written as types; only of a text that names a class of V2, whose migration asks for it. */
  typeUses?: TypeUse[];
  /** The first syntax error of the text, which makes the tree TypeScript's best guess. */
  syntaxError: SyntaxErrorFact | undefined;
}

/** A statement of the top level, as it stands in the text that the facts were read from. */
export interface Section {
  start: number;
  end: number;
  /** Whatever follows, it ends here: by a semicolon, or as a declaration in braces. */
  isClosed: boolean;
  /** It imports from another module, or hands on its exports. */
  isLink: boolean;
  /** Its place in the body, and how many of its statements come of it. */
  first: number;
  count: number;
  exports: ExportFact[];
}

/** A class or another type by its name, where only its type is meant. Offsets, not nodes: types are no part of the tree. */
export interface TypeUse {
  /** As it is written: `AWSProvider`, `v2.AWSProvider`. */
  name: string;
  /** The module, of what is written with it: `import("@glacier/core/providers").AWSProvider`. */
  specifier?: string;
  start: number;
  end: number;
  /** It is one of those that a union lists. */
  isInUnion?: true;
}

/** What a type says of a value: names of types, as they are written in its file (`Provider`, `glacier.Provider`). */
export interface WrittenType {
  /** The type itself where it is a plain name, or what a type of the file stands for. */
  type?: string;
  /** What is of the type is never undefined or null. */
  isThere?: true;
  /** Types whose members it has as well, and those of which it says something itself, whatever that is. */
  parts?: string[];
  own?: string[];
  /** Those of an object type's members, or of a list's items under `ITEMS`. */
  typesOf?: Record<string, MemberType>;
}

/** The type of a member. */
export interface MemberType {
  type: string;
  /** What is of it is never undefined or null. */
  isThere?: true;
}

/** What the parser says against a text, and where: offsets. */
export interface SyntaxErrorFact {
  message: string;
  start: number;
  end: number;
}

/** The number of a node in its file. */
export type NodeId = number;

export interface ImportFact {
  node: NodeId;
  specifier: string;
  bindings: ImportBinding[];
}

export interface ImportBinding {
  node: NodeId;
  local: string;
  /** `*` for the namespace. */
  imported: string;
  /** Only its type is imported. */
  typeOnly?: true;
}

/** The name under which a module exports one value in the place of all others: `export =`, `module.exports =`. */
export const WHOLE_MODULE = "export=";

/** The name that a default export without one goes by inside its module; no identifier can be written like this. */
export const DEFAULT_EXPORT = "*default*";

/** What stands for every item of a list among the names of members; no property can be written like this. */
export const ITEMS = "*items*";

/** The name by which the class that is being constructed is read. */
export const NEW_TARGET = "new.target";

export type ExportFact =
  | { kind: "local"; exported: string; local: string }
  /** `imported` is `*` for `export * as name`. */
  | { kind: "from"; exported: string; imported: string; specifier: string }
  | { kind: "star"; specifier: string };

/** A comment that silences rules. Offsets, not nodes: comments are no part of the tree's shape. */
export interface SuppressionFact {
  kind: "next-line" | "disable" | "enable";
  start: number;
  end: number;
  ids: { id: string; start: number; end: number }[];
}

export type LiteralValue = string | number | boolean | null | undefined;

export type Expression =
  | { kind: "literal"; node: NodeId; value: LiteralValue }
  | { kind: "name"; node: NodeId; name: string }
  | { kind: "this"; node: NodeId }
  | { kind: "super"; node: NodeId }
  | { kind: "template"; node: NodeId; texts: string[]; values: Expression[] }
  | { kind: "array"; node: NodeId; items: Expression[] }
  | { kind: "object"; node: NodeId; properties: Property[] }
  | { kind: "function"; node: NodeId; function: FunctionFact }
  | { kind: "class"; node: NodeId; class: ClassFact }
  | { kind: "call"; node: NodeId; callee: Expression; arguments: Expression[]; optional?: true }
  | { kind: "new"; node: NodeId; callee: Expression; arguments: Expression[] }
  | { kind: "member"; node: NodeId; object: Expression; name: string; optional?: true }
  | { kind: "index"; node: NodeId; object: Expression; index: Expression; optional?: true }
  | { kind: "conditional"; node: NodeId; test: Expression; whenTrue: Expression; whenFalse: Expression }
  | { kind: "logical"; node: NodeId; operator: "&&" | "||" | "??"; left: Expression; right: Expression }
  | { kind: "binary"; node: NodeId; operator: string; left: Expression; right: Expression }
  | { kind: "unary"; node: NodeId; operator: string; operand: Expression }
  /** `givesOld`: its value is what was there before, as a number (`x++`). */
  | { kind: "assign"; node: NodeId; operator: string; target: Pattern; value: Expression; givesOld?: true }
  | { kind: "await"; node: NodeId; value: Expression }
  /** `each`: what it goes through is yielded one by one (`yield*`). */
  | { kind: "yield"; node: NodeId; value?: Expression; each?: true }
  /** `<Component …properties>…</Component>`: what draws it calls the component with the properties. */
  | { kind: "element"; node: NodeId; component: Expression; properties: Expression }
  | { kind: "spread"; node: NodeId; value: Expression }
  | { kind: "import"; node: NodeId; specifier: Expression }
  /** Evaluates its parts and is the last of them. */
  | { kind: "sequence"; node: NodeId; parts: Expression[] }
  /** Evaluates its parts; its own value is unknown. */
  | { kind: "opaque"; node: NodeId; parts: Expression[] };

export type Property =
  | { kind: "value"; node: NodeId; key: string | Expression; value: Expression }
  | { kind: "spread"; node: NodeId; value: Expression }
  | { kind: "getter" | "setter"; node: NodeId; key: string | Expression; function: FunctionFact };

export interface FunctionFact {
  node: NodeId;
  name?: string;
  parameters: ParameterFact[];
  /** Statements, or the expression of an arrow function. */
  body: Statement[] | Expression;
  arrow?: true;
  generator?: true;
  async?: true;
  /** Noted while it was read; not of what only stands for a function. */
  mentions?: Mentions;
}

export interface ParameterFact {
  node: NodeId;
  target: Pattern;
  default?: Expression;
  rest?: true;
  /** `constructor(private provider: Provider)`: the field it also is. */
  field?: string;
}

export interface ClassFact {
  node: NodeId;
  name?: string;
  extends?: Expression;
  isAbstract?: true;
  /** In source order; the last one is called first. */
  decorators?: Expression[];
  members: ClassMember[];
}

export type ClassMember =
  | { kind: "constructor"; function: FunctionFact }
  /** What is decorated may have anything in its place. */
  | { kind: "method" | "getter" | "setter"; static?: true; isDecorated?: true; key: string | Expression; function: FunctionFact }
  /** `isPrivate`: nothing outside of the class sees it. */
  | { kind: "field"; static?: true; isPrivate?: true; key: string | Expression; value?: Expression; type?: string }
  | { kind: "static-block"; body: Statement[] };

export type Pattern =
  | ({ kind: "bind"; node: NodeId; name: string } & WrittenType)
  | ({ kind: "object-pattern"; node: NodeId; properties: PatternProperty[]; rest?: Pattern } & WrittenType)
  | { kind: "array-pattern"; node: NodeId; items: ({ target: Pattern; default?: Expression } | null)[]; rest?: Pattern }
  /** `object.name = …`, `object[index] = …`. */
  | { kind: "place"; node: NodeId; place: Expression };

export interface PatternProperty {
  key: string | Expression;
  target: Pattern;
  default?: Expression;
}

export type Statement =
  | { kind: "expression"; node: NodeId; value: Expression }
  | {
      kind: "variables";
      node: NodeId;
      declaration: "var" | "let" | "const";
      declarations: { node: NodeId; target: Pattern; value?: Expression }[];
    }
  | { kind: "function-declaration"; node: NodeId; name: string; function: FunctionFact }
  | { kind: "class-declaration"; node: NodeId; name: string; class: ClassFact }
  | { kind: "return"; node: NodeId; value?: Expression }
  | { kind: "throw"; node: NodeId; value: Expression }
  | { kind: "if"; node: NodeId; test: Expression; whenTrue: Statement; whenFalse?: Statement }
  | { kind: "block"; node: NodeId; body: Statement[] }
  | { kind: "for"; node: NodeId; initial?: Statement; test?: Expression; update?: Expression; body: Statement }
  | { kind: "for-of"; node: NodeId; target: Statement | Pattern; iterable: Expression; keys?: true; body: Statement }
  | { kind: "while"; node: NodeId; test: Expression; body: Statement; checkLast?: true }
  | { kind: "switch"; node: NodeId; subject: Expression; cases: { test?: Expression; body: Statement[] }[] }
  | { kind: "try"; node: NodeId; body: Statement[]; parameter?: Pattern; handler?: Statement[]; finalizer?: Statement[] }
  | { kind: "jump"; node: NodeId; jump: "break" | "continue"; label?: string }
  | { kind: "labelled"; node: NodeId; label: string; body: Statement };

/** A node of a file of the workspace. */
export interface Site {
  file: string;
  node: NodeId;
}
