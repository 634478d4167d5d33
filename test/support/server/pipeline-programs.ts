import { fc } from "../properties.ts";

/** A project whose `main.ts` exports pipelines, and whose graph the source says in full. */
export type Program = Record<"main.ts" | "tasks.ts" | "stages.ts", string>;

/** Programs of tasks, resources and bodies as people write them: loops, branches, spreads, helpers in other files, pipelines in pipelines. */
export const programs: fc.Arbitrary<Program> = fc.gen().map((draw) => new Writer(draw).program());

type Draw = fc.GeneratorValue;

/** What the statements of a body may use. */
interface Scope {
  handles: string[];
  buckets: string[];
}

class Writer {
  readonly #draw: Draw;
  readonly #tasks: { name: string; shape: Shape }[] = [];
  readonly #inner: { name: string; takesBucket: boolean }[] = [];
  #names = 0;

  constructor(draw: Draw) {
    this.#draw = draw;
  }

  program(): Program {
    const tasks = SHAPES.map((shape, index) => this.#task(shape, index)).join("\n");
    const pipelines = Array.from({ length: this.#number(1, 4) }, (_, index) => this.#pipeline(index)).join("\n");
    const all = this.#tasks.map(({ name }) => name).join(", ");
    return {
      "tasks.ts": `${IMPORTS}import { touch } from "./stages.ts";\n${PROVIDERS}\n${tasks}\n`,
      "stages.ts": STAGES,
      "main.ts": `${IMPORTS}import { aws, azure, laptop, ${all} } from "./tasks.ts";
import { Flow, stage, zone } from "./stages.ts";
const mode: string = "full";
const limit = 5;
const raw = aws.bucket("raw");
const lake = azure.bucket("lake", { path: "/a/b/in.parquet", format: "CSV" });
${pipelines}
`,
    };
  }

  #task(shape: Shape, index: number): string {
    const name = `${shape}${index}`;
    const { parameters, body } = TASKS[shape];
    const isAnonymous = this.#number(0, 3) === 0;
    const dependsOn = index < BASE ? [] : this.#some(this.#tasks.slice(0, BASE).map((it) => it.name));
    const options = [
      ...(isAnonymous ? [`name: ${this.#pick([`"${name} it"`, `\`\${"${name}"}!\``, `"shared"`])}`] : []),
      ...(dependsOn.length > 0 ? [`dependsOn: ${this.#pick([`[${dependsOn.join(", ")}]`, `[...[${dependsOn.join(", ")}]]`])}`] : []),
      ...(this.#number(0, 2) === 0 ? [`executor: ${this.#pick(EXECUTORS)}`] : []),
    ];
    const given = options.length > 0 ? `{ ${options.join(", ")} }, ` : "";
    this.#tasks.push({ name, shape });
    const arrow = `(${parameters}) => { ${body} }`;
    if (isAnonymous) return `export const ${name} = task(${given}${arrow});`;
    if (this.#number(0, 4) === 0) return `const ${name}Work = ${arrow};\nexport const ${name} = task(${given}${name}Work);`;
    return `export const ${name} = task(${given}${this.#pick(["", "async "])}function ${name}(${parameters}) { ${body} });`;
  }

  #pipeline(index: number): string {
    const variable = `pipeline${index}`;
    const name = this.#pick([variable, `the ${variable}`, "same"]);
    const takesBucket = this.#number(0, 3) === 0;
    const scope: Scope = { handles: [], buckets: takesBucket ? ["given"] : [] };
    const base = this.#tasks.slice(0, BASE).map((task) => `${this.#call(task, scope)};`);
    const statements = Array.from({ length: this.#number(1, 5) }, () => this.#statement(scope, 0));
    const result = scope.handles.at(-1);
    const lines = [...base, ...statements, ...(result ? [`return ${result};`] : [])];
    const body = `(${takesBucket ? "given: Bucket" : ""}) => {\n${lines.map((line) => `  ${line}`).join("\n")}\n}`;
    this.#inner.push({ name: variable, takesBucket });
    const made = `pipeline({ name: ${JSON.stringify(name)} }, ${body})`;
    // A pipeline with a parameter cannot be drawn without it: what it is given is absent.
    if (takesBucket) return `const ${variable} = ${made};`;
    return this.#pick([
      `export const ${variable} = ${made};`,
      `const ${variable} = ${made};\nexport { ${variable} as renamed${index} };`,
      `const make${index} = () => ${made};\nexport const ${variable} = make${index}();`,
      ...(index > 0 ? [`const ${variable} = ${made};`] : []),
    ]);
  }

  #statement(scope: Scope, depth: number): string {
    const kinds = depth < 2 ? STATEMENTS : STATEMENTS.slice(0, SIMPLE);
    const kind = this.#pick(kinds);
    switch (kind) {
      case "call":
        return `${this.#someCall(scope)};`;
      case "keep": {
        const call = this.#someCall(scope);
        return `const ${this.#newHandle(scope)} = ${call};`;
      }
      case "bucket": {
        const bucket = this.#bucket(scope);
        const name = `bucket${this.#names++}`;
        scope.buckets.push(name);
        return `const ${name} = ${bucket};`;
      }
      case "stage": {
        const bucket = this.#bucket(scope);
        return `const ${this.#newHandle(scope)} = stage(${this.#taskOf("load")}, ${this.#taskOf("clean")}, ${bucket});`;
      }
      case "inner": {
        const inner = this.#inner.length > 0 ? this.#pick(this.#inner) : undefined;
        return inner ? `${inner.name}(${inner.takesBucket ? this.#bucket(scope) : ""});` : `${this.#someCall(scope)};`;
      }
      case "destructured": {
        const [first, second] = [this.#someCall(scope), this.#someCall(scope)];
        const names = [this.#newHandle(scope), this.#newHandle(scope)];
        return this.#pick([
          `const { a: ${names[0]}, b: ${names[1]} } = { a: ${first}, b: ${second} };`,
          `const [${names[0]}, ${names[1]}] = [${first}, ${second}];`,
        ]);
      }
      case "map": {
        const list = `list${this.#names++}`;
        const load = this.#taskOf("load");
        const made = this.#pick([
          `["x", "y"].map((name) => ${load}(zone(aws, name)))`,
          `["x", "y"].flatMap((name, index) => [${load}(aws.bucket(\`\${name}-\${index}\`))])`,
          `Object.entries({ p: "q", r: "s" }).map(([key, value]) => ${load}(aws.bucket(key, { path: value })))`,
          `Array.from({ length: 2 }, (_, index) => ${load}(aws.bucket(\`n\${index}\`)))`,
        ]);
        return `const ${list} = ${made};\n  ${this.#taskOf("many")}(${this.#pick([list, `[...${list}]`, `[${list}, []].flat()`])}, ${this.#bucket(scope)});`;
      }
      case "for-of":
        return `for (const name of ${this.#pick([`["a", "b"]`, `["a", "b", "c"] as const`, `new Set(["a", "b"])`, `["b", "a"].sort()`, `["b", "a"].toReversed()`, `["x", "b"].toSorted().reverse()`, `Object.keys({ k: 1, l: 2 })`])}) { ${this.#block({ ...scope, buckets: [...scope.buckets, "zone(azure, name)", "laptop.bucket(name + '-out')"] }, depth)} }`;
      case "for":
        return `for (let i = 0; i < ${this.#number(0, 3)}; i++) { ${this.#block({ ...scope, buckets: [...scope.buckets, "aws.bucket('n' + i)"] }, depth)} }`;
      case "for-each":
        return `["m", "n"].forEach((name) => { ${this.#block({ ...scope, buckets: [...scope.buckets, "zone(aws, name)"] }, depth)} });`;
      case "while":
        return this.#while(scope, depth);
      case "chain": {
        const [clean, call] = [this.#taskOf("clean"), this.#someCall(scope)];
        return `const ${this.#newHandle(scope)} = [${clean}, ${this.#taskOf("clean")}].reduce<any>((data, next) => next(data), ${call});`;
      }
      case "gather": {
        const list = `list${this.#names++}`;
        const kept = this.#pick(["", `if (name !== "b") `]);
        return `const ${list}: any[] = [];\n  for (const name of ["a", "b", "c"]) { const loaded = ${this.#taskOf("load")}(zone(aws, name)); ${kept}${list}.push(loaded); }\n  ${this.#taskOf("many")}(${this.#pick([list, `${list}.slice(1)`, `[...${list}]`])}, ${this.#bucket(scope)});`;
      }
      case "by-name": {
        const table = `table${this.#names++}`;
        const made = this.#pick([
          `const ${table}: Record<string, any> = {};\n  for (const name of ["a", "b"]) ${table}[name] = ${this.#taskOf("load")}(zone(azure, name));`,
          `const ${table} = Object.fromEntries(["a", "b"].map((name) => [name, ${this.#taskOf("load")}(aws.bucket(name))]));`,
        ]);
        return `${made}\n  const ${this.#newHandle(scope)} = ${this.#taskOf("clean")}(${this.#pick([`${table}.a`, table, `Object.values(${table})`])});`;
      }
      case "builder":
        return `const ${this.#newHandle(scope)} = new Flow(${this.#taskOf("load")}, ${this.#taskOf("clean")}).from(${this.#bucket(scope)}).cleaned().last;`;
      case "made-task": {
        const name = this.#pick([`"made_" + kind`, `\`made \${kind}\``, `["made", kind].join("-")`]);
        return `for (const kind of ["a", "b"]) task({ name: ${name}, dependsOn: [${this.#tasks[0]?.name}] }, (from: Bucket) => from.read("x"))(${this.#bucket(scope)});`;
      }
      case "if":
        return `if (${this.#pick(TESTS)}) { ${this.#block(scope, depth)} } else { ${this.#block(scope, depth)} }`;
      case "switch":
        return `switch (mode) { case "empty": ${this.#block(scope, depth)} break; case "full": { ${this.#block(scope, depth)} break; } default: ${this.#block(scope, depth)} }`;
      case "function": {
        const name = `local${this.#names++}`;
        return `function ${name}(bucket: Bucket) { ${this.#block({ ...scope, buckets: [...scope.buckets, "bucket"] }, depth)} }\n  ${name}(${this.#bucket(scope)});${this.#pick(["", ` ${name}(raw);`])}`;
      }
    }
  }

  #while(scope: Scope, depth: number): string {
    const count = `count${this.#names++}`;
    const body = this.#block({ ...scope, buckets: [...scope.buckets, `aws.bucket("w" + ${count})`] }, depth);
    const times = this.#number(0, 2);
    return this.#pick([
      `let ${count} = 0;\n  while (${count} < ${times}) { ${body} ${count}++; }`,
      `let ${count} = 0;\n  do { ${body} ${count} += 1; } while (${count} < ${times});`,
      `for (const ${count} of [0, 1, 2]) { if (${count} === 1) continue; if (${count} > ${times}) break; ${body} }`,
    ]);
  }

  #block(scope: Scope, depth: number): string {
    const inside: Scope = { handles: [...scope.handles], buckets: [...scope.buckets] };
    return Array.from({ length: this.#number(1, 2) }, () => this.#statement(inside, depth + 1)).join(" ");
  }

  /** Not of those that others depend on: what they take would have to wait for them. */
  #someCall(scope: Scope): string {
    return this.#call(this.#pick(this.#tasks.slice(BASE)), scope);
  }

  #call({ name, shape }: { name: string; shape: Shape }, scope: Scope): string {
    const bucket = (): string => this.#bucket(scope);
    switch (shape) {
      case "load":
      case "hand":
        return `${name}(${bucket()})`;
      case "rest":
        return `${name}(${bucket()}, ${bucket()})`;
      case "clean":
        return `${name}(${this.#data(scope)})`;
      case "save":
      case "many": {
        const data = shape === "save" ? this.#data(scope) : `[${this.#data(scope)}, ${this.#data(scope)}]`;
        return this.#pick([`${name}(${data}, ${bucket()})`, `${name}(...([${data}, ${bucket()}] as const))`]);
      }
      case "copy":
        return this.#pick([`${name}({ from: ${bucket()}, to: ${bucket()} })`, `${name}({ ...{ from: ${bucket()} }, to: ${bucket()} })`]);
      case "deep":
        return `${name}({ data: { inner: [${this.#data(scope)}] }, places: [${bucket()}, ${bucket()}] })`;
    }
  }

  #bucket({ buckets }: Scope): string {
    return this.#pick([...BUCKETS, ...buckets, ...buckets]);
  }

  #data({ handles }: Scope): string {
    return this.#pick([...handles, ...handles, "null"]);
  }

  #newHandle(scope: Scope): string {
    const name = `handle${this.#names++}`;
    scope.handles.push(name);
    return name;
  }

  #taskOf(shape: Shape): string {
    return this.#pick(this.#tasks.slice(BASE).filter((task) => task.shape === shape)).name;
  }

  #number(min: number, max: number): number {
    return this.#draw(fc.integer, { min, max });
  }

  #pick<Item>(items: readonly Item[]): Item {
    // Nothing is picked from an empty list.
    return items[this.#number(0, items.length - 1)] as Item;
  }

  #some<Item>(items: readonly Item[]): Item[] {
    return items.filter(() => this.#number(0, 1) === 1);
  }
}

type Shape = "load" | "clean" | "save" | "copy" | "many" | "hand" | "rest" | "deep";

/** The first of them are called in every body, so that others may depend on them. */
const SHAPES: Shape[] = ["load", "clean", "save", "load", "clean", "copy", "many", "hand", "rest", "deep"];
const BASE = 2;

const TASKS: Record<Shape, { parameters: string; body: string }> = {
  load: { parameters: "from: Bucket", body: "return from.scan();" },
  clean: { parameters: "data: any", body: "return data;" },
  save: { parameters: "data: any, to: Bucket", body: "return (to as Bucket)!.write(data);" },
  copy: {
    parameters: "{ from, to: target }: { from: Bucket; to: Bucket }",
    body: "return target?.upload('x', from.read('x') as never);",
  },
  many: { parameters: "all: any[], to: Bucket", body: "if (all.length > 9) return to.remove('x'); return to.list();" },
  hand: { parameters: "to: Bucket", body: "const kept = to; void kept.write(null as never); return touch(to);" },
  rest: { parameters: "...all: Bucket[]", body: "return all[0]?.scan();" },
  deep: {
    parameters: "options: { data: { inner: any[] }; places: Bucket[] }",
    body: "return options.places[1]?.write(options.data.inner[0]);",
  },
};

const STATEMENTS = [
  "call",
  "keep",
  "bucket",
  "stage",
  "destructured",
  "map",
  "inner",
  "chain",
  "gather",
  "by-name",
  "builder",
  "made-task",
  "for-of",
  "for",
  "for-each",
  "while",
  "if",
  "switch",
  "function",
] as const;
/** How many of them hold no others. */
const SIMPLE = 6;

const TESTS = ['mode === "full"', 'mode !== "full"', "limit > 3", "1 > 2", "true", '["a"].length === 1', 'aws.cloud === "aws"', "!mode"];

const BUCKETS = [
  "raw",
  "lake",
  'aws.bucket("made", { path: "x/y.parquet" })',
  'laptop.bucket("here", { name: "named" })',
  'zone(azure, "area")',
];

const EXECUTORS = ['aws.emr("crunch")', 'laptop.spark("small")', 'aws.serverless("fn", { handler: "./fn.ts#run" })', "cluster"];

const IMPORTS = `import { type Bucket, Provider, pipeline, task } from "@glacier/core";
import { AwsConfig, AzureConfig, LocalConfig } from "@glacier/core/config";
`;

const PROVIDERS = `export const aws = new Provider({ config: new AwsConfig({ region: "eu-west-1" }) });
export const azure = new Provider({ config: new AzureConfig({ resourceGroup: "data" }), name: "lake" });
export const laptop = new Provider({ config: new LocalConfig({ basePath: "/tmp/data" }) });
const cluster = azure.databricks("cluster");`;

const STAGES = `import type { Bucket, Provider } from "@glacier/core";
export const touch = (bucket: Bucket) => bucket.exists();
export function zone(provider: Provider, name: string): Bucket {
  return provider.bucket(name, { path: \`/\${name}/in.parquet\` });
}
export function stage<Loaded, Cleaned>(load: (from: Bucket) => Loaded, clean: (data: Loaded) => Cleaned, from: Bucket): Cleaned {
  return clean(load(from));
}
export class Flow {
  last: any;
  constructor(private readonly load: (from: Bucket) => any, private readonly clean: (data: any) => any) {}
  from(bucket: Bucket): this {
    this.last = this.load(bucket);
    return this;
  }
  cleaned(): this {
    this.last = this.clean(this.last);
    return this;
  }
}
`;
