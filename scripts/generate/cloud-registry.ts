import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

const clouds = "core/src/clouds";

/** The list of clouds (every folder that has a descriptor), and the list of their adapters (every `<kind>-adapter.ts` in them). */
export function cloudRegistry(root: string): [string, string][] {
  const names = readdirSync(join(root, clouds))
    .filter((name) => existsSync(join(root, clouds, name, "descriptor.ts")))
    .sort();
  return [
    [`${clouds}/descriptors.generated.ts`, descriptors(names)],
    [`${clouds}/adapters.generated.ts`, adapters(root, names)],
  ];
}

const descriptors = (names: readonly string[]): string => `// Written by \`npm run generate\` from the folders of ${clouds}. Do not edit.
import type { CloudDescriptor } from "./descriptor.ts";
${names.map((name) => `import { descriptor as ${name} } from "./${name}/descriptor.ts";`).join("\n")}

/** The clouds that Glacier brings, in the order of their folders. */
export const cloudDescriptors: readonly CloudDescriptor[] = [${names.join(", ")}];
`;

const adapters = (
  root: string,
  names: readonly string[],
): string => `// Written by \`npm run generate\` from the adapter files in the folders of ${clouds}. Do not edit.
import type { AdapterLoaders } from "../resources/adapter-loader.ts";

/** Per cloud and kind of resource, the module that serves it; imported on first use. */
export const adapterLoaders: AdapterLoaders = {
${names.flatMap((name) => entry(name, adapterKinds(root, name))).join("\n")}
};
`;

const adapterKinds = (root: string, name: string): string[] =>
  readdirSync(join(root, clouds, name))
    .flatMap((file) => /^(\w+)-adapter\.ts$/.exec(file)?.[1] ?? [])
    .sort();

const entry = (name: string, kinds: readonly string[]): string[] =>
  kinds.length === 0 ? [] : [`  ${name}: { ${kinds.map((kind) => `${kind}: () => import("./${name}/${kind}-adapter.ts")`).join(", ")} },`];
