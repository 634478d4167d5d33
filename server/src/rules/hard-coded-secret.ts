import { configFields, credentialsIn, isConfigClassName, isNoSecret, namesSecret } from "@glacier/core/config";
import type { Site } from "../analysis/facts/facts.ts";
import { literalTexts } from "../analysis/facts/literals.ts";
import { type Atom, atomsOf, type ConfigAtom, type LiteralAtom, type Value } from "../analysis/flow/values.ts";
import { fixSecret } from "../fixes/fix-secret.ts";
import { isGlacierSpecifier } from "../fixes/imports.ts";
import { defineRule, type RuleContext } from "./rule.ts";

/** A key, token or connection string that stands in the source. */
export const hardCodedSecret = defineRule<{
  field: { className: string; field: string };
  text: Record<string, never>;
}>({
  meta: { id: "hard-coded-secret", severity: "warning" },
  messages: {
    field: ({ className, field }) => `${className}.${field} is secret and stands in the source: whoever reads the code has it.`,
    text: () => "This looks like a credential: whoever reads the code has it.",
  },
  create(context) {
    const told = new Set<string>();
    for (const made of context.observed("config")) {
      for (const { config, site } of made) {
        for (const secret of secretsOf(config)) {
          const at = placeOf(context.file, secret, site);
          const { start, end } = context.source.offsets(at);
          if (told.has(`${start}-${end}`)) continue;
          told.add(`${start}-${end}`);
          const { literal, field } = secret;
          const isElsewhere = literal.site !== undefined && literal.site.node !== at.node;
          context.report({
            message: "field",
            data: { className: config.className, field },
            at,
            related: isElsewhere && literal.site ? [{ ...context.source.locate(literal.site), message: "It is written here." }] : [],
            fixes: () => fixSecret(context.source, at, { className: config.className, field }),
          });
        }
      }
    }
    for (const { site, name } of credentialTexts(context)) {
      const { start, end } = context.source.offsets(site);
      if (told.has(`${start}-${end}`)) continue;
      context.report({
        message: "text",
        data: {},
        at: site,
        fixes: () => fixSecret(context.source, site, { className: undefined, field: name }),
      });
    }
  },
});

interface Secret {
  literal: LiteralAtom;
  /** `secretAccessKey`, `environment.DB_PASSWORD`. */
  field: string;
  /** Where the field gets its value. */
  place: Site | undefined;
}

function secretsOf({ className, options }: ConfigAtom): Secret[] {
  if (options.kind !== "object" || !isConfigClassName(className)) return [];
  const endpoint = options.properties.get("endpoint")?.value;
  return configFields(className).flatMap(({ name, secret }) => {
    const value = secret ? options.properties.get(name)?.value : undefined;
    if (!value) return [];
    return atomsOf(value).flatMap((atom): Secret[] => {
      if (atom.kind === "object") return secretsIn(atom, name);
      return isSecret(atom, endpoint) ? [{ literal: atom, field: name, place: options.places.get(name) }] : [];
    });
  });
}

/** Of a function's variables, or an engine's settings, only some are secret: those whose names or values say so. */
function secretsIn({ properties, places }: Atom & { kind: "object" }, field: string): Secret[] {
  return [...properties].flatMap(([name, cell]) =>
    atomsOf(cell.value ?? { kind: "literal", value: undefined }).flatMap((atom): Secret[] => {
      if (!isSecret(atom, undefined) || !(namesSecret(name) || credentialsIn(String(atom.value)).length > 0)) return [];
      return [{ literal: atom, field: `${field}.${name}`, place: places.get(name) }];
    }),
  );
}

function isSecret(atom: Atom, endpoint: Value | undefined): atom is LiteralAtom {
  if (atom.kind !== "literal" || typeof atom.value !== "string" || isNoSecret(atom.value)) return false;
  const isShaped = credentialsIn(atom.value).length > 0;
  return isShaped || endpoint === undefined || !isEmulator(endpoint, atom.value);
}

/** Emulators take any key, and publish the usual one. */
function isEmulator(endpoint: Value, key: string): boolean {
  return atomsOf(endpoint).every((atom) => {
    if (atom.kind !== "literal") return key.length < SHORT_KEY;
    return typeof atom.value === "string" && THIS_MACHINE.test(atom.value);
  });
}

/** No cloud gives out a key of so few letters. */
const SHORT_KEY = 16;
const THIS_MACHINE = /^https?:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[a-z0-9-]+(?=[:/]|$))/i;

/** Where the secret itself stands, if that is in this file; else where the config gets it. */
function placeOf(file: string, { literal, place }: Secret, made: Site): Site {
  return [literal.site, place].find((site) => site?.file === file) ?? made;
}

/** The texts of a file of Glacier's that nobody would write but as a credential. */
function credentialTexts({ file, source }: RuleContext): { site: Site; name: string | undefined }[] {
  const facts = source.facts(file);
  // A look at the text comes first: hardly any file has one.
  if (!facts?.requests.some(isGlacierSpecifier) || credentialsIn(source.text(file)).length === 0) return [];
  return literalTexts(facts)
    .filter(({ value }) => credentialsIn(value).length > 0 && !isNoSecret(value))
    .map(({ node, name }) => ({ site: { file, node }, name }));
}
