/** Rows as aligned columns: the first `left` columns are words and start at the left, the others are numbers. */
export function textTable(rows: readonly (readonly string[])[], { left }: { left: number }): string {
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const cell = (text: string, column: number) => (column < left ? text.padEnd(width(column)) : text.padStart(width(column)));
  return rows.map((row) => row.map(cell).join("   ").trimEnd()).join("\n");
}
