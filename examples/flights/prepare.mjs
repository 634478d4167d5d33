// Puts the flights and the airports where the local cloud keeps the bucket `flights-raw`: `node prepare.mjs [DIR]`, DIR ./data.
import { copyFileSync, mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const source = fileURLToPath(new URL("../data", import.meta.resolve("vega-datasets")));
const bucket = join(resolve(process.argv[2] ?? "data"), "flights-raw");
mkdirSync(bucket, { recursive: true });
for (const file of ["flights-3m.parquet", "airports.csv"]) copyFileSync(join(source, file), join(bucket, file));
console.log(`flights-3m.parquet and airports.csv are in ${bucket}`);
