import type { ts } from "ts-morph";
import type { FunctionFact, ParameterFact } from "../facts/facts.ts";
import { hasModifier } from "./modifiers.ts";
import { readTarget } from "./patterns.ts";
import type { Reader } from "./reader.ts";

/** A function of whatever kind: declaration, arrow, method, accessor, constructor. */
export function readFunction(reader: Reader, node: ts.FunctionLikeDeclaration): FunctionFact {
  const { ts } = reader;
  const id = reader.mark(node);
  const name = node.name && ts.isIdentifier(node.name) ? node.name.text : undefined;
  const parameters = node.parameters.flatMap((parameter) => readParameter(reader, parameter));
  const body = !node.body ? [] : ts.isBlock(node.body) ? reader.statements(node.body.statements) : reader.expression(node.body);
  const generator = "asteriskToken" in node && node.asteriskToken !== undefined;
  const isAsync = hasModifier(node, ts.SyntaxKind.AsyncKeyword);
  // Put together by hand, as what follows: there are many functions, and an object that is spread costs more than all else here.
  const fact: FunctionFact = { node: id, parameters, body };
  if (name) fact.name = name;
  if (node.kind === ts.SyntaxKind.ArrowFunction) fact.arrow = true;
  if (generator) fact.generator = true;
  if (isAsync) fact.async = true;
  return fact;
}

function readParameter(reader: Reader, node: ts.ParameterDeclaration): ParameterFact[] {
  const { ts } = reader;
  // `this: Type` is a type, not a parameter.
  if (ts.isIdentifier(node.name) && node.name.text === "this") return [];
  const id = reader.mark(node);
  const isField = node.modifiers?.some(({ kind }) => FIELD_MODIFIERS.includes(ts.SyntaxKind[kind] ?? "")) && ts.isIdentifier(node.name);
  const fact: ParameterFact = { node: id, target: node.questionToken ? reader.pattern(node.name, node.type) : readTarget(reader, node) };
  if (node.initializer) fact.default = reader.expression(node.initializer);
  if (node.dotDotDotToken) fact.rest = true;
  if (isField && ts.isIdentifier(node.name)) fact.field = node.name.text;
  return [fact];
}

const FIELD_MODIFIERS = ["PublicKeyword", "PrivateKeyword", "ProtectedKeyword", "ReadonlyKeyword", "OverrideKeyword"];
