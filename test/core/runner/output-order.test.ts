import { describe, expect, it } from "vitest";
import { OutputOrder } from "../../../core/src/runner/output-order.ts";
import { fc, runs } from "../../support/properties.ts";

const turn = () => new Promise((resolve) => setImmediate(resolve));

/** What a child does: print, or say something. */
const acts = fc.array(
  fc.oneof(
    fc.record({
      stream: fc.constantFrom("stdout" as const, "stderr" as const),
      text: fc.string({ unit: "grapheme", minLength: 1, maxLength: 8 }),
    }),
    fc.constant("message" as const),
  ),
  { maxLength: 30 },
);

describe("OutputOrder", () => {
  it("tells what each stream printed before a message before it and the rest after it, in whatever pieces everything comes", async () => {
    await fc.assert(
      fc.asyncProperty(acts, fc.infiniteStream(fc.nat()), async (list, chance) => {
        const random = (below: number) => (chance.next().value ?? 0) % below;
        const pipes = { stdout: [] as number[], stderr: [] as number[] };
        const messages: { name: string; printed: { stdout: number; stderr: number } }[] = [];
        const written = { stdout: "", stderr: "" };
        const expected: Record<string, { stdout: string; stderr: string }> = {};
        for (const [index, act] of list.entries()) {
          if (act === "message") {
            const name = `message ${index}`;
            messages.push({ name, printed: { stdout: pipes.stdout.length, stderr: pipes.stderr.length } });
            expected[name] = { ...written };
          } else {
            pipes[act.stream].push(...Buffer.from(act.text));
            written[act.stream] += act.text;
          }
        }
        const told = { stdout: "", stderr: "" };
        const seen: Record<string, { stdout: string; stderr: string }> = {};
        const order = new OutputOrder((stream, text) => {
          told[stream] += text;
        });
        const sent = { stdout: 0, stderr: 0 };
        for (let next = 0; next < messages.length || sent.stdout < pipes.stdout.length || sent.stderr < pipes.stderr.length; ) {
          const stream = random(2) === 0 ? "stdout" : "stderr";
          // A message is written before what is printed after it, and so comes in the same turn at the latest.
          const end = Math.min(pipes[stream].length, sent[stream] + random(5));
          const bytes = pipes[stream].slice(sent[stream], end);
          const overdue = messages.findLastIndex(({ printed }) => printed[stream] < end) + 1;
          if (bytes.length > 0) order.output(stream, Buffer.from(bytes));
          sent[stream] = end;
          for (const until = Math.max(overdue, Math.min(messages.length, next + random(2))); next < until; next++) {
            const { name, printed } = messages[next] ?? { name: "", printed: { stdout: 0, stderr: 0 } };
            order.message({ printed, tell: () => (seen[name] = { ...told }) });
          }
          if (random(2) === 0) await turn();
        }
        await turn();
        expect(seen).toEqual(expected);
        expect(told).toEqual(written);
      }),
      { numRuns: runs(300) },
    );
  });

  it("loses no message when what was printed before it never comes", () => {
    const told: string[] = [];
    const order = new OutputOrder((_, text) => told.push(text));
    order.message({ printed: { stdout: 100, stderr: 0 }, tell: () => told.push("message") });
    order.output("stdout", Buffer.from("half"));
    order.output("stdout", Buffer.from("é").subarray(0, 1));
    order.end();
    expect(told).toEqual(["half", "message", "\ufffd"]);
  });

  it("tells what was printed first where a message does not say how much that was", async () => {
    const told: string[] = [];
    const order = new OutputOrder((_, text) => told.push(text));
    order.message({ printed: undefined, tell: () => told.push("message") });
    order.output("stderr", Buffer.from("text"));
    await turn();
    expect(told).toEqual(["text", "message"]);
  });
});
