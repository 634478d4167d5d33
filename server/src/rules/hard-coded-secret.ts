import { type ConfigClassName, configFields, hasCredential, isConfigClassName, isNoSecret, namesSecret } from "@glacier/core/config";
import type { FileFacts, Site } from "../analysis/facts/facts.ts";
import { type LiteralText, literalTexts } from "../analysis/facts/literals.ts";
import type { ConfigAtom } from "../analysis/flow/values.ts";
import { alternativesOf, type Written } from "../analysis/flow/written.ts";
import { FoundInFile } from "../analysis/found-in-file.ts";
import { Remembered } from "../analysis/remembered.ts";
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
    field: ({ className, field }) =>
      `${className}.${field} is a secret written in the source: whoever reads the code has it. Read it from process.env.`,
    text: () => "This looks like a credential: whoever reads the code has it. Read it from process.env.",
  },
  subjects: { config: (made) => secretsOf(made.config).length > 0, file: (context) => credentialTexts(context).length > 0 },
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

const secretsOf = (config: ConfigAtom): readonly Secret[] => secrets.of(config, () => findSecrets(config));

const secrets = new Remembered<ConfigAtom, readonly Secret[]>();

type WrittenLiteral = Written & { kind: "literal" };
type WrittenObject = Written & { kind: "object" };

interface Secret {
  literal: WrittenLiteral;
  /** `secretAccessKey`, `environment.DB_PASSWORD`. */
  field: string;
  /** Where the field gets its value. */
  place: Site | undefined;
}

function findSecrets({ className, written }: ConfigAtom): Secret[] {
  return isConfigClassName(className)
    ? alternativesOf(written).flatMap((options) => (options.kind === "object" ? secretsOfOptions(className, options) : []))
    : [];
}

function secretsOfOptions(className: ConfigClassName, { fields, places }: WrittenObject): Secret[] {
  const endpoint = fields.get("endpoint");
  return configFields(className).flatMap(({ name, secret }) => {
    const value = secret ? fields.get(name) : undefined;
    if (!value) return [];
    return alternativesOf(value).flatMap((one): Secret[] => {
      if (one.kind === "object") return secretsIn(one, name);
      return isSecret(one, endpoint) ? [{ literal: one, field: name, place: places.get(name) }] : [];
    });
  });
}

/** Of a function's variables, or an engine's settings, only some are secret: those whose names or values say so. */
function secretsIn({ fields, places }: WrittenObject, field: string): Secret[] {
  return [...fields].flatMap(([name, value]) =>
    alternativesOf(value).flatMap((one): Secret[] => {
      if (!isSecret(one, undefined) || !(namesSecret(name) || hasCredential(String(one.value)))) return [];
      return [{ literal: one, field: `${field}.${name}`, place: places.get(name) }];
    }),
  );
}

function isSecret(value: Written, endpoint: Written | undefined): value is WrittenLiteral {
  if (value.kind !== "literal" || typeof value.value !== "string" || isNoSecret(value.value)) return false;
  const isShaped = hasCredential(value.value);
  return isShaped || endpoint === undefined || !isEmulator(endpoint, value.value);
}

/** Emulators take any key, and publish the usual one. */
function isEmulator(endpoint: Written, key: string): boolean {
  return alternativesOf(endpoint).every((one) => {
    if (one.kind !== "literal") return key.length < SHORT_KEY;
    return typeof one.value === "string" && THIS_MACHINE.test(one.value);
  });
}

/** No cloud gives out a key of so few letters. */
const SHORT_KEY = 16;
const THIS_MACHINE = /^https?:\/\/(?:localhost|127\.|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[a-z0-9-]+(?=[:/]|$))/i;

/** Where the secret itself stands, if that is in this file; else where the config gets it. */
function placeOf(file: string, { literal, place }: Secret, made: Site): Site {
  return [literal.site, place].find((site) => site?.file === file) ?? made;
}

/** The texts of a file of Glacier's that nobody would write but as a credential, and those that go into a variable which is named like one. */
function credentialTexts({ file, source }: Pick<RuleContext, "file" | "source">): { site: Site; name: string | undefined }[] {
  const facts = source.facts(file);
  if (!facts?.requests.some(isGlacierSpecifier)) return [];
  const text = source.text(file);
  // A look at the text comes first: hardly any file has a credential.
  const found = texts.of(facts, text, () => (mayHaveCredential(text) ? credentialLiterals(facts) : []));
  return found.map(({ node, name }) => ({ site: { file, node }, name }));
}

const texts = new FoundInFile<readonly LiteralText[]>();

const mayHaveCredential = (text: string): boolean => SETS_VARIABLE.test(text) || hasCredential(text);

const credentialLiterals = (facts: FileFacts): LiteralText[] =>
  literalTexts(facts).filter(({ value, variable }) => {
    const isOne = hasCredential(value) || (variable !== undefined && namesSecret(variable));
    return isOne && !isNoSecret(value);
  });

const SETS_VARIABLE = /\bprocess\.env\.\w+\s*=[^=]/;
