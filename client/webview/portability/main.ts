import { byId, element } from "../dom.ts";
import type { FromPortabilityPage, PortabilityItem, PortabilityReport, ToPortabilityPage } from "../messages.ts";

/** What VS Code gives every webview, once. What is kept is the question, so that a new window can ask it again. */
interface WebviewApi {
  postMessage(message: FromPortabilityPage): void;
  setState(params: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

const api = acquireVsCodeApi();
const app = byId("app");

window.addEventListener("message", ({ data }: MessageEvent<ToPortabilityPage>) => {
  if (data.type === "report") {
    api.setState(data.params);
    show(data.report);
  } else if (data.type === "failed") {
    app.replaceChildren(element("p", { role: "alert" }, data.message), element("p", {}, data.hint), button("Ask Again", { type: "again" }));
  } else {
    app.setAttribute("aria-busy", "true");
    for (const each of app.querySelectorAll("button")) each.disabled = true;
    if (app.childElementCount === 0) app.append(element("p", { role: "status" }, "Looking at the other cloud…"));
  }
});
api.postMessage({ type: "ready" });

function show({ heading, summary, groups, notes, fixing }: PortabilityReport): void {
  // The place that somebody was reading stays where it is when the report comes again.
  const { scrollTop } = document.documentElement;
  let item = 0;
  app.removeAttribute("aria-busy");
  app.replaceChildren(
    element("h1", {}, heading),
    element("p", { role: "status", class: "summary" }, summary),
    element("p", { class: "tools" }, ...(fixing ? [button(fixing, { type: "fix" })] : []), button("Ask Again", { type: "again" })),
    ...groups.map(({ title, explanation, items }) =>
      element(
        "section",
        {},
        element("h2", {}, title),
        element("p", { class: "explanation" }, explanation),
        element("ul", {}, ...items.map((each) => itemOf(each, item++))),
      ),
    ),
    ...notes.map((note) => element("p", { class: "note" }, note)),
  );
  document.documentElement.scrollTop = scrollTop;
}

function itemOf({ place, message, code, fixes }: PortabilityItem, item: number): HTMLElement {
  const link = element("a", { href: "#", title: "Open" }, place);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    api.postMessage({ type: "open", item });
  });
  return element(
    "li",
    {},
    element("div", { class: "place" }, link, ...(code === undefined ? [] : [element("code", {}, code)])),
    element("div", {}, message),
    ...(fixes.length === 0
      ? []
      : [element("ul", { class: "fixes", "aria-label": "Fixes" }, ...fixes.map((fix) => element("li", {}, fix)))]),
  );
}

function button(label: string, message: FromPortabilityPage): HTMLElement {
  const made = element("button", { type: "button" }, label);
  made.addEventListener("click", () => api.postMessage(message));
  return made;
}
