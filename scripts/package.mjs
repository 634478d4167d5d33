// `npm run package [-- --target linux-x64]`: builds, and makes and checks the .vsix of one platform, in artifacts/.
import { statSync } from "node:fs";
import { relative } from "node:path";
import { parseArgs } from "node:util";
import { packageExtension } from "./package/package-extension.ts";
import { buildAll } from "./support/build.ts";
import { duration, root } from "./support/command.ts";

try {
  const { values } = parseArgs({ options: { target: { type: "string" } } });
  const started = performance.now();
  await buildAll();
  const file = await packageExtension(values);
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  console.log(`${relative(root, file)}: ${megabytes} MB, checked, in ${duration(performance.now() - started)}.`);
} catch (error) {
  console.error(`package: ${error.message}`);
  process.exitCode = 1;
}
