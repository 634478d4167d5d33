import * as z from "zod";
import type { ConfigCheck } from "./problems.ts";

/** Text that says something. */
export const text = (): z.ZodString => z.string().min(1);

/** A name, id or URL of a known form; `allowed` is the end of "allowed is …". */
export const pattern = (form: RegExp, allowed: string): z.ZodString => z.string().regex(form, allowed).meta({ allowed });

/** Whole numbers within limits. */
export const whole = (min: number, max?: number): z.ZodInt => (max === undefined ? z.int().min(min) : z.int().min(min).max(max));

/** Where a service is reached instead of the vendor's own address: an emulator, a proxy, a private endpoint. */
export const endpoint = (): z.ZodString =>
  pattern(/^https?:\/\/[^\s/?#@]+(\/[^\s?#]*)?$/, 'an http or https URL without user, password or query, such as "http://127.0.0.1:9000"');

/** A role of AWS. */
export const roleArn = (): z.ZodString =>
  pattern(/^arn:aws[a-z-]*:iam::\d{12}:role\/\S+$/, 'the ARN of a role, such as "arn:aws:iam::123456789012:role/etl"');

/** A service account of Google Cloud. */
export const serviceAccount = (): z.ZodString => pattern(/^[^\s@]+@[^\s@]+$/, "the e-mail address of a service account");

/** Environment variables of a function. Their values are shown nowhere. What a name may be differs between clouds: {@link variableNameCheck}. */
export const environment = (): z.ZodRecord<z.ZodString, z.ZodString> => z.record(z.string(), z.string());

/** Which names the variables of `environment` may have. */
export function variableNameCheck(names: {
  readonly form: RegExp;
  /** The end of "allowed is …". */
  readonly allowed: string;
  /** Whether the service sets a variable of this name itself. */
  readonly isReserved: (name: string) => boolean;
  readonly service: string;
}): ConfigCheck<{ readonly environment?: Readonly<Record<string, string>> | undefined }> {
  return {
    rule: "config-value",
    find: ({ environment: variables = {} }) =>
      Object.keys(variables).flatMap((name) => {
        const path = ["environment", name];
        const kind = "name";
        if (names.isReserved(name))
          return [{ path, kind, says: `is a variable that ${names.service} sets itself`, allowed: "another name" }];
        return names.form.test(name) ? [] : [{ path, kind, says: "has a name that is not allowed", allowed: names.allowed }];
      }),
  };
}
