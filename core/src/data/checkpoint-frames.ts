import { rename, rm } from "node:fs/promises";
import type { DataFrame, LazyDataFrame } from "nodejs-polars";

/** Which kind of frame a value is, without loading Polars; undefined for anything else. */
export function frameKind(value: unknown): "frame" | "lazy" | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  // Frames of Polars have no class of their own to ask for; the tag is what they are told apart by.
  const tag = Object.prototype.toString.call(value);
  return tag === "[object DataFrame]" ? "frame" : tag === "[object LazyDataFrame]" ? "lazy" : undefined;
}

/** Collects a frame unless it is there already, and writes it as Parquet. The file is there whole or not at all. */
export async function keepFrame(frame: DataFrame | LazyDataFrame, path: string): Promise<DataFrame> {
  const data = frameKind(frame) === "lazy" ? await (frame as LazyDataFrame).collect() : (frame as DataFrame);
  const unfinished = `${path}.unfinished`;
  try {
    data.writeParquet(unfinished, { compression: "lz4" });
    await rename(unfinished, path);
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
  return data;
}

/** The frame that {@link keepFrame} wrote, as lazy as it was given. */
export async function keptFrame(path: string, lazy: boolean): Promise<DataFrame | LazyDataFrame> {
  const { default: pl } = await import("nodejs-polars");
  return lazy ? pl.scanParquet(path) : pl.readParquet(path);
}
