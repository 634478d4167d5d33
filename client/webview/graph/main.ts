import { byId } from "../dom.ts";
import type { FromGraphPage, GraphPageState, ToGraphPage } from "../messages.ts";
import { startElk } from "./elk.ts";
import { GraphPage } from "./page.ts";

/** What VS Code gives every webview, once. */
interface WebviewApi {
  postMessage(message: FromGraphPage): void;
  getState(): GraphPageState | undefined;
  setState(state: GraphPageState): void;
}
declare function acquireVsCodeApi(): WebviewApi;

const api = acquireVsCodeApi();
const page = new GraphPage(byId("app"), startElk(), api);

window.addEventListener("message", (event: MessageEvent<ToGraphPage>) => page.receive(event.data));
api.postMessage({ type: "ready" });
