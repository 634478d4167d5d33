// The window, used as a person uses it. The other end is test/e2e/host/bridge.mjs.

/** What to find: a Playwright selector, narrowed to elements that contain `text`; in the visible webview when asked for. */
export interface Target {
  selector: string;
  text?: string;
  filter?: string;
  inWebview?: boolean;
  /** Which of the matches, from 0; the first when left out. */
  nth?: number;
  timeout?: number;
}

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const ui = {
  click: (target: Target & { button?: "left" | "right"; modifiers?: string[]; position?: { x: number; y: number } }) =>
    ask<void>("click", target),
  hover: (target: Target) => ask<void>("hover", target),
  /** The visible text of the first match, once there is one. */
  text: (target: Target) => ask<string>("text", target),
  /** The visible text of every match at this moment. */
  texts: (target: Target) => ask<string[]>("texts", target),
  count: (target: Target) => ask<number>("count", target),
  attribute: (target: Target & { name: string }) => ask<string | null>("attribute", target),
  /** Where every match is at this moment, in CSS pixels of the window; null for one that is not shown. */
  boxes: (target: Target) => ask<(Box | null)[]>("boxes", target),
  waitFor: (target: Target & { state?: "visible" | "hidden" | "attached" | "detached" }) => ask<void>("waitFor", target),
  press: (key: string) => ask<void>("press", { key }),
  type: (text: string, delay?: number) => ask<void>("type", { text, delay }),
  wheel: (target: Target & { deltaX?: number; deltaY?: number; key?: string }) => ask<void>("wheel", target),
  resize: (size: { width: number; height: number }) => ask<void>("resize", size),
  /** The names of the workers of every page and frame in the window. */
  workers: () => ask<string[]>("workers", {}),
  screenshot: (name: string) => ask<string>("screenshot", { name }),
};

async function ask<Answer>(operation: string, parameters: object): Promise<Answer> {
  const bridge = process.env.E2E_BRIDGE;
  if (!bridge) throw new Error("E2E_BRIDGE is not set: start the tests with test/e2e/run.mjs");
  const response = await fetch(bridge, { method: "POST", body: JSON.stringify({ operation, ...parameters }) });
  const answer = (await response.json()) as { ok: true; result: Answer } | { ok: false; error: string };
  if (!answer.ok) throw new Error(`${operation} ${JSON.stringify(parameters)}: ${answer.error}`);
  return answer.result;
}
