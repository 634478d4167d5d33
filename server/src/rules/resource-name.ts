import { cloudById } from "@glacier/core/clouds";
import { nameRule } from "./name-rule.ts";

/** The name of a function, cluster, job or pool that its cloud refuses. */
export const resourceName = nameRule({
  id: "resource-name",
  what: "name",
  isAbout: (type) => type !== "bucket",
  find: (name, cloud, { type }) => {
    if (cloud !== undefined) return cloudById(cloud)?.names[type]?.(name);
    return name.trim() === "" ? { says: "is empty", severity: "error" } : undefined;
  },
});
