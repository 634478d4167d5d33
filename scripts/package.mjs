// `npm run package [-- --target linux-x64]`: builds, stages and checks the .vsix of one platform, in artifacts/.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { createVSIX } from "@vscode/vsce";
import { stageExtension } from "./package/stage.mjs";
import { unzip } from "./package/unzip.mjs";
import { verifyFiles, verifyLoads } from "./package/verify.mjs";
import { buildAll } from "./support/build.mjs";
import { duration, root } from "./support/command.mjs";
import { PLATFORMS, thisPlatform } from "./support/platforms.mjs";

/**
 * Packages what is built. The file appears only when the package has been unpacked again and found right.
 * @param {{ target?: string }} options a platform, by VS Code's name; default: this one
 * @returns {Promise<string>} the .vsix
 * @throws with every reason why the package is not right
 */
export async function packageExtension({ target = thisPlatform() } = {}) {
  const machine = PLATFORMS[target];
  if (!machine) throw new Error(`"${target}" is no platform: expected ${Object.keys(PLATFORMS).join(", ")}`);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const file = join(root, "artifacts", `glacier-${target}-${version}.vsix`);
  mkdirSync(join(root, "artifacts"), { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "glacier-package-"));
  try {
    const staged = join(scratch, "staged");
    mkdirSync(staged);
    stageExtension(staged, machine);
    writeFileSync(join(staged, ".vscodeignore"), "# Everything in this folder ships.\n");
    const draft = join(scratch, "draft.vsix");
    // The dependencies are staged as files; vsce would look for them in a node_modules folder of its own.
    await createVSIX({
      cwd: staged,
      packagePath: draft,
      target,
      dependencies: false,
      allowMissingRepository: true,
      rewriteRelativeLinks: false,
    });
    const unpacked = unzip(draft, join(scratch, "unpacked"));
    const problems = verifyFiles(unpacked, machine);
    if (target === thisPlatform() && problems.length === 0) problems.push(...(await verifyLoads(unpacked)));
    if (problems.length > 0) throw new Error(`the package is not right:\n${problems.map((problem) => `- ${problem}`).join("\n")}`);
    const finished = `${file}.${process.pid}`;
    writeFileSync(finished, readFileSync(draft));
    renameSync(finished, file);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
  return file;
}

async function main() {
  const { values } = parseArgs({ options: { target: { type: "string" } } });
  const started = performance.now();
  await buildAll();
  const file = await packageExtension(values);
  const megabytes = (statSync(file).size / 1e6).toFixed(1);
  console.log(`${relative(root, file)}: ${megabytes} MB, checked, in ${duration(performance.now() - started)}.`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await main().catch((error) => {
    console.error(`package: ${error.message}`);
    process.exitCode = 1;
  });
}
