import type { Graph } from "@glacier/core/graph";
import type { Diagnostic } from "../analysis/diagnostic.ts";
import type { Outline, Resources } from "./answers.ts";

export interface WorkspaceOptions {
  /** Absolute paths of the folders to analyse. */
  folders: readonly string[];
  /** What time it is, for rules about dates. Default: the clock. */
  now?: () => Date;
}

export interface IndexOptions {
  signal?: AbortSignal;
  onProgress?: (done: number, total: number) => void;
}

/** The files whose diagnostics, outline or graph may be other than before. */
export type AffectedFiles = ReadonlySet<string>;

/**
 * Every folder's source, what was learnt from it, and what must be learnt again after an edit.
 * All paths are absolute with forward slashes; a path in the platform's own spelling is normalised on the way in.
 * Before {@link index} has finished, questions are answered from what is known so far. No question reads the disk.
 */
export class Workspace {
  readonly #folders: readonly string[];

  constructor(options: WorkspaceOptions) {
    this.#folders = options.folders;
  }

  /** Reads and analyses all folders, in chunks with turns of the event loop between them. Rejects with the signal's reason when aborted; may be called again. */
  async index(_options: IndexOptions = {}): Promise<void> {
    void this.#folders;
  }

  /** The editor's text takes the place of the file's on disk until {@link close}. */
  open(_file: string, _text: string, _version: number): AffectedFiles {
    return new Set();
  }

  change(_file: string, _text: string, _version: number): AffectedFiles {
    return new Set();
  }

  close(_file: string): AffectedFiles {
    return new Set();
  }

  /** A file on disk is new or has another content. */
  fileChanged(_file: string): AffectedFiles {
    return new Set();
  }

  /** A file on disk is gone; of a folder, all files in it. */
  fileDeleted(_file: string): AffectedFiles {
    return new Set();
  }

  /** Takes other folders; the new ones are analysed by the next {@link index}. */
  setFolders(_folders: readonly string[]): AffectedFiles {
    return new Set();
  }

  /** In the order of their ranges. */
  diagnose(_file: string): Diagnostic[] {
    return [];
  }

  /** The files that have something of Glacier's in them, sorted. */
  files(): string[] {
    return [];
  }

  /** The version of an open file, else null. */
  version(_file: string): number | null {
    return null;
  }

  outline(file: string): Outline {
    return { file, version: null, pipelines: [], tasks: [], providers: [], buckets: [] };
  }

  resources(): Resources {
    return { providers: [] };
  }

  /** With `file`: what the file declares or touches. With `pipeline`: that pipeline, its steps and what they reach. */
  graph(_options: { file?: string; pipeline?: string } = {}): Graph {
    return { version: 1, nodes: [], edges: [] };
  }
}
