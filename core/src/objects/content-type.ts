/** The media type that a key's ending stands for; undefined where it stands for none that is known. */
export function contentTypeOf(key: string): string | undefined {
  return contentTypes[
    key
      .slice(key.lastIndexOf("/") + 1)
      .toLowerCase()
      .split(".")
      .at(-1) ?? ""
  ];
}

const contentTypes: Readonly<Record<string, string>> = {
  parquet: "application/vnd.apache.parquet",
  csv: "text/csv",
  tsv: "text/tab-separated-values",
  json: "application/json",
  ndjson: "application/x-ndjson",
  jsonl: "application/x-ndjson",
  arrow: "application/vnd.apache.arrow.file",
  ipc: "application/vnd.apache.arrow.file",
  avro: "application/avro",
  txt: "text/plain",
  md: "text/markdown",
  html: "text/html",
  xml: "application/xml",
  yaml: "application/yaml",
  png: "image/png",
  jpg: "image/jpeg",
  svg: "image/svg+xml",
  pdf: "application/pdf",
  gz: "application/gzip",
  zip: "application/zip",
};
