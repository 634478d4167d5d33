/** Why a cloud does not take a name, or takes it with trouble. */
export interface NameProblem {
  /** Continues "The name … ". */
  readonly says: string;
  /** `error`: the API refuses it. `warning`: it works, and somebody should look. */
  readonly severity: "error" | "warning";
}

/** What a cloud says about names of one kind of resource. `config` are the fields of the resource's config, as far as they are known. */
export type NameRule = (name: string, config?: Readonly<Record<string, unknown>>) => NameProblem | undefined;

/** The first thing that is wrong with a name. A check is a form that the name must have or must not have, or a test that it must pass. */
export function nameRule(checks: readonly NameCheck[]): NameRule {
  return (name, config = {}) => {
    const failed = checks.find(({ must, mustNot, unless }) => {
      if (unless?.(config)) return false;
      return (must !== undefined && !passes(must, name)) || (mustNot !== undefined && passes(mustNot, name));
    });
    return failed && { says: failed.says, severity: failed.severity ?? "error" };
  };
}

export interface NameCheck {
  readonly must?: NameForm;
  readonly mustNot?: NameForm;
  readonly says: string;
  /** Default: `error`. */
  readonly severity?: "warning";
  /** A config with which this does not count. */
  readonly unless?: (config: Readonly<Record<string, unknown>>) => boolean;
}

type NameForm = RegExp | ((name: string) => boolean);

const passes = (form: NameForm, name: string): boolean => (typeof form === "function" ? form(name) : form.test(name));

/** Four groups of digits, each at most 255: what a name server takes for an address. */
export const isIpAddress = (name: string): boolean =>
  /^\d{1,3}(\.\d{1,3}){3}$/.test(name) && name.split(".").every((part) => Number(part) < 256);

/** Why no provider takes a name for a bucket, whatever its cloud: it must name one folder on a laptop. */
export function plainBucketNameProblem(name: string): string | undefined {
  if (name.trim() === "") return "is empty";
  const isPath = /[/\\\0]/.test(name) || name === "." || name === ".." || name.toLowerCase().startsWith(".glacier");
  return isPath ? "is a path" : undefined;
}

/** A name that every cloud takes, as far as its form goes. */
export const PORTABLE_NAME = /^(?=.{3,63}$)[a-z0-9]+(-[a-z0-9]+)*$/;

/** The nearest name of that form; undefined where nothing is left of it. */
export function portableForm(name: string): string | undefined {
  const folded = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "-")
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, "");
  return PORTABLE_NAME.test(folded) ? folded : undefined;
}
