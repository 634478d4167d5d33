import type { ContainerClient } from "@azure/storage-blob";
import type { ListRequest } from "../../objects/object-store.ts";
import type { ListPage, ObjectInfo } from "../../resources/adapter.ts";
import { abortedBy, attempt } from "./attempts.ts";
import { type ErrorContext, unexpectedAnswer } from "./errors.ts";
import { listedObject } from "./object-info.ts";
import type { Tuning } from "./tuning.ts";
import { hasSurrogate, Utf8Order } from "./utf8-order.ts";

/** The service gives no larger pages. */
const LARGEST_PAGE = 5000;

export async function* listPages(
  container: ContainerClient,
  request: ListRequest,
  context: ErrorContext,
  tuning: Tuning,
): AsyncGenerator<ListPage, void, undefined> {
  const order = new Utf8Order<Entry>();
  let continuationToken: string | undefined;
  let yielded = false;
  do {
    // One page at a time, so that a page whose request fails can be asked for again.
    const page = await attempt(context, tuning, () => pageAt(container, request, continuationToken, context));
    continuationToken = page.continuationToken;
    for (const ordered of pagesInOrder(page, order, request.pageSize, continuationToken === undefined)) {
      yielded = true;
      yield ordered;
    }
  } while (continuationToken !== undefined);
  if (!yielded) yield { objects: [], prefixes: [] };
}

/** Pages that are not empty; the service itself may give empty ones in the middle. */
function* pagesInOrder(page: ListPage, order: Utf8Order<Entry>, pageSize: number, isLast: boolean): Generator<ListPage, void, undefined> {
  const { objects, prefixes } = page;
  if (order.isEmpty && !prefixes.some(hasSurrogate) && !objects.some(({ key }) => hasSurrogate(key))) {
    if (objects.length > 0 || prefixes.length > 0) yield { objects, prefixes };
    return;
  }
  const ready = entriesOf(page).flatMap((entry) => order.take(entry));
  if (isLast) ready.push(...order.rest());
  for (let from = 0; from < ready.length; from += pageSize) {
    const entries = ready.slice(from, from + pageSize);
    yield {
      objects: entries.flatMap(({ object }) => object ?? []),
      prefixes: entries.flatMap(({ object, name }) => (object ? [] : name)),
    };
  }
}

/** An object, or a prefix. */
interface Entry {
  readonly name: string;
  readonly object?: ObjectInfo;
}

function entriesOf({ objects, prefixes }: ListPage): Entry[] {
  const entries: Entry[] = [...objects.map((object) => ({ name: object.key, object })), ...prefixes.map((name) => ({ name }))];
  // By UTF-16 units, as JavaScript compares and the service lists.
  return entries.sort((one, other) => (one.name < other.name ? -1 : 1));
}

interface Page extends ListPage {
  readonly continuationToken: string | undefined;
}

async function pageAt(
  container: ContainerClient,
  { prefix, delimiter, pageSize }: ListRequest,
  continuationToken: string | undefined,
  context: ErrorContext,
): Promise<Page> {
  const options = { ...(prefix === "" ? {} : { prefix }), ...abortedBy(context) };
  const settings = { maxPageSize: Math.min(pageSize, LARGEST_PAGE), ...(continuationToken === undefined ? {} : { continuationToken }) };
  // The SDK takes whatever answers for a list, and stumbles.
  const explain = (error: unknown): never => {
    throw error instanceof TypeError ? unexpectedAnswer(context) : error;
  };
  if (!delimiter) {
    const { value } = await container.listBlobsFlat(options).byPage(settings).next().catch(explain);
    return pageOf(value, []);
  }
  const { value } = await container.listBlobsByHierarchy(delimiter, options).byPage(settings).next().catch(explain);
  return pageOf(value, value.segment.blobPrefixes ?? []);
}

function pageOf(answer: Answer, prefixes: readonly { name: string }[]): Page {
  return {
    objects: answer.segment.blobItems.map(listedObject),
    prefixes: prefixes.map(({ name }) => name),
    continuationToken: answer.continuationToken || undefined,
  };
}

/** What both kinds of lists have in common. */
interface Answer {
  readonly segment: { readonly blobItems: Parameters<typeof listedObject>[0][] };
  readonly continuationToken?: string;
}
