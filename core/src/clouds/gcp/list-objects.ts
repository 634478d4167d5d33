import type { Call, ListRequest } from "../../objects/object-store.ts";
import type { ListPage } from "../../resources/adapter.ts";
import type { StorageClient } from "./client.ts";
import { OBJECT_FIELDS, type ObjectResource, statOf } from "./objects.ts";

/** Pages in the service's own order, which is that of the keys' UTF-8 bytes. */
export async function* listObjects(
  client: StorageClient,
  { prefix, delimiter, pageSize }: ListRequest,
  call: Call,
): AsyncGenerator<ListPage, void> {
  const query = {
    prefix: prefix || undefined,
    delimiter: delimiter || undefined,
    maxResults: Math.min(pageSize, LARGEST_PAGE),
    fields: `nextPageToken,prefixes,items(${OBJECT_FIELDS})`,
  };
  let pageToken: string | undefined;
  let yielded = false;
  do {
    const data = await client.json<ListAnswer>(
      { method: "GET", path: client.path(), query: { ...query, pageToken }, missing: "bucket" },
      call,
    );
    const page = { objects: (data.items ?? []).map(statOf), prefixes: data.prefixes ?? [] };
    pageToken = data.nextPageToken || undefined;
    // The service may answer with nothing but a token, when it passed many deleted objects.
    if (page.objects.length === 0 && page.prefixes.length === 0 && (pageToken !== undefined || yielded)) continue;
    yielded = true;
    yield page;
  } while (pageToken !== undefined);
}

const LARGEST_PAGE = 1000;

interface ListAnswer {
  readonly items?: readonly ObjectResource[];
  readonly prefixes?: readonly string[];
  readonly nextPageToken?: string;
}
