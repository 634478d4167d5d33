// Of ts-morph nothing but the TypeScript that it carries is asked for, and loading the rest takes nearly as long again.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { TypeScript } from "./typescript.ts";

const require = createRequire(import.meta.url);
const common = createRequire(require.resolve("ts-morph")).resolve("@ts-morph/common");

/** A file of its own, so that a bundler can put the parser itself in its place. */
export const ts: TypeScript = require(join(dirname(common), "typescript.js"));
