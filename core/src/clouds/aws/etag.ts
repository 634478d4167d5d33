/** An etag as Glacier shows it: without the quotes that HTTP puts around it. */
export const unquoted = (etag: string | undefined): string => etag?.replaceAll('"', "") ?? "";

/** As HTTP wants it in a condition. */
export const quoted = (etag: string): string => `"${unquoted(etag)}"`;
