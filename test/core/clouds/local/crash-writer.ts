// A process that writes version after version of a bucket's data until it is killed. Arguments: base path, path, format, mode, first version.

import { LocalConfig } from "@glacier/core/config";
import { Provider } from "@glacier/core/resources";
import { pl } from "../../../../core/src/data/polars.ts";

const [basePath = "", path = "", format = "", mode = "", first = "0"] = process.argv.slice(2);
const bucket = new Provider({ config: new LocalConfig({ basePath }) }).bucket("lake", { path, format });

for (let version = Number(first); ; version++) {
  const rows = pl.DataFrame({ version: new Array(5_000).fill(version), noise: Array.from({ length: 5_000 }, Math.random) });
  await bucket.write(rows, mode === "overwrite" ? { mode } : {});
  process.stdout.write(`${version}\n`);
}
