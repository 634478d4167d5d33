// Makes the .vsix of one platform from what is built.
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createVSIX } from "@vscode/vsce";
import { root } from "../support/command.ts";
import { PLATFORMS, thisPlatform } from "../support/platforms.ts";
import { stageExtension } from "./stage.ts";
import { unzip } from "./unzip.ts";
import { verifyFiles, verifyLoads } from "./verify.ts";

/**
 * Packages what is built. The file appears only when the package has been unpacked again and found right.
 * @param target a platform, by VS Code's name; default: this one
 * @returns the .vsix
 * @throws with every reason why the package is not right
 */
export async function packageExtension({ target = thisPlatform() }: { target?: string } = {}): Promise<string> {
  const machine = PLATFORMS[target];
  if (!machine) throw new Error(`"${target}" is no platform: expected ${Object.keys(PLATFORMS).join(", ")}`);
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const file = join(root, "artifacts", `glacier-${target}-${version}.vsix`);
  mkdirSync(join(root, "artifacts"), { recursive: true });
  const scratch = mkdtempSync(join(tmpdir(), "glacier-package-"));
  try {
    const staged = join(scratch, "staged");
    mkdirSync(staged);
    await stageExtension(staged, machine);
    writeFileSync(join(staged, ".vscodeignore"), "# Everything in this folder ships.\n");
    const draft = join(scratch, "draft.vsix");
    // The dependencies are staged as files; vsce would look for them in a node_modules folder of its own. There is no public repository
    // yet: until its address stands in package.json, as "repository" and "bugs", the pages are staged without relative links.
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
