import { expect, test } from "@jest/globals";
import { quoteAnswer } from "../../../provider/kms/quote-answer.js";

const nested = (depth: number, leaf: unknown): unknown => (depth === 0 ? leaf : { a: nested(depth - 1, leaf) });

test.each<[unknown, string]>([
  [
    { reason: "INVALID_DATA", message: "One or more fields are invalid" },
    " (INVALID_DATA; One or more fields are invalid)",
  ],
  [{ a: "same", b: ["same", "other"] }, " (same; other)"],
  ["words", " (words)"],
  [{ a: " spaced ", b: "" }, " (spaced)"],
  [{ a: "ü", b: "word" }, " (word)"],
  [{ number: 7, nothing: null, is: true }, ""],
  [undefined, ""],
  [null, ""],
  [{}, ""],
  [{ a: "line\r\nbreak\u0007 and ü" }, " (line break  and)"],
])("quotes the words of %j", (answer, quoted) => {
  expect(quoteAnswer(answer, [])).toBe(quoted);
});

test.each([
  ["a token of 12 characters", "x u3qgvoaJ73rL y", " (x […] y)"],
  ["one of 11, which no key has", "x u3qgvoaJ73r y", " (x u3qgvoaJ73r y)"],
  ["the alphabets of base64", "a+/=_-a+/=_-", " ([…])"],
  ["each of several tokens", "bdc0fe52-091e and bdc0fe52-091f", " ([…] and […])"],
  ["no plain word", "Authentication", " (Authentication)"],
  ["no plain word with a digit", "Authenticatio1", " ([…])"],
  ["no code in capitals", "MISSING_FIELD_X", " (MISSING_FIELD_X)"],
  ["what is a code but for its end", "MISSING_FIELD-X", " ([…])"],
  ["what is a code but for its beginning", "1MISSING_FIELD", " ([…])"],
  ["no word of 40 letters", "a".repeat(40), ` (${"a".repeat(40)})`],
  ["a word of 41 letters", "a".repeat(41), " ([…])"],
])("leaves out %s", (_, text, quoted) => {
  expect(quoteAnswer({ text }, [])).toBe(quoted);
});

test.each([
  ["capitals and a digit", `${"A".repeat(40)}1`],
  ["as many as are looked at", `${"A".repeat(299)}1`],
  ["a code with a hyphen", `${"A_".repeat(149)}-`],
  ["a code of codes", `${"AB_".repeat(99)}!`],
  ["underscores", `A${"_".repeat(298)}1`],
  ["digits", "1".repeat(300)],
  ["spaces", `A${" ".repeat(298)}1`],
])("a long run of %s takes no time to leave out", (_, text) => {
  const before = process.cpuUsage();
  quoteAnswer({ text }, []);
  const { user } = process.cpuUsage(before);
  expect(user).toBeLessThan(100_000);
});

test("leaves out a text that repeats a secret, and no other", () => {
  const answer = { echo: "you sent hush", reason: "INVALID_DATA" };
  expect(quoteAnswer(answer, ["hush"])).toBe(" (INVALID_DATA)");
  expect(quoteAnswer(answer, ["", "other"])).toBe(" (you sent hush; INVALID_DATA)");
  expect(quoteAnswer(answer, ["other", "hush"])).toBe(" (INVALID_DATA)");
});

test("goes five levels down and no further", () => {
  expect(quoteAnswer(nested(5, "deep"), [])).toBe(" (deep)");
  expect(quoteAnswer(nested(6, "deep"), [])).toBe("");
});

test("quotes twelve texts and 300 characters at most", () => {
  const words = "abcdefghijklm".split("");
  expect(quoteAnswer(words, [])).toBe(" (a; b; c; d; e; f; g; h; i; j; k; l)");
  expect(quoteAnswer([...Array<string>(12).fill(""), "word"], [])).toBe(" (word)");
  expect(quoteAnswer("ab ".repeat(200), [])).toHaveLength(" (".length + 299 + ")".length);
  expect(quoteAnswer(["ab ".repeat(80), "cd ".repeat(80)], [])).toHaveLength(" (".length + 300 + ")".length);
});
