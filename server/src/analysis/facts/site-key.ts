import type { Site } from "./facts.ts";

/** A text that tells a place in the source from all others. */
export const keyOfSite = ({ file, node }: Site): string => `${node} ${file}`;
