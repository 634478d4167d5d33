/** Whether a file's name says that it can be run: TypeScript or JavaScript, as a module or not. Declarations hold nothing to run. */
export function isSourceFile(file: string): boolean {
  return /\.[cm]?[jt]sx?$/i.test(file) && !/\.d\.[cm]?ts$/i.test(file);
}
