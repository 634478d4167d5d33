import * as crypto from "node:crypto";
import * as vscode from "vscode";
import { pageHtml } from "./page-html.ts";

export interface Page {
  /** Its folder below client/webview. */
  name: string;
  title: string;
  /** The images `media/<icon>-light.svg` and `-dark.svg`. */
  icon: string;
  hasWorkers?: boolean;
}

/** Puts one of the extension's pages into a panel. It says that it is ready when it can be told something. */
export function showPage(panel: vscode.WebviewPanel, extensionUri: vscode.Uri, { name, title, icon, hasWorkers = false }: Page): void {
  const root = vscode.Uri.joinPath(extensionUri, "dist", "webview", name);
  const { webview } = panel;
  const file = (path: string): string => webview.asWebviewUri(vscode.Uri.joinPath(root, path)).toString();
  const image = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, "media", `${icon}-${theme}.svg`);
  panel.iconPath = { light: image("light"), dark: image("dark") };
  webview.options = { enableScripts: true, localResourceRoots: [root], enableCommandUris: false };
  webview.html = pageHtml({
    title,
    cspSource: webview.cspSource,
    nonce: crypto.randomBytes(16).toString("base64"),
    scriptUri: file("main.js"),
    styleUri: file("style.css"),
    hasWorkers,
  });
}
