import type { LazyDataFrame } from "nodejs-polars";
import type { DataFormat } from "../config/formats.ts";
import { type ErrorCode, GlacierError } from "../errors.ts";
import { frameKind } from "./frame-kind.ts";
import { marksIn, replaceMarked } from "./mark.ts";
import { errorInText } from "./served-error.ts";

export interface PolarsErrorContext {
  /** What was being done, for instance `bucket.scan`. */
  readonly operation?: string | undefined;
  /** What was read. Default: what `data` reads, as far as the error's text fits it. */
  readonly uri?: string | undefined;
  /** What was being written, from `data`. Default: nothing. */
  readonly destination?: string | undefined;
  /** The frames that were at work, and the URIs of what may have been scanned. Default: what this process has scanned. */
  readonly data?: readonly unknown[] | undefined;
}

/**
 * A Polars error that speaks about data, as a Glacier error; undefined for one that speaks about the caller's own expressions
 * (an unknown column, a type that does not fit), which is best shown as it is, and for one about other data than the given.
 *
 * Polars throws plain `Error`s, also long after a scan, at the user's own `collect()`: the text is all there is to tell them apart.
 * Corrupt data and data of another format are both `UNSUPPORTED_FORMAT`: the bytes are not what the bucket's format says,
 * and the remedy is the same, another object or another `format`.
 */
export function translatePolarsError(error: unknown, context: PolarsErrorContext = {}): GlacierError | undefined {
  if (!(error instanceof Error) || error instanceof GlacierError) return undefined;
  const served = errorInText(error.message, error);
  if (served) return served;
  const text = readable(error.message);
  for (const translation of translations) {
    if (!translation.pattern.test(error.message)) continue;
    const { code, hint, retryable = false } = translation;
    const { operation } = context;
    const said = statement(error.message, translation, context);
    return said === undefined ? undefined : new GlacierError(code, `${said}: ${text}`, { hint, operation, retryable, cause: error });
  }
  return undefined;
}

/** What the error is about, and what is wrong with it; undefined when it is about none of the given data. */
function statement(
  message: string,
  { about, says, isOwn }: Translation,
  { uri, destination, data }: PolarsErrorContext,
): string | undefined {
  if (uri !== undefined) return `${uri} ${says}`;
  if (data === undefined) return `${likelySource(message, [...sources]) ?? "The data"} ${says}`;
  const read = sourcesOf(data).filter((source) => !isOwn?.(message, source[1]) || isNamed(message, source));
  // A limit or a permission is a matter of what is written, or of a file of the user's own, unless the error names what was read.
  const isElsewhere = about === "destination" || (about === "either" && !read.some((source) => isNamed(message, source)));
  const source = isElsewhere ? undefined : likelySource(message, read);
  if (source !== undefined) return `${source} ${says}${destination === undefined ? "" : ` (found while ${destination} was written)`}`;
  return destination === undefined ? undefined : `${destination} ${says}`;
}

/** Has a Polars error, and the plan that it quotes, name what was scanned, and not where Polars found it. It stays the same error. */
export function withoutMarks(error: unknown): void {
  if (!(error instanceof Error) || marksIn(error.message).length === 0) return;
  const { message, stack = "" } = error;
  error.message = named(message);
  error.stack = named(stack);
}

const named = (text: string): string => replaceMarked(text, (mark) => sources.get(mark)?.uri ?? "what was scanned");

/** Remembers which object, of how many files, the folder or the mark that is given to Polars stands for, so that errors name the object. */
export function nameSource(folder: string, uri: string, format: DataFormat, files: number): void {
  // The latest last: a long-lived process forgets the oldest.
  sources.delete(folder);
  sources.set(folder, { uri, format, files });
  if (sources.size > 10_000) sources.delete(sources.keys().next().value ?? "");
}

interface SourceObject {
  readonly uri: string;
  readonly format: DataFormat;
  readonly files: number;
}

type Source = [folder: string, object: SourceObject];

const sources = new Map<Source[0], Source[1]>();

/** What lazy frames read, by their plans, and what has one of the URIs. */
function sourcesOf(data: readonly unknown[]): Source[] {
  const plans = data.flatMap((frame) => planOf(frame) ?? []);
  return [...sources].filter((source) => data.includes(source[1].uri) || plans.some((plan) => isNamed(plan, source)));
}

function planOf(frame: unknown): string | undefined {
  if (frameKind(frame) !== "lazy") return undefined;
  try {
    // The tag says that it is one; the plan's text names the files.
    return String((frame as LazyDataFrame).describePlan());
  } catch {
    // A frame whose plan is wrong in itself: the error at hand tells more.
    return undefined;
  }
}

/** The object that an error is about, or those that it can be about; undefined when it fits none. Polars seldom says where it was reading. */
function likelySource(message: string, read: readonly Source[]): string | undefined {
  const format = formatIn(message);
  const named = read.filter((source) => isNamed(message, source));
  return oneOf(named.length > 0 ? named : read.filter(([, source]) => format === undefined || source.format === format));
}

function oneOf(candidates: readonly Source[]): string | undefined {
  const uris = [...new Set(candidates.map(([, { uri }]) => uri))];
  if (uris.length <= 1) return uris[0];
  const more = uris.length > 5 ? ` and ${uris.length - 5} more` : "";
  return `One of ${uris.slice(0, 5).join(", ")}${more}`;
}

const isNamed = (text: string, [folder]: Source): boolean => text.includes(nameOf(folder));

function formatIn(message: string): DataFormat | undefined {
  const mentions: readonly [DataFormat, RegExp][] = [
    ["parquet", /parquet|PAR1|thrift/i],
    ["ndjson", /ndjson|json|syntax at character|tapeerror/i],
    ["csv", /csv|ragged|utf-8/i],
    ["ipc", /\bipc\b|flatbuffer|InvalidFooter|out-of-spec/i],
  ];
  return mentions.find(([, pattern]) => pattern.test(message))?.[0];
}

interface Translation {
  readonly code: ErrorCode;
  readonly pattern: RegExp;
  /** Whose fault it is, where one thing is read and another written. */
  readonly about: "source" | "destination" | "either";
  /** Continues "`URI` …". */
  readonly says: string;
  readonly hint: string;
  readonly retryable?: boolean;
  /** Whether the text is as likely one about the author's own expressions, so that an object it does not name is not blamed. Default: never. */
  readonly isOwn?: (message: string, object: SourceObject) => boolean;
}

const otherFormat = "Check that the bucket's format is the object's format, and that the object was written completely.";

/** In order; the first that matches counts. Texts of nodejs-polars 0.26. */
const translations: readonly Translation[] = [
  {
    code: "NOT_FOUND",
    about: "either",
    pattern: /no such file or directory|os error 2\b|expanded paths were empty/i,
    says: "was not found",
    hint: "Check the path.",
  },
  // Of a cloud, where the cloud itself could not be asked for a better reason.
  {
    code: "NOT_FOUND",
    about: "source",
    pattern: /object-store error: .*(not found|status code: 404)/i,
    says: "was not found",
    hint: "Check the path.",
  },
  {
    code: "ACCESS_DENIED",
    about: "source",
    pattern: /object-store error: .*status code: (401|403)/i,
    says: "may not be read",
    hint: "Check the credentials and what they may do.",
  },
  {
    code: "THROTTLED",
    about: "source",
    pattern: /object-store error: .*status code: (429|503)/i,
    says: "could not be read: the cloud asks for fewer requests",
    hint: "Try again later, or read less at once.",
    retryable: true,
  },
  {
    code: "NETWORK",
    about: "source",
    pattern: /object-store error/i,
    says: "could not be read",
    hint: "Check the network and the endpoint, and try again.",
    retryable: true,
  },
  {
    code: "ACCESS_DENIED",
    about: "either",
    pattern: /permission denied|os error 13\b|os error 1\b/i,
    says: "may not be read or written",
    hint: "Check the permissions.",
  },
  {
    code: "THROTTLED",
    about: "either",
    pattern: /no space left|os error 28\b/i,
    says: "could not be processed: a disk of this machine is full",
    hint: "Make room. What goes to a cloud passes through the folder for temporary files: have TMPDIR (on Windows TEMP) name one with room for it.",
    retryable: true,
  },
  {
    code: "THROTTLED",
    about: "either",
    pattern: /too many open files|os error 24\b|cannot allocate memory/i,
    says: "could not be processed: a limit of this machine is reached",
    hint: "Make room, or read less at once.",
    retryable: true,
  },
  {
    code: "UNSUPPORTED_FORMAT",
    about: "destination",
    pattern:
      /does not support nested data|not yet implemented: write|not supported (for|in|by) (csv|avro|ndjson|parquet|ipc)|(csv|avro|parquet|ipc)\b.* not (yet )?supported|type .* not supported/i,
    says: "cannot hold this data in its format",
    hint: "Use parquet or ipc, or cast the columns to types that the format has, such as text.",
  },
  {
    code: "UNSUPPORTED_FORMAT",
    about: "source",
    pattern:
      /could not parse|unable to parse|cannot parse '.*' \(\w+\) as |invalid primitive value|truncate_ragged_lines|more fields than defined/i,
    says: "has a value that does not fit its column",
    hint: "Mend the value in the data, or read the column as text.",
  },
  {
    code: "UNSUPPORTED_FORMAT",
    about: "source",
    pattern:
      /schema (mismatch|lengths differ|names differ)|extra columns?|missing columns?|missing_columns=|data ?type mismatch for column|failed to vstack|unable to (vstack|append to a DataFrame)/i,
    says: "has files whose columns differ",
    hint: "Files that are scanned together need the same columns.",
    // Frames are put together by `concat` and `vstack`, too.
    isOwn: (_, { files }) => files < 2,
  },
  {
    code: "UNSUPPORTED_FORMAT",
    about: "source",
    pattern:
      /out of spec|out-of-spec|outofspec|oos\b|must end with PAR1|must contain a header and footer|valid utf-?8|invalid (footer|magic|thrift)|empty csv|syntax at character|cannot infer ndjson|could not infer data-type|invalid json|json.*(error|expected)|tapeerror|panicked|range (start|end) index|index out of bounds|capacity overflow|joinerror|flatbuffer|decompress|snappy|zstd|lz4|corrupt|unexpected (eof|end of file)|failed to fill whole buffer|invalid argument \(os error 22\)|lengths don't match|error_kind: |view contained|non-zero padding/i,
    says: "cannot be read in this format",
    hint: otherFormat,
    isOwn: (message) => /lengths don't match/.test(message),
  },
];

/** The first line, with the object's URI in place of the hidden folder that Polars was given. */
function readable(message: string): string {
  // Advice about Polars' own options, which the author of a pipeline has not given, is left out.
  const line = (message.split("\n")[0] ?? "").replaceAll(
    / ?\(set POLARS_VERBOSE=1[^)]*\)|, hint: specify this column in the schema.*? in scan options|, consider passing `[^`]*`/g,
    "",
  );
  const words = line.split(" ").map((word) => [...sources].find(([folder]) => word.includes(nameOf(folder)))?.[1].uri ?? word);
  const text = named(words.join(" "));
  return text.length > 300 ? `${text.slice(0, 297)}...` : text;
}

/** A mark, or the last part of a path of this machine, which is unique. Polars leaves out the beginning of long ones. */
const nameOf = (folder: string): string => folder.slice(Math.max(folder.lastIndexOf("/"), folder.lastIndexOf("\\")) + 1);
