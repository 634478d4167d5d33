import type { ts } from "ts-morph";
import type { Expression, Property } from "../facts/facts.ts";
import type { Reader } from "./reader.ts";

/** `<Component name={value}>…</Component>`; undefined for what is no component, such as `<div>`. */
export function readElement(reader: Reader, node: ts.JsxElement | ts.JsxSelfClosingElement): Expression | undefined {
  const { ts } = reader;
  const { tagName, attributes } = ts.isJsxElement(node) ? node.openingElement : node;
  const isComponent = ts.isPropertyAccessExpression(tagName) || (ts.isIdentifier(tagName) && /^[^a-z]/.test(tagName.text));
  if (!isComponent) return undefined;
  const id = reader.mark(node);
  const component = reader.expression(tagName);
  const at = reader.mark(attributes);
  const properties = attributes.properties.map((it) => readAttribute(reader, it));
  const children = ts.isJsxElement(node) ? readChildren(reader, node) : [];
  return { kind: "element", node: id, component, properties: { kind: "object", node: at, properties: [...properties, ...children] } };
}

function readAttribute(reader: Reader, attribute: ts.JsxAttributeLike): Property {
  const { ts } = reader;
  const node = reader.mark(attribute);
  if (ts.isJsxSpreadAttribute(attribute)) return { kind: "spread", node, value: reader.expression(attribute.expression) };
  const { name, initializer } = attribute;
  const given = initializer && ts.isJsxExpression(initializer) ? initializer.expression : initializer;
  const value: Expression = given ? reader.expression(given) : { kind: "literal", node, value: true };
  return { kind: "value", node, key: ts.isIdentifier(name) ? name.text : `${name.namespace.text}:${name.name.text}`, value };
}

/** One child is given as it is, several are given as a list. */
function readChildren(reader: Reader, { children, closingElement }: ts.JsxElement): Property[] {
  const { ts } = reader;
  const items = children.flatMap((child): Expression[] => {
    if (ts.isJsxText(child)) return child.containsOnlyTriviaWhiteSpaces ? [] : [{ kind: "opaque", node: reader.mark(child), parts: [] }];
    if (!ts.isJsxExpression(child)) return [reader.expression(child)];
    return child.expression ? [reader.expression(child.expression)] : [];
  });
  const [first] = items;
  const node = reader.mark(closingElement);
  if (!first) return [];
  return [{ kind: "value", node, key: "children", value: items.length === 1 ? first : { kind: "array", node, items } }];
}
