import { expect, it } from "vitest";
import { temporaryFolder } from "../support/temporary-folder.ts";
import { glacier } from "./command.ts";

it.each(["ls", "stat", "cat", "head", "cp", "rm"])(
  "glacier %s --help shows a whole command line, and how a cloud is reached",
  async (name) => {
    const { code, stdout, stderr } = await glacier([name, "--help"], { cwd: temporaryFolder() });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(new RegExp(`^ {2}glacier ${name} .*s3://`, "m"));
    expect(stdout).toMatch(/-h, --help +say how to use it/);
    for (const variable of ["AWS_PROFILE", "AZURE_STORAGE_ACCOUNT", "GOOGLE_APPLICATION_CREDENTIALS"]) expect(stdout).toContain(variable);
  },
);
