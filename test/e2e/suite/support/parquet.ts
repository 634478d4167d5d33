import { DuckDBInstance } from "@duckdb/node-api";

/** The rows of a query that may name files. DuckDB had no part in writing them: what it reads is what is on disk. */
export async function query(sql: string): Promise<Record<string, unknown>[]> {
  const connection = await (await DuckDBInstance.create()).connect();
  try {
    return (await connection.runAndReadAll(sql)).getRowObjectsJson();
  } finally {
    connection.closeSync();
  }
}
