import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { CodeAction, TextDocumentEdit, TextEdit } from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import type { Outline, Resources } from "../../../server/protocol/index.ts";
import { type BuiltServer, buildServer } from "../../support/lsp/built-server.ts";
import { LspClient, on } from "../../support/lsp/client.ts";

let built: BuiltServer;
beforeAll(() => {
  built = buildServer();
});
afterAll(() => built?.remove());

let client: LspClient;
let folder: string;
beforeEach(() => {
  // What a path may hold: a space, an umlaut, a percent sign.
  folder = mkdtempSync(join(tmpdir(), "glacier ü 100%-"));
  client = LspClient.stdio(built.script);
});
afterEach(async () => {
  await client.stop();
  rmSync(folder, { recursive: true });
});

const uriOf = (name: string): string => `file://${`${folder}/${name}`.split("/").map(encodeURIComponent).join("/")}`;
function write(name: string, text: string): string {
  mkdirSync(join(folder, name, ".."), { recursive: true });
  writeFileSync(join(folder, name), text);
  return uriOf(name);
}

const imports = `import { Provider, pipeline, task, type Bucket } from "@glacier/core";
import { AwsConfig, AzureConfig, BlobConfig, S3Config } from "@glacier/core/config";
`;
const mismatch = `${imports}const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
export const raw = azure.bucket("raw-zone", { config: new S3Config({ versioning: true }) });
`;
const line = `export const raw = azure.bucket("raw-zone", { config: new S3Config({ versioning: true }) });`;
/** Where the config stands in {@link line}, which is the fourth of {@link mismatch}. */
const config = on(3, line.indexOf("new S3Config"), line.indexOf(" });"));

const actionsAt = (uri: string, range = config): Promise<CodeAction[]> =>
  client.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [], only: ["quickfix"] } });
function apply(uri: string, text: string, action: CodeAction): string {
  const change = ((action.edit?.documentChanges ?? []) as TextDocumentEdit[]).find(({ textDocument }) => textDocument.uri === uri);
  return TextDocument.applyEdits(TextDocument.create(uri, "typescript", 1, text), [...((change?.edits ?? []) as TextEdit[])]);
}

describe("a config of another cloud", () => {
  test("is reported at its place, with its story and its page, and every quick fix of it makes it go away", async () => {
    const uri = write("pipeline.ts", mismatch);
    await client.initialize({ folders: [folder] });
    await client.open(uri, mismatch);
    const diagnostics = await client.pull(uri);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: "config-cloud-mismatch",
        severity: 1,
        source: "glacier",
        range: config,
        codeDescription: { href: pathToFileURL(join(built.folder, "docs/rules/config-cloud-mismatch.md")).href },
      }),
    ]);
    expect(diagnostics[0]?.relatedInformation?.map(({ location }) => [location.uri, location.range.start.line])).toContainEqual([uri, 2]);
    const titles = (await actionsAt(uri)).map(({ title }) => title);
    expect(titles.length).toBeGreaterThan(0);
    let version = 1;
    for (const title of titles) {
      const offered = await actionsAt(uri);
      expect(offered.filter(({ isPreferred }) => isPreferred === true)).toHaveLength(1);
      const text = apply(
        uri,
        mismatch,
        await client.request<CodeAction>(
          "codeAction/resolve",
          offered.find((action) => action.title === title),
        ),
      );
      await client.change(uri, ++version, { text });
      expect(await client.pull(uri), `${title}:\n${text}`).toEqual([]);
      await client.change(uri, ++version, { text: mismatch });
    }
  });

  test("is found in CRLF text, behind characters beyond the basic plane, and in a document without a file", async () => {
    const text = mismatch.replaceAll("\n", "\r\n").replace("raw-zone", "raw-zone-🧊");
    await client.initialize();
    await client.open("untitled:Untitled-1", text);
    const mine = (await client.pull("untitled:Untitled-1")).find(({ code }) => code === "config-cloud-mismatch");
    expect(mine?.range).toEqual(on(3, config.start.character + 3, config.end.character + 3));
  });

  test("that comes through an import is reported, followed into the other file, and gone when that file is mended", async () => {
    const provider = `import { Provider } from "@glacier/core";
import { AwsConfig, AzureConfig } from "@glacier/core/config";
export const cloud = new Provider({ config: new AzureConfig({ resourceGroup: "data" }) });
`;
    const user = `import { S3Config } from "@glacier/core/config";
import { cloud } from "./cloud.ts";
export const raw = cloud.bucket("raw-zone", { config: new S3Config() });
`;
    const [providerUri, userUri] = [write("src/cloud.ts", provider), write("src/user.ts", user)];
    await client.initialize({ folders: [folder] });
    await client.open(providerUri, provider);
    await client.open(userUri, user);
    const [diagnostic] = await client.pull(userUri);
    expect(diagnostic).toMatchObject({ code: "config-cloud-mismatch" });
    expect(diagnostic?.relatedInformation?.map(({ location }) => location.uri)).toContain(providerUri);
    await client.change(providerUri, 2, {
      text: provider.replace('new AzureConfig({ resourceGroup: "data" })', 'new AwsConfig({ region: "eu-west-1" })'),
    });
    await client.until(() => client.refreshes > 0, "refresh diagnostics");
    expect(await client.pull(userUri)).toEqual([]);
  });

  test("stays reported in an open document whose folder leaves the workspace", async () => {
    const uri = write("pipeline.ts", mismatch);
    await client.initialize({ folders: [folder] });
    await client.open(uri, mismatch);
    expect(await client.pull(uri)).toHaveLength(1);
    await client.notify("workspace/didChangeWorkspaceFolders", {
      event: { added: [], removed: [{ uri: uriOf("").replace(/\/$/, ""), name: "x" }] },
    });
    expect(await client.pull(uri)).toHaveLength(1);
    await client.close(uri);
  });

  test("stays reported while the text is half typed", async () => {
    const uri = write("pipeline.ts", mismatch);
    await client.initialize({ folders: [folder] });
    await client.open(uri, mismatch);
    await client.pull(uri);
    await client.change(uri, 2, { text: mismatch.replace("const azure", "if (\nconst azure") });
    expect((await client.pull(uri)).map(({ code }) => code)).toContain("config-cloud-mismatch");
  });
});

describe("Glacier's own requests", () => {
  const source = `${imports}export const aws = new Provider({ name: "lake", config: new AwsConfig({ region: "eu-west-1", secretAccessKey: "do-not-tell" }) });
export const raw = aws.bucket("raw-zone", { path: "in.parquet" });
const load = task(async function load(from: Bucket) { return from.scan(); });
export const sales = pipeline({ name: "sales" }, () => { load(raw); });
`;

  test("answer with the outline, the graph and the resources of the source, and never with a secret", async () => {
    const uri = write("sales.ts", source);
    await client.initialize({ folders: [folder] });
    await client.open(uri, source, { version: 3 });
    const outline = await client.request<Outline>("glacier/outline", { uri });
    expect(outline).toMatchObject({
      uri,
      version: 3,
      pipelines: [{ id: "pipeline:sales", name: "sales", steps: [{ id: "step:sales/load", name: "load", task: "load", uri }] }],
      tasks: [{ name: "load", steps: [{ uri, pipeline: "sales", step: "load" }] }],
    });
    const graph = await client.request<{ nodes: { id: string; location?: { file: string } }[]; edges: unknown[] }>("glacier/graph", {
      uri,
    });
    expect(graph.nodes.map(({ id }) => id).sort()).toEqual([
      "bucket:lake/raw-zone_in.parquet",
      "pipeline:sales",
      "provider:lake",
      "step:sales/load",
    ]);
    expect(new Set(graph.nodes.map(({ location }) => location?.file))).toEqual(new Set([uri]));
    const resources = await client.request<Resources>("glacier/resources", {});
    expect(resources.providers).toMatchObject([
      {
        name: "lake",
        clouds: ["aws"],
        config: { region: { kind: "literal", value: "eu-west-1" }, secretAccessKey: { kind: "secret" } },
        location: { uri },
        buckets: [{ bucketName: { kind: "literal", value: "raw-zone" }, uri: "s3://raw-zone/in.parquet" }],
      },
    ]);
    expect(JSON.stringify([outline, graph, resources])).not.toContain("do-not-tell");
  });

  test("say where a config comes from, and of a secret no more than the variable that holds it", async () => {
    const text = [
      'import { Provider } from "@glacier/core";',
      'import { AwsConfig, AzureConfig, GcpConfig } from "@glacier/core/config";',
      "declare const given: { project: string };",
      'export const a = new Provider({ name: "a", config: AwsConfig.fromEnv() });',
      'export const b = new Provider({ name: "b", config: new AzureConfig({ resourceGroup: "g", accountKey: process.env.STORAGE_KEY ?? "do-not-tell" }) });',
      'export const c = new Provider({ name: "c", config: new GcpConfig(given) });',
      'export const d = new Provider({ name: "d", config: new GcpConfig({ ...given, region: "europe-west1" }) });',
      "export const e = Provider.fromEnv();",
    ].join("\n");
    const uri = write("configs.ts", text);
    await client.initialize({ folders: [folder] });
    await client.open(uri, text);
    const { providers } = await client.request<Resources>("glacier/resources", {});
    expect(providers.map(({ name, clouds, config, configFrom }) => ({ name, clouds, config, configFrom }))).toEqual([
      { name: "a", clouds: ["aws"], config: {}, configFrom: "environment" },
      {
        name: "b",
        clouds: ["azure"],
        config: { resourceGroup: { kind: "literal", value: "g" }, accountKey: { kind: "secret", variable: "STORAGE_KEY" } },
        configFrom: undefined,
      },
      { name: "c", clouds: ["gcp"], config: {}, configFrom: "unknown" },
      { name: "d", clouds: ["gcp"], config: { region: { kind: "literal", value: "europe-west1" } }, configFrom: "unknown" },
      { name: "Provider.fromEnv()", clouds: [], config: {}, configFrom: "environment" },
    ]);
    expect(JSON.stringify(providers)).not.toContain("do-not-tell");
  });

  test("of a document that has nothing of Glacier's are empty", async () => {
    const uri = write("plain.ts", "export const a = 1;\n");
    await client.initialize({ folders: [folder] });
    expect(await client.request("glacier/outline", { uri })).toEqual({ uri, version: null, pipelines: [], tasks: [] });
    expect(await client.request("glacier/graph", { uri })).toEqual({ version: 1, nodes: [], edges: [] });
    expect(await client.request("glacier/resources", {})).toEqual({ providers: [] });
  });

  test("have new answers after an edit, of which the client is told", async () => {
    const uri = write("sales.ts", source);
    await client.initialize({ folders: [folder] });
    await client.open(uri, source);
    await client.until(() => client.notified.some(({ method }) => method === "glacier/resourcesChanged"), "tell of the first resources");
    client.notified.length = 0;
    await client.change(uri, 2, { text: source.replace("raw-zone", "red-zone") });
    await client.until(() => client.notified.some(({ method }) => method === "glacier/resourcesChanged"), "tell of the changed resources");
    expect(client.notified).toEqual([
      { method: "glacier/graphChanged", params: { uris: [uri] } },
      { method: "glacier/resourcesChanged", params: { uris: [uri] } },
    ]);
    const { providers } = await client.request<Resources>("glacier/resources", {});
    expect(providers[0]?.buckets[0]?.bucketName).toEqual({ kind: "literal", value: "red-zone" });
  });
});
