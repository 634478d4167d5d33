import { describe, expect, it } from "vitest";
import { documentOf, parsePageMessage } from "../../../client/src/graph/page-message.ts";
import type { FromGraphPage } from "../../../client/webview/messages.ts";

describe("what comes from the graph page", () => {
  const messages: FromGraphPage[] = [
    { type: "ready" },
    { type: "open", id: "step:sales/load", beside: true },
    { type: "run", id: "pipeline:sales" },
    { type: "cancel", id: "pipeline:sales" },
    { type: "retry" },
    { type: "showLogs" },
  ];

  it.each(messages)("is taken when it is a message: $type", (message) => {
    expect(parsePageMessage(message)).toEqual(message);
  });

  it("is taken without what no message has", () => {
    expect(parsePageMessage({ type: "run", id: "pipeline:sales", uri: "file:///etc/passwd" })).toEqual({
      type: "run",
      id: "pipeline:sales",
    });
  });

  const others = [
    null,
    undefined,
    "ready",
    1,
    [],
    {},
    { type: "exec" },
    { type: "run" },
    { type: "run", id: 7 },
    { type: "open", id: "step:x" },
  ];
  it.each(others.map((value) => [JSON.stringify(value) ?? "undefined", value]))("is refused otherwise: %s", (_, value) => {
    expect(parsePageMessage(value)).toBeUndefined();
  });

  it("names its document in the state that it keeps, where that is whole", () => {
    expect(documentOf({ uri: "file:///w/sales.ts", selected: "x" })).toBe("file:///w/sales.ts");
    for (const state of [undefined, null, "x", {}, { uri: 3 }]) expect(documentOf(state)).toBe("");
  });
});
