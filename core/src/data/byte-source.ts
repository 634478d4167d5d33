/** Something of which any part can be read: a file, or an object in a cloud. */
export interface ByteSource {
  /** In bytes. */
  readonly size: number;
  /** As many bytes as were asked for; what lies beyond the end is zeros. */
  readonly read: (position: number, length: number) => Promise<Buffer>;
}
