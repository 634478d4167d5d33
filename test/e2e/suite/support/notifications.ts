// Notifications, read in the notification center: VS Code shows no toasts while its window is driven by a test.
import * as vscode from "vscode";
import { ui } from "./ui.ts";

const ITEM = ".notifications-center .notification-list-item";

/** Opens the center and waits until a notification contains `text`. */
export async function waitForNotification(text: string): Promise<void> {
  await vscode.commands.executeCommand("notifications.showList");
  await ui.waitFor({ selector: ITEM, text });
}

/** Clicks a button of the notification that contains `text`. */
export async function clickInNotification(text: string, button: string): Promise<void> {
  await waitForNotification(text);
  await ui.click({ selector: `${ITEM} .notification-list-item-message`, text });
  await vscode.commands.executeCommand("notification.expand");
  await ui.click({ selector: `${ITEM} .monaco-button`, text: button });
}
