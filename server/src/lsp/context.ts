import type { Connection } from "vscode-languageserver/node";
import type { Analysis } from "./analysis.ts";
import type { ClientAbilities } from "./capabilities.ts";
import type { Converter } from "./convert.ts";
import type { OpenDocuments } from "./documents.ts";
import type { Guard } from "./guard.ts";

/** What serves one client; everything that answers it gets this. */
export interface ServerContext {
  connection: Connection;
  client: ClientAbilities;
  documents: OpenDocuments;
  converter: Converter;
  analysis: Analysis;
  guard: Guard;
}
