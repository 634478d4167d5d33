// A process that tries a conditional upload as often as it is told, and prints how often it succeeded. Arguments: base path, key, condition, times.
import { LocalConfig } from "@glacier/core/config";
import { Provider } from "@glacier/core/resources";
import { GlacierError } from "../../../../core/src/errors.ts";

const [basePath = "", key = "", condition = "", times = "0"] = process.argv.slice(2);
const bucket = new Provider({ config: new LocalConfig({ basePath }) }).bucket("lake");

let successes = 0;
for (let turn = 0; turn < Number(times); turn++) {
  try {
    if (condition === "new") await bucket.upload(`${key}${turn}`, String(process.pid), { ifNoneMatch: "*" });
    else await addOne();
    successes++;
  } catch (error) {
    if (!(error instanceof GlacierError) || error.code !== "CONFLICT") throw error;
  }
}
process.stdout.write(String(successes));

/** A counter that is read, and written only where nobody counted meanwhile. */
async function addOne(): Promise<void> {
  const { etag } = await bucket.stat(key);
  const chunks = await (await bucket.read(key, { ifMatch: etag })).toArray();
  await bucket.upload(key, String(Number(Buffer.concat(chunks).toString()) + 1), { ifMatch: etag });
}
