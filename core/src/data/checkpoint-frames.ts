import { rename, rm } from "node:fs/promises";
import type { DataFrame, LazyDataFrame } from "nodejs-polars";
import { frameKind } from "./frame-kind.ts";

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
