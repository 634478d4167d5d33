import { type CloudDescriptor, sdkOf } from "@glacier/core/clouds";
import type { Expression, FileFacts, FunctionFact } from "../analysis/facts/facts.ts";
import { boundNames } from "../analysis/facts/names.ts";
import { expressionsIn, variablesIn } from "../analysis/facts/walk.ts";
import { defineRule } from "./rule.ts";
import { told } from "./story-of-steps.ts";

/** A task that uses a cloud's own SDK. */
export const cloudSdkInTask = defineRule<{ sdk: { task: string; module: string; cloud: string } }>({
  meta: { id: "cloud-sdk-in-task", severity: "info" },
  messages: {
    sdk: ({ task, module, cloud }) =>
      `${task} uses '${module}', so it runs against ${cloud} only. A bucket that it is given does the same in every cloud.`,
  },
  // Hardly any file asks for one.
  subjects: { task: ({ task: { body } }) => body.kind === "function" && body.module.facts.requests.some(isSdk) },
  create(context) {
    const reported = new Set<number>();
    for (const [first] of context.observed("task")) {
      const body = first?.task.body;
      const facts = context.source.facts(context.file);
      if (!first || !facts || body?.kind !== "function" || body.module.file !== context.file) continue;
      for (const { node, module, cloud, importedAt } of usesOf(facts, body.fact)) {
        if (reported.has(node) || cloud.id === context.target) continue;
        reported.add(node);
        context.report({
          message: "sdk",
          data: { task: first.task.name === undefined ? "This task" : `Task '${first.task.name}'`, module, cloud: cloud.label },
          at: { file: context.file, node },
          related: importedAt === undefined ? [] : [told(context.source, { file: context.file, node: importedAt }, "It is imported here.")],
        });
      }
    }
  },
});

const isSdk = (specifier: string): boolean => sdkOf(specifier) !== undefined;

interface Use {
  node: number;
  module: string;
  cloud: CloudDescriptor;
  importedAt: number | undefined;
}

/** The first mention of each SDK in a function, and in those functions of the file that it mentions; else of what the file has made with it. */
function usesOf(facts: FileFacts, body: FunctionFact): Use[] {
  const found = new Map<string, Use>();
  const imports = new Map(
    facts.imports.flatMap(({ specifier, node, bindings }) =>
      !isSdk(specifier) ? [] : bindings.flatMap((it) => (it.typeOnly ? [] : [[it.local, { specifier, node }] as const])),
    ),
  );
  const functions = functionsOf(facts);
  const clients = clientsOf(facts, new Set(imports.keys()));
  const mentioned: { client: string; node: number }[] = [];
  const seen = new Set<FunctionFact>();
  const queue = [body];
  for (let next = queue.shift(); next; next = queue.shift()) {
    if (seen.has(next)) continue;
    seen.add(next);
    const declared = [...next.parameters, ...variablesIn(next.body).flatMap(({ declarations }) => declarations)];
    const hidden = new Set(declared.flatMap(({ target }) => boundNames(target)));
    for (const { name, node } of expressionsIn(next, "name")) {
      const imported = hidden.has(name) ? undefined : imports.get(name);
      if (imported) note(imported.specifier, node, imported.node);
      else if (!hidden.has(name)) {
        queue.push(...(functions.get(name) ?? []));
        if (clients.has(name)) mentioned.push({ client: name, node });
      }
    }
    for (const { specifier, node } of expressionsIn(next.body, "import"))
      if (specifier.kind === "literal" && typeof specifier.value === "string") note(specifier.value, node, undefined);
    for (const { callee, arguments: given, node } of expressionsIn(next.body, "call")) {
      const [asked] = given;
      if (callee.kind === "name" && callee.name === "require" && asked?.kind === "literal" && typeof asked.value === "string")
        note(asked.value, node, undefined);
    }
  }
  for (const { client, node } of mentioned) {
    const imported = imports.get(clients.get(client) ?? "");
    if (imported) note(imported.specifier, node, imported.node);
  }
  return [...found.values()];

  function note(module: string, node: number, importedAt: number | undefined): void {
    const cloud = sdkOf(module);
    if (cloud !== undefined && !found.has(module)) found.set(module, { node, module, cloud, importedAt });
  }
}

/** The functions that a file declares on its top level, by their names. */
function functionsOf({ body }: FileFacts): Map<string, FunctionFact[]> {
  return new Map(
    body.flatMap((statement): [string, FunctionFact[]][] => {
      if (statement.kind === "function-declaration") return [[statement.name, [statement.function]]];
      if (statement.kind !== "variables") return [];
      return statement.declarations.flatMap(({ target, value }): [string, FunctionFact[]][] =>
        target.kind === "bind" && value?.kind === "function" ? [[target.name, [value.function]]] : [],
      );
    }),
  );
}

/** The variables of a file's top level that hold what an import made, by their names: `const s3 = new S3Client({})`. */
function clientsOf({ body }: FileFacts, imports: ReadonlySet<string>): Map<string, string> {
  return new Map(
    body.flatMap((statement): [string, string][] => {
      if (statement.kind !== "variables") return [];
      return statement.declarations.flatMap(({ target, value }): [string, string][] => {
        const maker = value && (value.kind === "new" || value.kind === "call") ? rootOf(value) : undefined;
        return target.kind === "bind" && maker !== undefined && imports.has(maker) ? [[target.name, maker]] : [];
      });
    }),
  );
}

/** `new Storage().bucket("raw")` → `Storage`. */
function rootOf(expression: Expression): string | undefined {
  switch (expression.kind) {
    case "name":
      return expression.name;
    case "member":
      return rootOf(expression.object);
    case "new":
    case "call":
      return rootOf(expression.callee);
    default:
      return undefined;
  }
}
