import type { JsonValue, PreviewColumn } from "@glacier/core/resources";
import { fit, pad, visible, widthOf } from "../terminal.ts";

/** No cell is wider, so that one long text leaves room for other columns. */
const widestCell = 40;
const gap = "  ";

export interface Table {
  readonly columns: readonly PreviewColumn[];
  readonly rows: readonly (readonly JsonValue[])[];
}

/** Rows for people: names, types below them, numbers to the right; columns that have no room are counted in a last line. */
export function tableOf({ columns, rows }: Table, width: number): string {
  const all = columns.map(({ name, type, isNumeric }, index) => {
    const cells = [name, type, ...rows.map((row) => cellText(row[index] ?? null))].map((text) => fit(visible(text), widestCell));
    return { cells, side: isNumeric ? ("left" as const) : ("right" as const), width: Math.max(1, ...cells.map(widthOf)) };
  });
  const shown = all.slice(0, howManyFit(all, width));
  const lines = [0, 1, ...rows.map((_, index) => index + 2)].map((line) =>
    fit(shown.map(({ cells, side, width: wide }) => pad(cells[line] ?? "", wide, side)).join(gap), width).trimEnd(),
  );
  const rule = fit(shown.map(({ width: wide }) => "─".repeat(wide)).join(gap), width);
  const hidden = columns.slice(shown.length).map(({ name }) => visible(name));
  const more =
    hidden.length === 0 ? [] : [fit(`… ${hidden.length} more ${hidden.length === 1 ? "column" : "columns"}: ${hidden.join(", ")}`, width)];
  return [...lines.slice(0, 2), rule, ...lines.slice(2), ...more].map((line) => `${line}\n`).join("");
}

/** At least one, cut if need be. */
function howManyFit(columns: readonly { width: number }[], width: number): number {
  let used = 0;
  for (const [index, column] of columns.entries()) {
    used += column.width + (index > 0 ? gap.length : 0);
    if (used > width) return Math.max(1, index);
  }
  return columns.length;
}

/** An empty text is told from no value. */
function cellText(value: JsonValue): string {
  if (value === null) return "null";
  if (value === "") return '""';
  return typeof value === "string" ? value : JSON.stringify(value);
}
