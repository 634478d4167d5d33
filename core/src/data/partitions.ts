import type { DataType, LazyDataFrame } from "nodejs-polars";
import type { pl as polars } from "./polars.ts";

type Polars = typeof polars;

/** `region=eu%20west/x.parquet` → `{ region: "eu west" }`. */
export function partitionsIn(name: string): Record<string, string> {
  const folders = name.split("/").slice(0, -1);
  return Object.fromEntries(
    folders.map((folder) => [folder.slice(0, folder.indexOf("=")), decoded(folder.slice(folder.indexOf("=") + 1))]),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A percent sign that is meant as one.
    return text;
  }
}

/** Adds to each file's frame what Polars adds by itself to Parquet: a column for each `column=value`, of the type that all its values have. */
export function withPartitions(
  frames: readonly LazyDataFrame[],
  partitions: readonly Readonly<Record<string, string>>[],
  pl: Polars,
): LazyDataFrame[] {
  const columns = Object.keys(partitions[0] ?? {}).map((name) => {
    const values = partitions.map((of) => (of[name] === NULL_PARTITION ? null : (of[name] ?? null)));
    const type = typeOf(
      values.filter((value) => value !== null),
      pl,
    );
    return values.map((value) => literal(value, type, pl).alias(name));
  });
  return frames.map((frame, index) => frame.withColumns(...columns.flatMap((column) => column[index] ?? [])));
}

/** What Hive writes for a partition without a value. */
const NULL_PARTITION = "__HIVE_DEFAULT_PARTITION__";

/** The type that Polars takes for them: what it does for a column of CSV, and days and times of day besides. */
function typeOf(values: readonly string[], pl: Polars): DataType {
  if (values.length === 0) return pl.Utf8;
  if (values.every((value) => DAY.test(value))) return pl.Date;
  if (values.every((value) => TIME.test(value))) return pl.Datetime("us");
  if (values.some((value) => /[\s",]/.test(value))) return pl.Utf8;
  return pl.readCSV(`value\n${values.join("\n")}\n`, { inferSchemaLength: values.length + 1 }).getColumn("value").dtype;
}

const DAY = /^\d{4}-\d\d-\d\d$/;
const TIME = /^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(\.\d{1,3})?$/;

function literal(value: string | null, type: DataType, pl: Polars): ReturnType<Polars["lit"]> {
  switch (type.variant) {
    case "Bool":
      return pl.lit(value === null ? null : value === "true").cast(pl.Bool);
    case "Date":
      return pl.lit(value).cast(pl.Utf8).str.strptime(pl.Date, "%Y-%m-%d");
    case "Datetime":
      return pl
        .lit(value === null ? null : String(Date.parse(`${value.replace(" ", "T")}Z`)))
        .cast(pl.Utf8)
        .cast(pl.Int64)
        .cast(pl.Datetime("ms"))
        .cast(type);
    default:
      return pl.lit(value).cast(pl.Utf8).cast(type);
  }
}
