import * as fs from "node:fs";
import { expect, test, vi } from "vitest";
import { discover } from "../../../server/src/workspace/discover.ts";
import { temporaryFolder } from "../../support/temporary-folder.ts";

// No permission keeps root from reading a folder.
vi.mock("node:fs", async (original) => {
  const real = await original<typeof fs>();
  const readdirSync = (path: string, options: never): unknown => {
    if (path.endsWith("/locked")) throw Object.assign(new Error("no"), { code: "EACCES" });
    return real.readdirSync(path, options);
  };
  return { ...real, readdirSync };
});

test("a folder that cannot be read is told, and the others are looked at", () => {
  const folder = temporaryFolder().replaceAll("\\", "/");
  for (const name of ["locked", "open"]) fs.mkdirSync(`${folder}/${name}`);
  fs.writeFileSync(`${folder}/open/a.ts`, "");
  const found = [...discover(folder)];
  expect(found.flatMap(({ files }) => files)).toEqual([`${folder}/open/a.ts`]);
  expect(found.flatMap(({ unreadable }) => unreadable ?? [])).toEqual([
    { path: `${folder}/locked`, reason: { kind: "unreadable", code: "EACCES" } },
  ]);
});
