import { element } from "../dom.ts";

export interface NoticeActions {
  retry(): void;
  showLogs(): void;
}

/** What stands in the place of the picture, or over it when there is one: loading, nothing there, or an error. */
export class Notice {
  readonly root = element("div", { class: "notice", role: "status" });
  private readonly actions: NoticeActions;

  constructor(actions: NoticeActions) {
    this.actions = actions;
  }

  /** @param beside whether there is a picture, which has to stay readable */
  show(kind: "loading" | "empty" | "failed", title: string, hint: string | undefined, beside: boolean): void {
    this.root.hidden = false;
    this.root.dataset.kind = kind;
    this.root.classList.toggle("banner", beside);
    this.root.replaceChildren(element("p", { class: "notice-title" }, title));
    if (hint) this.root.append(element("p", { class: "notice-hint" }, hint));
    if (kind === "failed")
      this.root.append(
        element("p", {}, this.button("Try again", "button", "retry"), " ", this.button("Show logs", "button secondary", "showLogs")),
      );
  }

  hide(): void {
    this.root.hidden = true;
  }

  private button(text: string, className: string, action: keyof NoticeActions): HTMLButtonElement {
    const button = element("button", { class: className, type: "button" }, text);
    button.addEventListener("click", () => this.actions[action]());
    return button;
  }
}
