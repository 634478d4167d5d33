import type { DataFrame, DataType, LazyDataFrame } from "nodejs-polars";
import { didYouMean } from "../config/did-you-mean.ts";
import type { DataFormat } from "../config/formats.ts";
import { GlacierError } from "../errors.ts";
import type { JsonValue } from "../json.ts";
import { translatePolarsError } from "./errors.ts";
import { loadPolars } from "./load.ts";

/** A column of a preview. */
export interface PreviewColumn {
  readonly name: string;
  /** Polars' name of its type, such as `Int64`. */
  readonly type: string;
  readonly isNumeric: boolean;
}

/** Rows as plain data, each with a value per column. */
export interface PreviewedRows {
  readonly columns: readonly PreviewColumn[];
  /** Whole numbers beyond what a JavaScript number holds exactly, decimals, dates and times are texts. */
  readonly rows: readonly (readonly JsonValue[])[];
}

export interface RowChoice {
  readonly rows: number;
  /** Default: all. */
  readonly columns?: readonly string[] | undefined;
  /** What is read, for messages. */
  readonly uri: string;
}

/** The first rows of whole records of text. */
export async function rowsOfText(
  format: TextFormat,
  bytes: Buffer,
  { separator, ...choice }: RowChoice & { separator: string },
): Promise<PreviewedRows> {
  const pl = await loadPolars();
  return translating(choice.uri, async () => {
    if (bytes.length === 0) return { columns: [], rows: [] };
    const frame =
      format === "csv"
        ? pl.readCSV(bytes, { inferSchemaLength: SCHEMA_ROWS, sep: separator })
        : pl.readJSON(bytes, { format: "lines", inferSchemaLength: null });
    return firstRows(frame.lazy(), choice);
  });
}

/** As in a scan, so that a column has one type in both. */
const SCHEMA_ROWS = 10_000;

/** The first rows of whole blocks of Avro. */
export async function rowsOfAvro(bytes: Buffer, choice: RowChoice): Promise<PreviewedRows> {
  const pl = await loadPolars();
  return translating(choice.uri, async () => firstRows(pl.readAvro(bytes).lazy(), choice));
}

/** The first rows of a scan: only the columns that are asked for are read, and as few row groups as hold the rows. */
export async function rowsOfScan(frame: LazyDataFrame, choice: RowChoice): Promise<PreviewedRows> {
  return translating(choice.uri, () => firstRows(frame, choice));
}

async function firstRows(frame: LazyDataFrame, { rows, columns, uri }: RowChoice): Promise<PreviewedRows> {
  const pl = await loadPolars();
  const { schema } = await frame.limit(0).collect();
  const names = columns === undefined ? Object.keys(schema) : requireColumns([...new Set(columns)], Object.keys(schema), uri);
  const chosen = names.map((name) => ({ name, dataType: schema[name] as DataType }));
  if (chosen.length === 0) return { columns: [], rows: [] };
  const shown = chosen.map(({ name, dataType }) => (isExactAsText(dataType) ? pl.col(name).cast(pl.Utf8) : pl.col(name)));
  // The cast comes after the limit: the plan reads as few rows as it can.
  const found: DataFrame = await frame
    .select(...names)
    .limit(rows)
    .select(...shown)
    .collect();
  return {
    columns: chosen.map(({ name, dataType }) => ({ name, type: typeName(dataType), isNumeric: isNumeric(dataType) })),
    rows: recordsOf(found, chosen).map((record) => chosen.map(({ name, dataType }) => plainValue(record[name], dataType))),
  };
}

type Chosen = readonly { readonly name: string; readonly dataType: DataType }[];

/** Polars gives JavaScript no value of some nested types, but it writes them as JSON. */
function recordsOf(frame: DataFrame, chosen: Chosen): Record<string, unknown>[] {
  const nested = chosen.filter(({ dataType }) => isNested(dataType)).map(({ name }) => name);
  if (nested.length === 0 || frame.height === 0) return frame.toRecords();
  const flat = chosen.map(({ name }) => name).filter((name) => !nested.includes(name));
  const plain: Record<string, unknown>[] = flat.length === 0 ? [] : frame.select(...flat).toRecords();
  const lines = frame
    .select(...nested)
    .writeJSON({ format: "lines" })
    .toString()
    .trimEnd()
    .split("\n");
  return lines.map((line, index) => ({ ...plain[index], ...(JSON.parse(line) as Record<string, unknown>) }));
}

const isNested = ({ variant }: DataType): boolean => /^(List|FixedSizeList|Array|Struct|Object)$/.test(variant);

function requireColumns(names: readonly string[], known: readonly string[], uri: string): readonly string[] {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return names;
  const suggestion = didYouMean(unknown, known);
  throw new GlacierError("CONFIG_INVALID", `${uri} has no column ${JSON.stringify(unknown)}.`, {
    hint:
      suggestion === undefined
        ? `Its columns are ${known.slice(0, 20).join(", ")}${known.length > 20 ? ", …" : ""}.`
        : `Did you mean ${suggestion}?`,
    operation: OPERATION,
  });
}

/** What JavaScript has no exact value for. */
const isExactAsText = ({ variant }: DataType): boolean => /^(U?Int(64|128)|Decimal|Date|Datetime|Time)$/.test(variant);

const isNumeric = ({ variant }: DataType): boolean => /^(U?Int\d+|Float\d+|Decimal)$/.test(variant);

/** `DataType(List(DataType(Float64)))` → `List(Float64)`, and without empty arguments. */
function typeName(dataType: DataType): string {
  const text = String(dataType);
  if (/Struct/.test(text)) return dataType.variant;
  return text
    .replaceAll(/DataType\(((?:[^()]|\([^()]*\))*)\)/g, "$1")
    .replaceAll(/DataType\((.*)\)$/g, "$1")
    .replaceAll(/,\)/g, ")");
}

function plainValue(value: unknown, dataType: DataType): JsonValue {
  const isWhole = /^U?Int(64|128)$/.test(dataType.variant);
  if (isWhole && typeof value === "string" && Number.isSafeInteger(Number(value))) return Number(value);
  return toJson(value);
}

function toJson(value: unknown): JsonValue {
  if (value === null || value === undefined) return null;
  if (typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return Number.isFinite(value) ? value : String(value);
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (ArrayBuffer.isView(value)) return `0x${Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString("hex")}`;
  if (Array.isArray(value)) return value.map(toJson);
  // A nested series is iterable; a struct is an object of its fields.
  if (typeof value === "object") {
    return Symbol.iterator in value
      ? Array.from(value as Iterable<unknown>, toJson)
      : Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, toJson(inner)]));
  }
  return String(value);
}

const OPERATION = "previewRows";

/** Nothing here is the caller's own expression: whatever Polars finds wrong is wrong with the object. */
async function translating<Result>(uri: string, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof GlacierError) throw error;
    const known = translatePolarsError(error, { operation: OPERATION, uri });
    if (known || !(error instanceof Error)) throw known ?? error;
    throw new GlacierError("UNSUPPORTED_FORMAT", `${uri} cannot be read in this format: ${error.message.split("\n")[0]}`, {
      hint: "Check that it is of the format, and was written completely.",
      operation: OPERATION,
      cause: error,
    });
  }
}

export type TextFormat = Extract<DataFormat, "csv" | "ndjson">;
