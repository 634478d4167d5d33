/**
 * `instanceof` across copies of this package: a pipeline's own copy and the copy that the runner brings make objects of one class.
 * A class derived by a user keeps JavaScript's own meaning.
 */
export function isInstance(rightSide: unknown, ownClass: unknown, value: unknown, brand: symbol, brandValue: string): boolean {
  if (Function.prototype[Symbol.hasInstance].call(rightSide, value)) return true;
  return (
    rightSide === ownClass && typeof value === "object" && value !== null && brand in value && Reflect.get(value, brand) === brandValue
  );
}
