import { REDACTED, withoutCredentials } from "../config/redact.ts";

const secretName = /SECRET|TOKEN|PASSWORD|PASSWD|ACCESS_KEY|ACCOUNT_KEY|API_KEY|CONNECTION_STRING|CREDENTIAL|PRIVATE_KEY/i;
/** Shorter values (`true`, `1`, `test`) would blot out ordinary words. */
const shortestSecret = 8;

/** A text of others, such as an SDK's message, without the credentials in it: those that look like one, and those of the environment. */
export function withoutSecrets(text: string, env: NodeJS.ProcessEnv = process.env): string {
  let clean = text;
  for (const [name, value] of Object.entries(env)) {
    // A path to a credentials file is no secret, and the reader needs it.
    if (value && value.length >= shortestSecret && secretName.test(name) && !/^[./~]|^[A-Za-z]:\\/.test(value))
      clean = clean.replaceAll(value, REDACTED);
  }
  return withoutCredentials(clean);
}

/** Longer texts (a whole response, a dumped buffer) are cut: events are read by people and sent between processes. */
const longestText = 10_000;

/** A text of others as it may be shown: without credentials, and not too long. */
export function showText(text: string): string {
  const whole = withoutSecrets(text);
  return whole.length > longestText ? `${whole.slice(0, longestText)} ... (${whole.length - longestText} more characters)` : whole;
}
