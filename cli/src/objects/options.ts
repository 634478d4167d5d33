import { InvalidArgumentError } from "commander";

/** What the commands for objects take for an address; printed below their help. */
export const addressHelp = `
An address is s3://bucket/key, abfs://container@account.dfs.core.windows.net/key, gs://bucket/key, file:///folder/file or a path of this
machine; where the environment names the account, also az://container/key. One that ends in "/" is a folder. Keys stand in them as they are;
only in file:// is "%" an escape. How to reach a cloud is read from the environment variables that its own tools read (AWS_PROFILE, AWS_REGION,
AZURE_STORAGE_ACCOUNT, GOOGLE_APPLICATION_CREDENTIALS, …), and credentials from where these find them.`;

/** Whole command lines, printed first below a command's help. */
export const examples = (...lines: readonly string[]): string =>
  `\nExamples:\n${lines
    .map((line) => `  glacier ${line}\n`)
    .join("")
    .trimEnd()}`;

export function wholeNumber(text: string): number {
  return numberFrom(text, 1);
}

export function wholeNumberFromZero(text: string): number {
  return numberFrom(text, 0);
}

/** How many objects may be under way at once: more only wait for each other. */
export function concurrencyNumber(text: string): number {
  const value = /^[1-9]\d{0,2}$/.test(text) ? Number(text) : 0;
  if (value >= 1 && value <= 256) return value;
  throw new InvalidArgumentError("It must be a whole number from 1 to 256.");
}

function numberFrom(text: string, least: 0 | 1): number {
  if (/^(0|[1-9]\d{0,14})$/.test(text) && Number(text) >= least) return Number(text);
  throw new InvalidArgumentError(`It must be a whole number from ${least}.`);
}
