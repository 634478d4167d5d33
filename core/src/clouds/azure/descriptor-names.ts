import type { CloudDescriptor } from "../descriptor.ts";
import { nameRule } from "../descriptor-names.ts";

/** Containers that Azure itself makes or gives a meaning to. */
const special = new Set(["$root", "$web", "$logs", "$blobchangefeed"]);
const unlessSpecial = (form: RegExp) => (name: string) => special.has(name) || form.test(name);

/**
 * What Azure says about names [Naming and Referencing Containers; Azure resource name rules, Synapse Spark pools; Azure Functions host,
 * ScriptHost FunctionNameValidationRegex; 2026-11-26].
 */
export const names: CloudDescriptor["names"] = {
  bucket: nameRule([
    { must: unlessSpecial(/^.{3,63}$/s), says: "must have 3 to 63 characters" },
    { must: unlessSpecial(/^[a-z0-9-]*$/), says: "may hold lower-case letters, digits and hyphens only" },
    { must: unlessSpecial(/^[a-z0-9].*[a-z0-9]$/), says: "must begin and end with a letter or digit" },
    { mustNot: /--/, says: "must not hold two hyphens in a row" },
  ]),
  serverless: nameRule([
    { must: /^.{1,128}$/s, says: "must have at most 128 characters" },
    { must: /^[A-Za-z]/, says: "must begin with a letter" },
    { must: /^[A-Za-z0-9_-]*$/, says: "may hold letters, digits, _ and - only" },
    { mustNot: /^host$/i, says: 'must not be "host"' },
  ]),
  synapse: nameRule([
    { must: /^.{1,15}$/s, says: "must have at most 15 characters" },
    { must: /^[A-Za-z0-9]*$/, says: "may hold letters and digits only" },
    { must: /^[A-Za-z]/, says: "must begin with a letter" },
  ]),
};
