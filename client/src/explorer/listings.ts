import { placeOf } from "./connections.ts";
import { Folder, type ListedPage } from "./folder.ts";
import { type FolderNode, isWithin } from "./items.ts";

/** The folders that have been opened, by the ids of their items. */
export class Listings {
  private readonly list: (node: FolderNode, signal: AbortSignal) => AsyncIterable<ListedPage>;
  private readonly onCloseFailed: (error: unknown) => void;
  private readonly open = new Map<string, { readonly place: string; readonly folder: Folder }>();

  /**
   * @param list the pages of a folder
   * @param onCloseFailed is told what nobody waits for
   */
  constructor(list: (node: FolderNode, signal: AbortSignal) => AsyncIterable<ListedPage>, onCloseFailed: (error: unknown) => void) {
    this.list = list;
    this.onCloseFailed = onCloseFailed;
  }

  /** As it has been read so far; begun anew where the source has come to mean another place by the same names. */
  of(node: FolderNode): Folder {
    const { provider, bucket } = node.kind === "bucket" ? node : node.bucket;
    const place = placeOf(provider, bucket);
    const known = this.open.get(node.id);
    if (known?.place === place) return known.folder;
    if (known) this.close(known.folder);
    const folder = new Folder((signal) => this.list(node, signal));
    this.open.set(node.id, { place, folder });
    return folder;
  }

  find(id: string): Folder | undefined {
    return this.open.get(id)?.folder;
  }

  /** Forgets everything, or what is at or below an item. */
  forget(parent?: string): void {
    for (const [id, { folder }] of this.open) {
      if (parent !== undefined && !isWithin(id, parent)) continue;
      this.open.delete(id);
      this.close(folder);
    }
  }

  private close(folder: Folder): void {
    folder.close().catch(this.onCloseFailed);
  }
}
