import { GlacierError } from "../../errors.ts";
import { cancelled } from "../../objects/cancellation.ts";
import { type ErrorContext, translateError } from "./errors.ts";
import { statusOf, withoutSecrets } from "./native-error.ts";

/** An error of looking for credentials, which comes before any request is made. */
export function translateCredentialError(error: unknown, context: ErrorContext, lookedFor: string): unknown {
  if (error instanceof GlacierError || !(error instanceof Error)) return error;
  if (context.signal?.aborted) return cancelled(context.operation, context.signal);
  const options = { operation: context.operation, cause: withoutSecrets(error) };
  const status = statusOf(error);
  if (status !== undefined && status >= 400 && status < 500 && status !== 429) {
    return new GlacierError("ACCESS_DENIED", `${context.uri} cannot be reached: AWS refused the credentials for it (${error.name}).`, {
      ...options,
      hint: `Looked for: ${lookedFor}. Check that the role exists and trusts whoever asks, and sign in again if a session has ended: aws sso login.`,
    });
  }
  if (!isOfProvider(error)) return translateError(error, context);
  // The SDK has one name for all of these; only its text tells a session that has ended from none that was ever there.
  if (/\b(expired|invalid|re-authenticate|refresh)/i.test(error.message)) {
    return new GlacierError("ACCESS_DENIED", `${context.uri} cannot be reached: the session has ended (${error.name}).`, {
      ...options,
      hint: "Sign in again: aws sso login, with the profile if there is one.",
    });
  }
  return new GlacierError(
    "CREDENTIALS_MISSING",
    `no credentials found: looked for ${lookedFor}, to reach ${context.uri} (${error.name}).`,
    {
      ...options,
      hint: "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE, or run: aws configure, or aws sso login. A public bucket is asked with some, too; any account's do.",
    },
  );
}

/** CredentialsProviderError, TokenProviderError, ProviderError. */
const isOfProvider = (error: Error): boolean => error.name.endsWith("ProviderError");
