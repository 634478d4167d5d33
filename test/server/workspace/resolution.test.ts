import { describe, expect, onTestFinished, test } from "vitest";
import { openProject } from "../../support/server/project.ts";
import { projects, user } from "./import-projects.ts";

describe("an import is followed through", () => {
  test.each(Object.entries(projects))("%s", async (_, files) => {
    const project = await openProject(files);
    onTestFinished(() => project.dispose());
    expect(project.workspace.diagnose(project.path("app/main.ts")).map(({ code }) => code)).toEqual(["config-cloud-mismatch"]);
  });
});

test("an import that leads nowhere is unknown", async () => {
  const project = await openProject({ "main.ts": user("./nowhere.ts") });
  onTestFinished(() => project.dispose());
  expect(project.workspace.diagnose(project.path("main.ts"))).toEqual([]);
});
