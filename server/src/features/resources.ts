import type { Resources } from "../../protocol/index.ts";
import type { FileLocation } from "../workspace/answers.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** The providers of the workspace with their buckets, as the source says them. */
export function resources(workspace: Pick<Workspace, "resources">, uriOf: (file: string) => string): Resources {
  const located = ({ file, range }: FileLocation) => ({ uri: uriOf(file), range });
  return {
    providers: workspace.resources().providers.map((provider) => ({
      ...provider,
      location: located(provider.location),
      buckets: provider.buckets.map((bucket) => ({ ...bucket, location: located(bucket.location) })),
    })),
  };
}

/** What somebody who lists the resources sees: where they are declared does not count. */
export function resourcesIdentity(workspace: Pick<Workspace, "resources">): string {
  return JSON.stringify(workspace.resources(), (key, value: unknown) => (key === "location" ? undefined : value));
}
