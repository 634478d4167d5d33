import type { DataType, LazyDataFrame } from "nodejs-polars";
import { GlacierError } from "../errors.ts";
import { translatePolarsError } from "./errors.ts";
import { loadPolars } from "./load.ts";
import type { ScanFiles } from "./scan.ts";

type Fields = Readonly<Record<string, DataType>>;

/**
 * A lazy frame with every field of every row of every file. By itself Polars takes the fields from the first rows of the first file and drops all
 * others without a word, and where it puts unlike files together it makes 1 of `true` and `{"x": 1}` of 1. So each file is gone through for its
 * fields: one alone when the frame is collected, several now, because what does not go together is to be told with its place.
 *
 * @throws {GlacierError} `UNSUPPORTED_FORMAT` when a field's values in two files cannot be of one type.
 */
export async function scanNdjsonFiles(source: ScanFiles): Promise<LazyDataFrame> {
  const pl = await loadPolars();
  const { uri, keys, together, each, cloudOptions } = source;
  const scan = (path: string): LazyDataFrame => pl.scanJson(path, { inferSchemaLength: null, ...(cloudOptions && { cloudOptions }) });
  const frames = each.map(scan);
  const [first, ...others] = frames;
  if (first === undefined || others.length === 0) return first ?? pl.DataFrame({}).lazy();
  const fields = await Promise.all(frames.map((frame, index) => fieldsOf(frame, `${keys[index]} in ${uri}`)));
  requireOneType(fields, source);
  const isKnown = (of: Fields): boolean => Object.entries(of).every(([name, type]) => String(fields[0]?.[name]) === String(type));
  // One scan of the folder is faster than one of each file, and knows what the first file has.
  return together !== undefined && fields.every(isKnown) ? scan(together) : pl.concat(frames, { how: "diagonal" });
}

async function fieldsOf(frame: LazyDataFrame, uri: string): Promise<Fields> {
  try {
    return (await frame.limit(0).collect()).schema;
  } catch (error) {
    throw translatePolarsError(error, { operation: "bucket.scan", uri }) ?? error;
  }
}

function requireOneType(files: readonly Fields[], { uri, keys }: ScanFiles): void {
  const seen = new Map<string, { type: DataType; key: string | undefined }>();
  for (const [index, fields] of files.entries()) {
    for (const [name, type] of Object.entries(fields)) {
      const before = seen.get(name);
      const clash = before && clashOf(name, before.type, type);
      if (clash) {
        const found = `'${clash.field}' is ${clash.one.variant} in ${before.key} and ${clash.two.variant} in ${keys[index]}`;
        throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} has files whose fields differ: ${found}.`, {
          hint: "Scan such files apart, or mend the field in one of them.",
          operation: "bucket.scan",
        });
      }
      // A type of nulls only says nothing about the next file.
      if (before === undefined || before.type.variant === "Null") seen.set(name, { type, key: keys[index] });
    }
  }
}

interface Clash {
  readonly field: string;
  readonly one: DataType;
  readonly two: DataType;
}

/** Where two types part that no one column can hold as they are: it can hold numbers, and anything plain as the text that JSON has for it. */
function clashOf(field: string, one: DataType, two: DataType): Clash | undefined {
  if (one.variant === "Null" || two.variant === "Null" || String(one) === String(two)) return undefined;
  if (one.variant === "List" && two.variant === "List") return clashOf(`${field}[]`, itemOf(one), itemOf(two));
  if (one.variant === "Struct" && two.variant === "Struct") {
    const others = membersOf(two);
    const clashes = [...membersOf(one)].map(([name, type]) => {
      const other = others.get(name);
      return other && clashOf(`${field}.${name}`, type, other);
    });
    return clashes.find((clash) => clash !== undefined);
  }
  const fits = (isNumber(one) && isNumber(two)) || (isPlain(one) && isPlain(two) && (isText(one) || isText(two)));
  return fits ? undefined : { field, one, two };
}

const isText = ({ variant }: DataType): boolean => variant === "String" || variant === "Utf8";
const isNumber = ({ variant }: DataType): boolean => /^(U?Int|Float)\d+$/.test(variant);
const isPlain = (type: DataType): boolean => isText(type) || isNumber(type) || type.variant === "Bool";

// Polars' types hide what they are made of from TypeScript, not from JavaScript.
const itemOf = (list: DataType): DataType => (Reflect.get(list, "inner") as [DataType])[0];
const membersOf = (struct: DataType): Map<string, DataType> =>
  new Map((Reflect.get(struct, "fields") as { name: string; dtype: DataType }[]).map(({ name, dtype }) => [name, dtype]));
