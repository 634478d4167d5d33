import type { Connection } from "vscode-languageserver/node";
import { TextDocument, type TextDocumentContentChangeEvent } from "vscode-languageserver-textdocument";
import { fileToUri, uriToFile } from "./uris.ts";

export interface OpenDocument {
  /** As the editor writes it. */
  readonly uri: string;
  /** What the workspace knows it by. */
  readonly file: string;
  readonly version: number;
  readonly text: string;
}

/** The texts that the editor holds, kept in step edit by edit. */
export class OpenDocuments {
  readonly #byFile = new Map<string, { uri: string; file: string; text: TextDocument }>();
  readonly #log: Connection["console"];

  constructor(log: Connection["console"]) {
    this.#log = log;
  }

  open(uri: string, languageId: string, version: number, text: string): OpenDocument | undefined {
    const file = fileOfDocument(uri, languageId);
    if (file === undefined) return undefined;
    this.#byFile.set(file, { uri, file, text: TextDocument.create(uri, languageId, version, text) });
    return this.get(file);
  }

  /** Applies the changes in their order, each to the text that the one before it left. */
  change(uri: string, version: number, changes: readonly TextDocumentContentChangeEvent[]): OpenDocument | undefined {
    const entry = this.#find(uri);
    if (entry === undefined) {
      this.#log.warn(`Ignored a change of a document that is not open: ${uri}`);
      return undefined;
    }
    entry.text = TextDocument.update(entry.text, [...changes], version);
    return this.get(entry.file);
  }

  close(uri: string): OpenDocument | undefined {
    const entry = this.#find(uri);
    if (entry === undefined) return undefined;
    const last = this.get(entry.file);
    this.#byFile.delete(entry.file);
    return last;
  }

  get(file: string): OpenDocument | undefined {
    const entry = this.#byFile.get(file);
    if (entry === undefined) return undefined;
    return { uri: entry.uri, file, version: entry.text.version, text: entry.text.getText() };
  }

  version(file: string): number | null {
    return this.#byFile.get(file)?.text.version ?? null;
  }

  all(): OpenDocument[] {
    return [...this.#byFile.keys()].flatMap((file) => this.get(file) ?? []);
  }

  /** The file of a document, open or not. */
  fileOf(uri: string): string {
    return this.#find(uri)?.file ?? uriToFile(uri);
  }

  /** The URI of a file: the editor's own where it has the document open. */
  readonly uriOf = (file: string): string => this.#byFile.get(file)?.uri ?? fileToUri(file);

  #find(uri: string): { uri: string; file: string; text: TextDocument } | undefined {
    const entry = this.#byFile.get(uriToFile(uri));
    if (entry !== undefined) return entry;
    // An untitled document's file has an extension that its URI lacks.
    for (const other of this.#byFile.values()) if (other.uri === uri) return other;
    return undefined;
  }
}

const extensions: Readonly<Record<string, string>> = {
  typescript: ".ts",
  typescriptreact: ".tsx",
  javascript: ".js",
  javascriptreact: ".jsx",
};

/** Undefined for what is no source of the workspace, such as the old side of a comparison (`git:`). */
function fileOfDocument(uri: string, languageId: string): string | undefined {
  if (uri.startsWith("file:")) return uriToFile(uri);
  if (!uri.startsWith("untitled:")) return undefined;
  const file = uriToFile(uri);
  return /\.[cm]?[jt]sx?$/.test(file) ? file : file + (extensions[languageId] ?? "");
}
