import { cloudDescriptors } from "@glacier/core/clouds";
import type { Site } from "./facts/facts.ts";
import type { ProviderMade } from "./flow/observations.ts";
import { type Atom, atomsOf } from "./flow/values.ts";
import type { SourceView } from "./source-view.ts";

/** Something that is given to a provider as its config and is none: it chooses no cloud, and run time refuses it. */
export interface PlainProviderConfig {
  says: string;
  at: Site;
}

/** Whether a provider can only be given such a thing. */
export const isPlainProvider = ({ provider: { config, legacyCloud } }: ProviderMade): boolean =>
  legacyCloud === undefined && atomsOf(config).every(isPlain);

/** The same of what one place makes, on whichever paths. */
export function plainProviderConfig(source: SourceView, made: readonly ProviderMade[]): PlainProviderConfig | undefined {
  const [first] = made;
  const [atom] = first && made.every(isPlainProvider) ? atomsOf(first.provider.config) : [];
  if (!first || !atom) return undefined;
  const allowed = cloudDescriptors.map(({ providerConfig }) => providerConfig).join(", ");
  return {
    says: `A provider is given ${describe(atom)} as its config; allowed is a config object: ${allowed.replace(/, (\w+)$/, " or $1")}.`,
    at: configPlace(source, first),
  };
}

/** What is written as an object is none of a class, unless it may have more than that. Of what is not there the compiler speaks, and a path may have left it out. */
function isPlain(atom: Atom): boolean {
  if (atom.kind === "object") return atom.class === undefined && atom.base === undefined && !atom.open;
  return atom.kind === "array" || (atom.kind === "literal" && atom.value !== undefined && atom.value !== null);
}

/** What it is, never what it holds. */
function describe(atom: Atom): string {
  if (atom.kind === "array") return "an array";
  return atom.kind === "literal" ? `a ${typeof atom.value}` : "a plain object";
}

/** The config where the call spells it out, or a derived class' constructor, else the call. */
export function configPlace(source: SourceView, { site, configSite, isDerived }: ProviderMade): Site {
  if (configSite?.file !== site.file) return site;
  if (isDerived) return configSite;
  const [inner, outer] = [source.offsets(configSite), source.offsets(site)];
  return outer.start <= inner.start && inner.end <= outer.end ? configSite : site;
}
