import { LocalConfig } from "@glacier/core/config";
import { type Bucket, type ListOptions, type ListPage, Provider } from "@glacier/core/resources";
import { temporaryFolder } from "../../../support/temporary-folder.ts";

/** A provider over a new folder that is removed after the test. */
export function localProvider(): { provider: Provider; basePath: string } {
  const basePath = temporaryFolder();
  return { provider: new Provider({ config: new LocalConfig({ basePath }) }), basePath };
}

export async function pagesOf(bucket: Bucket, options?: ListOptions): Promise<ListPage[]> {
  const pages: ListPage[] = [];
  for await (const page of bucket.list(options)) pages.push(page);
  return pages;
}

/** Keys, and prefixes in angle brackets, page by page. */
export async function listing(bucket: Bucket, options?: ListOptions): Promise<string[][]> {
  return (await pagesOf(bucket, options)).map((page) => [
    ...page.objects.map((object) => object.key),
    ...page.prefixes.map((prefix) => `<${prefix}>`),
  ]);
}

export async function textOf(bucket: Bucket, key: string, options: { offset?: number; length?: number } = {}): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of await bucket.read(key, options)) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString("utf8");
}

/** The rows of a bucket. */
export async function rowsOf(bucket: Bucket): Promise<Record<string, unknown>[]> {
  return (await (await bucket.scan()).collect()).toRecords();
}
