import type * as FileSystem from "node:fs/promises";
import type * as Path from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";

it("a base path on a drive that is not there is refused, where its root is its own parent", async () => {
  const attempts: string[] = [];
  const missing = async (path: string): Promise<never> => {
    attempts.push(path);
    // It would go on for ever otherwise, and with it the test.
    if (attempts.length > 50) throw new Error("no end in sight");
    throw Object.assign(new Error(`ENOENT: ${path}`), { code: "ENOENT", syscall: "mkdir" });
  };
  vi.doMock("node:path", async (original) => ({ ...(await original<typeof Path>()).win32 }));
  vi.doMock("node:fs/promises", async (original) => ({ ...(await original<typeof FileSystem>()), mkdir: missing, stat: missing }));
  onTestFinished(() => {
    vi.doUnmock("node:path");
    vi.doUnmock("node:fs/promises");
  });
  const { internalFolder } = await import("../../../../core/src/clouds/local/internal-folder.ts");
  await expect(internalFolder("Z:\\data\\lake")).rejects.toMatchObject({
    code: "ACCESS_DENIED",
    message: expect.stringContaining("Z:\\data\\lake"),
  });
  expect(attempts).toContain("Z:\\");
});
