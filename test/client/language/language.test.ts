import { describe, expect, it } from "vitest";
import { RestartPolicy } from "../../../client/src/language/restart-policy.ts";
import { statusLook } from "../../../client/src/language/status-text.ts";

describe("a language server that dies", () => {
  it("is started again four times within three minutes, and then no more", () => {
    let now = 0;
    const policy = new RestartPolicy(() => now);
    const verdicts = Array.from({ length: 5 }, () => {
      now += 1000;
      return policy.crashed();
    });
    expect(verdicts).toEqual(["restart", "restart", "restart", "restart", "give up"]);
  });

  it("is always started again when it dies seldom", () => {
    let now = 0;
    const policy = new RestartPolicy(() => now);
    for (let crash = 0; crash < 20; crash++) {
      now += 60_000;
      expect(policy.crashed()).toBe("restart");
    }
  });

  it("has its count begun anew by a restart by hand", () => {
    const policy = new RestartPolicy(() => 0);
    for (let crash = 0; crash < 5; crash++) policy.crashed();
    policy.reset();
    expect(policy.crashed()).toBe("restart");
  });
});

describe("the status item", () => {
  it("is busy while the workspace is read, and says how far it is", () => {
    expect(statusLook({ state: "indexing", files: 1 })).toMatchObject({
      busy: true,
      severity: "information",
      detail: "Reading the workspace, 1 file so far",
    });
    expect(statusLook({ state: "ready", files: 12 })).toMatchObject({ busy: false, detail: "Ready, 12 files with pipelines" });
  });

  it("offers to restart a server that failed or stopped, with its reason", () => {
    expect(statusLook({ state: "failed", files: 0, message: "no memory" })).toMatchObject({
      severity: "error",
      detail: "no memory",
      action: "restart",
    });
    expect(statusLook({ state: "stopped" })).toMatchObject({ severity: "error", action: "restart" });
  });
});
