import { REDACTED } from "../config/redact.ts";

/** Credentials by their look. Each keeps what tells the reader which one it was. */
const shapes: readonly [pattern: RegExp, replacement: string][] = [
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, REDACTED],
  [/\b(AccountKey|SharedAccessKey|SharedAccessSignature|Password|Pwd)=[^;\s"']+/gi, `$1=${REDACTED}`],
  [
    /([?&](?:sig|X-Amz-Signature|X-Amz-Credential|X-Amz-Security-Token|X-Goog-Signature|X-Goog-Credential|Signature|access_token|token)=)[^&\s"'<>]+/gi,
    `$1${REDACTED}`,
  ],
  [/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#@"']*:[^\s/?#@"']*@/gi, `$1${REDACTED}@`],
  [/\b(Bearer|Basic) [A-Za-z0-9+/_.~=-]{8,}/g, `$1 ${REDACTED}`],
  [/\bdapi[0-9a-f]{32}\b/g, REDACTED],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)/g, REDACTED],
];

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
  for (const [pattern, replacement] of shapes) clean = clean.replace(pattern, replacement);
  return clean;
}
