/** Whether a file is an ES module, by its name, else by whether it imports or exports anything. */
export function isEsModule(file: string, text: string): boolean {
  if (/\.m[jt]s$/.test(file)) return true;
  if (/\.c[jt]s$/.test(file)) return false;
  return /^\s*(?:import\b\s*(?!\()|export\b)/m.test(text) || !/\b(?:require\s*\(|module\.exports\b|exports\.\w)/.test(text);
}
