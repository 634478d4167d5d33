import { expect, test } from "vitest";
import { LastAnswers } from "../../../server/src/analysis/last-answers.ts";

test("a text is asked about once, also where the answer is that there is none", () => {
  const answers = new LastAnswers<string | undefined>();
  const asked: string[] = [];
  const ask = (text: string): string | undefined =>
    answers.of(text, () => {
      asked.push(text);
      return text === "" ? undefined : text.toUpperCase();
    });
  expect([ask("a"), ask(""), ask("a"), ask("")]).toEqual(["A", undefined, "A", undefined]);
  expect(asked).toEqual(["a", ""]);
});

test("of many texts the last ones are known", () => {
  const answers = new LastAnswers<number>();
  let asked = 0;
  for (let text = 0; text < 5000; text++) answers.of(`${text}`, () => asked++);
  answers.of("4999", () => asked++);
  answers.of("0", () => asked++);
  expect(asked).toBe(5001);
});
