// Runs before every npm script. An old Node fails much later and obscurely (optional native packages are skipped
// silently by npm when their `engines` want more), so stop here, with the one line that helps.
import { readFileSync } from "node:fs";

const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const wanted = /\d+\.\d+/.exec(engines.node)[0].split(".").map(Number);
const have = process.versions.node.split(".").map(Number);
if (have[0] < wanted[0] || (have[0] === wanted[0] && have[1] < wanted[1])) {
  const script = process.env.npm_lifecycle_event ?? "test";
  const command = script === "test" ? "npm test" : `npm run ${script}`;
  console.error(
    `Glacier needs Node ${wanted.join(".")} or newer, and this is ${process.version}: run "npx -y -p node@24 -- ${command}" instead.`,
  );
  process.exit(1);
}
