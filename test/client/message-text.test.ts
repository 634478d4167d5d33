import { describe, expect, it } from "vitest";
import { messageText } from "../../client/src/message-text.ts";

/** What the editor takes for a link in a message. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;

describe("text of others in a message of the editor's", () => {
  it.each(["[Copy URI](command:workbench.action.terminal.sendSequence?%7B%7D)", "a]([b](https://example.com)", "[x\n](file:/y)"])(
    "holds no link: %j",
    (key) => {
      expect(messageText(`${key} is 40 MB.`)).not.toMatch(LINK);
    },
  );

  it("is one line, and else as it was", () => {
    expect(messageText("raw/a\r\nb\u001b[2K.csv")).toBe("raw/a b [2K.csv");
    expect(messageText("raw/[2025](1)/ärger (2).csv")).toBe("raw/[2025]\u{200b}(1)/ärger (2).csv");
  });
});
