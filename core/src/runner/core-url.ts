/** The URL of this package's own module that an import of `@glacier/core` or `@glacier/core/<entry>` means; undefined for any other import and for an entry that does not exist. */
export function coreUrl(specifier: string): string | undefined {
  if (specifier !== "@glacier/core" && !specifier.startsWith("@glacier/core/")) return undefined;
  try {
    // A package may import itself by its name, and its own package.json says what that means.
    return import.meta.resolve(specifier);
  } catch {
    return undefined;
  }
}
