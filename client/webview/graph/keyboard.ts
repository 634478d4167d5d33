import type { ArrowKey } from "./navigation.ts";

export interface KeyActions {
  step(key: ArrowKey): void;
  zoomIn(): void;
  zoomOut(): void;
  actualSize(): void;
  fit(): void;
  turn(): void;
  focusSearch(): void;
  unselect(): void;
}

/** Keys of the page. What is typed into the search field is not for us. */
export function onKeys(actions: KeyActions): void {
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target instanceof HTMLInputElement) return;
    if (act(event.key, actions)) event.preventDefault();
  });
}

function act(key: string, actions: KeyActions): boolean {
  switch (key) {
    case "ArrowLeft":
    case "ArrowRight":
    case "ArrowUp":
    case "ArrowDown":
      actions.step(key);
      return true;
    case "+":
    case "=":
      actions.zoomIn();
      return true;
    case "-":
      actions.zoomOut();
      return true;
    case "0":
      actions.actualSize();
      return true;
    case "f":
      actions.fit();
      return true;
    case "d":
      actions.turn();
      return true;
    case "/":
      actions.focusSearch();
      return true;
    case "Escape":
      actions.unselect();
      return true;
    default:
      return false;
  }
}
