import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** The list of clouds: every folder of core/src/clouds that has a descriptor. */
export function cloudRegistry(root: string): [string, string][] {
  const folder = join(root, "core/src/clouds");
  const clouds = readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "descriptor.ts")))
    .sort();
  const text = `// Written by \`npm run generate\` from the folders of core/src/clouds. Do not edit.
import type { CloudDescriptor } from "./descriptor.ts";
${clouds.map((cloud) => `import { descriptor as ${cloud} } from "./${cloud}/descriptor.ts";`).join("\n")}

/** The clouds that Glacier brings, in the order of their folders. */
export const cloudDescriptors: readonly CloudDescriptor[] = [${clouds.join(", ")}];
`;
  return [["core/src/clouds/descriptors.generated.ts", text]];
}
