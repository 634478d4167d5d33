import { describe, expect, it } from "vitest";
import { nameSource, translatePolarsError } from "../../../core/src/data/errors.ts";
import { GlacierError } from "../../../core/src/errors.ts";

describe("translatePolarsError", () => {
  it.each([
    ["No such file or directory (os error 2): /x", "NOT_FOUND"],
    ["expanded paths were empty (path expansion input: …)", "NOT_FOUND"],
    ["Permission denied (os error 13)", "ACCESS_DENIED"],
    ["No space left on device (os error 28)", "THROTTLED"],
    ["Too many open files (os error 24)", "THROTTLED"],
    ["CSV format does not support nested data", "UNSUPPORTED_FORMAT"],
    ["parquet: File out of specification: The file must end with PAR1", "UNSUPPORTED_FORMAT"],
    ["out-of-spec: InvalidFooter", "UNSUPPORTED_FORMAT"],
    ['parquet error: Error { source_location: ErrorLocation { type_: "Field" }, error_kind: InvalidOffset }', "UNSUPPORTED_FORMAT"],
    ["not found: did not find column b, consider passing `missing_columns='insert'`", "UNSUPPORTED_FORMAT"],
    ["cannot parse 'x' (string) as Int64", "UNSUPPORTED_FORMAT"],
    ["type String is incompatible with expected type Int64: failed to vstack column 'a'", "UNSUPPORTED_FORMAT"],
    ["view contained non-zero padding in prefix", "UNSUPPORTED_FORMAT"],
    ["not yet implemented: write UInt64 to avro", "UNSUPPORTED_FORMAT"],
    ["avro-error: OutOfSpec", "UNSUPPORTED_FORMAT"],
    ["InternalError(TapeError) at character 0", "UNSUPPORTED_FORMAT"],
    ["stream did not contain valid UTF-8 at line 0", "UNSUPPORTED_FORMAT"],
    ["invalid utf-8 sequence", "UNSUPPORTED_FORMAT"],
    ["could not parse `x` as dtype `i64` at column 'a'", "UNSUPPORTED_FORMAT"],
  ])("reads %j as %s, with operation, URI, hint and cause", (message, code) => {
    const cause = new Error(message);
    const error = translatePolarsError(cause, { operation: "bucket.scan", uri: "s3://lake/x" });
    expect(error).toMatchObject({ code, operation: "bucket.scan", hint: expect.any(String), cause });
    expect(error?.message).toContain("s3://lake/x");
  });

  it("says of a full disk that it may be the one of the temporary files", () => {
    const error = translatePolarsError(new Error("parquet: underlying IO error: No space left on device (os error 28)"), {
      destination: "s3://lake/x",
      data: [],
    });
    expect(error).toMatchObject({ code: "THROTTLED", hint: expect.stringContaining("TMPDIR"), retryable: true });
    expect(error?.message).toContain("s3://lake/x could not be processed: a disk of this machine is full");
  });

  it.each(['unable to find column "nope"; valid columns: ["a"]', "cannot compare string with numeric type", "x is not a function"])(
    "leaves %j to whoever wrote the expression",
    (message) => {
      expect(translatePolarsError(new Error(message))).toBeUndefined();
    },
  );

  it("leaves what is no error, and what is translated already", () => {
    for (const value of [undefined, "PAR1", new GlacierError("NOT_FOUND", "No such file or directory")])
      expect(translatePolarsError(value)).toBeUndefined();
  });

  it("finds the object in what was scanned, and hides Glacier's own folder", () => {
    nameSource("/base/.glacier/pins/me/one-1f", "file:///base/lake/x.parquet", "parquet", 1);
    nameSource("/base/.glacier/pins/me/two-2f", "file:///base/lake/y.csv", "csv", 1);
    const named = translatePolarsError(
      new Error("No such file or directory (os error 2): ...lacier/pins/me/two-2f/00000000.csv (set POLARS_VERBOSE=1 to see full path)"),
    );
    expect(named?.message).toContain("file:///base/lake/y.csv");
    expect(named?.message).not.toMatch(/lacier.pins|POLARS/);
    expect(translatePolarsError(new Error("parquet: File out of specification: cannot skip field type Map"))?.message).toMatch(
      /^file:\/\/\/base\/lake\/x\.parquet /,
    );
    nameSource("/base/.glacier/pins/me/three-3f", "file:///base/lake/z.parquet", "parquet", 1);
    expect(translatePolarsError(new Error("parquet: File out of specification: …"))?.message).toMatch(
      /^One of .*x\.parquet, .*z\.parquet /,
    );
  });

  it("leaves out advice about options that nobody gave", () => {
    for (const message of [
      "not found: did not find column b, consider passing `missing_columns='insert'`",
      "extra column in file outside of expected schema: b, hint: specify this column in the schema, or pass extra_columns='ignore' in scan options. File containing extra column: x",
    ]) {
      const text = translatePolarsError(new Error(message), { uri: "s3://a/b" })?.message;
      expect(text).toContain("s3://a/b has files whose columns differ");
      expect(text).not.toMatch(/columns='/);
    }
  });

  it("is one line, however much Polars says", () => {
    const error = translatePolarsError(new Error(`parquet: File out of specification\n${"plan ".repeat(1000)}`), { uri: "s3://a/b" });
    expect(error?.message.split("\n")).toHaveLength(1);
    expect(error?.message.length).toBeLessThan(400);
  });
});
