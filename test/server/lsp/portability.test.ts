import { cloudDescriptors } from "@glacier/core/clouds";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  CancellationTokenSource,
  type CodeAction,
  LSPErrorCodes,
  type TextDocumentEdit,
  type WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import {
  cloudsRequest,
  type Portability,
  type PortabilityParams,
  portabilityFixesRequest,
  portabilityRequest,
} from "../../../server/protocol/index.ts";
import { LspClient, on } from "../../support/lsp/client.ts";

const uri = "file:///pipelines/a%20b.ts";
const source = `import { Provider } from "@glacier/core";
import { AwsConfig, S3Config } from "@glacier/core/config";
const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const raw = aws.bucket("raw", { config: new S3Config() });
const other = new Provider({ config: new AwsConfig({ region: "us-east-1" }) });
export const clean = other.bucket("clean", { config: new S3Config() });
`;
const provider = on(2, 20, 20);
/** Where a line makes a config of a provider. */
const configIn = (line: number) => {
  const text = source.split("\n")[line] ?? "";
  return on(line, text.indexOf("new AwsConfig"), text.indexOf(" });"));
};
let client: LspClient;

beforeEach(() => {
  client = LspClient.inProcess();
});
afterEach(() => client.stop());

const open = async (initializationOptions?: unknown) => {
  const result = await client.initialize({ initializationOptions });
  await client.open(uri, source);
  return result;
};
const ask = (params: PortabilityParams): Promise<Portability | null> => client.request(portabilityRequest.method, params);
const actions = (range = provider, only?: string[]): Promise<CodeAction[]> =>
  client.request("textDocument/codeAction", { textDocument: { uri }, range, context: { diagnostics: [], ...(only && { only }) } });

describe("the request of what it would take to run on another cloud", () => {
  test("answers for the whole workspace, with the documents' own URIs and the titles of fixes", async () => {
    await open();
    const answer = await ask({ target: "azure" });
    expect(answer?.target).toEqual({ id: "azure", label: "Azure" });
    expect(answer?.providers.map((it) => [it.uri, it.range, it.fixes])).toEqual([
      [uri, configIn(2), ["Change the provider to Azure, configured by the environment"]],
      [uri, configIn(4), ["Change the provider to Azure, configured by the environment"]],
    ]);
    expect(answer?.findings.map(({ effect, code, range, fixes }) => ({ effect, code, line: range.start.line, fixes }))).toEqual([
      {
        effect: "breaks",
        code: "config-cloud-mismatch",
        line: 3,
        fixes: ["Make portable: add BlobConfig", "Replace with BlobConfig"],
      },
      {
        effect: "breaks",
        code: "config-cloud-mismatch",
        line: 5,
        fixes: ["Make portable: add BlobConfig", "Replace with BlobConfig"],
      },
    ]);
  });

  test("answers for the provider at a place alone, and with null where there is none or no such cloud", async () => {
    await open();
    const answer = await ask({ target: "azure", uri, range: provider });
    expect(answer?.providers).toHaveLength(1);
    expect(answer?.findings.map(({ range }) => range.start.line)).toEqual([3]);
    expect(await ask({ target: "azure", uri, range: on(0, 0, 0) })).toBeNull();
    expect(await ask({ target: "mars" })).toBeNull();
  });

  test("is given up when the client does not want the answer any more", async () => {
    await open();
    const impatience = new CancellationTokenSource();
    const asked = client.connection.sendRequest(portabilityRequest.method, { target: "azure" }, impatience.token);
    impatience.cancel();
    await expect(asked).rejects.toMatchObject({ code: LSPErrorCodes.RequestCancelled });
    expect((await ask({ target: "azure" }))?.providers).toHaveLength(2);
  });
});

describe("the request of its fixes", () => {
  const fixed = async (params: PortabilityParams): Promise<string | undefined> => {
    const edit = await client.request<WorkspaceEdit | null>(portabilityFixesRequest.method, params);
    const [change] = (edit?.documentChanges ?? []) as TextDocumentEdit[]; // The server makes text edits only.
    if (change) expect(change.textDocument).toEqual({ uri, version: 1 });
    return change && TextDocument.applyEdits(TextDocument.create(uri, "typescript", 1, source), [...(change.edits as [])]);
  };

  test("gives the preferred ones of all findings, after which nothing breaks any more", async () => {
    await open();
    const text = await fixed({ target: "azure" });
    expect(text).toBe(
      source.replaceAll("new S3Config()", "[new S3Config(), new BlobConfig()]").replace("AwsConfig, S3", "AwsConfig, BlobConfig, S3"),
    );
    await client.change(uri, 2, { text: text ?? "" });
    expect((await ask({ target: "azure" }))?.findings).toEqual([]);
  });

  test("gives those of the asked provider alone, and null where there is nothing to fix", async () => {
    await open();
    expect(await fixed({ target: "azure", uri, range: provider })).toContain('"clean", { config: new S3Config() }');
    expect(await fixed({ target: "aws" })).toBeUndefined();
  });
});

test("the clouds that may be asked about are those that there are", async () => {
  await open();
  expect(await client.request(cloudsRequest.method, {})).toEqual(cloudDescriptors.map(({ id, label }) => ({ id, label })));
});

describe("the code action at a provider", () => {
  const command = "some.command";

  test("runs the client's command for the provider or its config, and is offered nowhere else", async () => {
    const { capabilities } = await open({ portabilityCommand: command });
    expect(capabilities.codeActionProvider).toMatchObject({ codeActionKinds: ["quickfix", "refactor", "source.fixAll.glacier"] });
    const title = "What would it take to run this on another cloud?";
    for (const range of [provider, on(2, 40, 40)])
      expect(await actions(range)).toEqual([{ title, kind: "refactor", command: { title, command, arguments: [{ uri, range }] } }]);
    expect(await actions(on(3, 30, 30))).toEqual([]);
    expect(await actions(provider, ["refactor"])).toHaveLength(1);
    expect(await actions(provider, ["quickfix"])).toEqual([]);
  });

  test.each([[undefined], [null], [{}], [{ portabilityCommand: 1 }], ["text"]])(
    "is not offered to a client that has no command for it: %j",
    async (options) => {
      const { capabilities } = await open(options);
      expect(capabilities.codeActionProvider).toMatchObject({ codeActionKinds: ["quickfix", "source.fixAll.glacier"] });
      expect(await actions()).toEqual([]);
    },
  );
});
