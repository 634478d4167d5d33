import { ts } from "ts-morph";

/**
 * The part of a bundled library that some of its declarations need, as the body of a module. TypeScript's parser, for one, is a sixth of TypeScript; bundlers
 * leave the rest in, because on its top level are calls, and any call may have an effect.
 *
 * The bundle has to be one function that is called at once, with declarations on its top level, as esbuild writes it. Kept is each declaration that
 * something kept mentions, together with what fills it: `((Parser) => {…})(Parser || (Parser = {}))`, `__export(parts, {…})`, `Version.zero = …`.
 * Left out are statements that fill no declaration, such as a call that registers something: whoever needs the effect of one must take the whole bundle.
 *
 * @throws Error where the bundle is built in another way, or has no such declaration.
 */
export function partOfBundle(bundle: string, names: readonly string[]): string {
  const source = ts.createSourceFile("bundle.js", bundle, ts.ScriptTarget.Latest, true);
  const statements = topLevelOf(source);
  const declared = new Map<string, ts.Statement[]>();
  for (const statement of statements) for (const name of declaredBy(statement)) declared.set(name, [statement]);
  for (const statement of statements) declared.get(filledBy(statement) ?? "")?.push(statement);
  const unknown = names.filter((name) => !declared.has(name));
  if (unknown.length > 0) throw new Error(`The bundle declares no ${unknown.join(", ")}.`);

  const kept = new Set<ts.Statement>();
  const needed = new Set(names);
  // A set hands out what joins it while it is gone through.
  for (const name of needed) {
    for (const statement of declared.get(name) ?? []) {
      if (kept.has(statement)) continue;
      kept.add(statement);
      for (const mentioned of mentionsIn(statement)) needed.add(mentioned);
    }
  }
  return statements
    .filter((statement) => kept.has(statement))
    .map((statement) => statement.getText(source))
    .join("\n");
}

/** The statements of the function that the bundle calls at once. */
function topLevelOf(source: ts.SourceFile): readonly ts.Statement[] {
  const called = source.statements.flatMap((it) => (ts.isExpressionStatement(it) ? (calledAtOnce(it.expression) ?? []) : []));
  const body = called.length === 1 ? called[0]?.body : undefined;
  if (!body || !ts.isBlock(body)) throw new Error("The bundle is not one function that is called at once.");
  return body.statements;
}

function calledAtOnce(expression: ts.Expression): ts.ArrowFunction | ts.FunctionExpression | undefined {
  if (!ts.isCallExpression(expression)) return undefined;
  let callee: ts.Expression = expression.expression;
  while (ts.isParenthesizedExpression(callee)) callee = callee.expression;
  return ts.isArrowFunction(callee) || ts.isFunctionExpression(callee) ? callee : undefined;
}

function declaredBy(statement: ts.Statement): string[] {
  if (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) return statement.name ? [statement.name.text] : [];
  return ts.isVariableStatement(statement) ? statement.declarationList.declarations.flatMap(({ name }) => boundBy(name)) : [];
}

function boundBy(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundBy(element.name)));
}

/** The declaration that a statement gives its content to. */
function filledBy(statement: ts.Statement): string | undefined {
  if (!ts.isExpressionStatement(statement)) return undefined;
  const { expression } = statement;
  if (ts.isBinaryExpression(expression)) return rootOf(expression.left);
  if (!ts.isCallExpression(expression)) return undefined;
  const { expression: callee, arguments: given } = expression;
  const fills = calledAtOnce(expression) !== undefined || (ts.isIdentifier(callee) && callee.text === "__export");
  const [filled] = given;
  return filled && fills ? rootOf(ts.isBinaryExpression(filled) ? filled.left : filled) : undefined;
}

function rootOf(place: ts.Expression): string | undefined {
  let root: ts.Expression = place;
  while (ts.isPropertyAccessExpression(root)) root = root.expression;
  return ts.isIdentifier(root) ? root.text : undefined;
}

/** Every identifier in a statement that is no name of a member: some more than it refers to, for a local variable may be called like a declaration. */
function mentionsIn(statement: ts.Statement): Set<string> {
  const found = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) && !isMemberName(node)) found.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return found;
}

function isMemberName(node: ts.Identifier): boolean {
  const { parent } = node;
  return (ts.isPropertyAccessExpression(parent) || ts.isPropertyAssignment(parent) || ts.isClassElement(parent)) && parent.name === node;
}
