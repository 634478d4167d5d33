// Notifications, read in the notification center: VS Code shows no toasts while its window is driven by a test.
import * as vscode from "vscode";
import { ui } from "./ui.ts";
import { until } from "./until.ts";

const ITEM = ".notifications-center .notification-list-item";

/** Opens the center and waits until a notification contains `text`. */
export async function waitForNotification(text: string): Promise<void> {
  await until(
    `a notification that says "${text}"`,
    () => isShown(text),
    () => ui.texts({ selector: ITEM }),
  );
}

async function isShown(text: string): Promise<boolean> {
  // Each time, because the center closes itself when its last notification goes, and what comes afterwards is not shown.
  await vscode.commands.executeCommand("notifications.showList");
  return (await ui.texts({ selector: ITEM, text })).length > 0;
}

/** Clicks a button of the notification that contains `text`. */
export async function clickInNotification(text: string, button: string): Promise<void> {
  await waitForNotification(text);
  await ui.click({ selector: `${ITEM} .notification-list-item-message`, text });
  await vscode.commands.executeCommand("notification.expand");
  await ui.click({ selector: `${ITEM} .monaco-button`, text: button });
}
