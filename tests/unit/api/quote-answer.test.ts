import { describe, expect, test } from "@jest/globals";
import { quoteAnswer } from "../../../provider/api/quote-answer.js";

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
  ["a token of a key", "x u3qgvoaJ73rL y", " (x […] y)"],
  ["one of four characters", "x a1b2 y", " (x […] y)"],
  ["the characters of base64", "a+/=_-a+/=_-", " ([…])"],
  ["an encoded key", "not u3qg%2BaJ&#43;rL= here", " (not […] here)"],
  ["each of several tokens", "bdc0fe52-091e and bdc0fe52-091f", " ([…] and […])"],
  ["a value after a name", "password=hunter user:name", " ([…] […])"],
  ["no plain word", "Authentication", " (Authentication)"],
  ["no plain word with a digit", "Authenticatio1", " ([…])"],
  ["no code in capitals", "MISSING_FIELD_X", " (MISSING_FIELD_X)"],
  [
    "no words joined by signs",
    "can't re-use keyInformation.tenant, or/and [x]!",
    " (can't re-use keyInformation.tenant, or/and [x]!)",
  ],
  ["a code that begins with a digit", "1MISSING_FIELD", " ([…])"],
  ["no number of six digits", "365 days, <=100000", " (365 days, <=100000)"],
  ["a number of seven digits", "1000000 days", " ([…] days)"],
  ["no sign between words", "days <= 1095 - at most", " (days <= 1095 - at most)"],
  ["several signs in a row", "<=== =>=>", " ([…] […])"],
  ["no word of 40 letters", "a".repeat(40), ` (${"a".repeat(40)})`],
  ["a word of 41 letters", "a".repeat(41), " ([…])"],
  ["no phrase of 80 characters", `${"abcdefghi-".repeat(7)}abcdefghij`, ` (${"abcdefghi-".repeat(7)}abcdefghij)`],
  ["a phrase of 81 characters", `${"abcdefghi-".repeat(7)}abcdefghijk`, " ([…])"],
])("leaves out %s", (_, text, quoted) => {
  expect(quoteAnswer({ text }, [])).toBe(quoted);
});

test.each([
  ["capitals and a digit", `${"A".repeat(40)}1`],
  ["as many letters as are read", `${"A".repeat(299)}1`],
  ["a code with a hyphen", `${"A_".repeat(149)}-`],
  ["joined codes", `${"AB_".repeat(99)}!`],
  ["underscores", `A${"_".repeat(298)}1`],
  ["digits", "1".repeat(300)],
  ["spaces", `A${" ".repeat(298)}1`],
])("leaves out a long text of %s quickly", (_, text) => {
  const before = process.threadCpuUsage();
  quoteAnswer({ text }, []);
  const { user } = process.threadCpuUsage(before);
  expect(user).toBeLessThan(100_000);
});

describe("if the request contained a secret", () => {
  test("codes and fields are quoted, but no words: each could be the secret in another encoding", () => {
    const answer = {
      message: "Authentication Failed for hunter",
      reason: "INVALID_DATA",
      details: [
        { field: "keyInformation.expiryDuration", reason: "MISSING_FIELD" },
        { field: "hunter", reason: "Hunter" },
        { field: "keyInformation.hunter", reason: "INVALID_DATA." },
        { field: "v-c-permissions", reason: "A".repeat(41) },
      ],
      status: 400,
    };
    expect(quoteAnswer(answer, ["hunter"])).toBe(
      " (INVALID_DATA; keyInformation.expiryDuration; MISSING_FIELD; v-c-permissions)",
    );
    expect(quoteAnswer(answer, [""])).toContain("(Authentication Failed for hunter; INVALID_DATA");
  });

  test.each([
    ["the whole secret", "HUNTER"],
    ["the secret inside a longer code", "NO_HUNTER_HERE"],
    ["the secret in parts", "HU_NT_ER"],
    ["the beginning of the secret", "HUN"],
    ["the end of the secret", "ER"],
    ["four letters of the secret", "X_UNTE_X"],
  ])("a code with %s is left out", (_, code) => {
    for (const secret of ["hunter", "Hunter-2!", "h.u.n.t.e.r", "99hunter99"]) {
      expect(quoteAnswer({ code, reason: "INVALID_DATA" }, [secret])).toBe(" (INVALID_DATA)");
    }
  });

  test("a code with three of its letters is quoted, and every code if the secret has no letters", () => {
    expect(quoteAnswer({ code: "COUNTED" }, ["hunter"])).toBe("");
    expect(quoteAnswer({ code: "BUNCH_TERM" }, ["hunter"])).toBe(" (BUNCH_TERM)");
    expect(quoteAnswer({ code: "INVALID_DATA" }, ["123-456!"])).toBe(" (INVALID_DATA)");
  });

  test("the name of a field that is a part of the secret is left out too", () => {
    expect(quoteAnswer({ field: "tenant", reason: "INVALID_DATA" }, ["Tenant-1"])).toBe(" (INVALID_DATA)");
  });

  test("all secrets are left out", () => {
    expect(quoteAnswer({ a: "HUNTER", b: "OTHER", c: "INVALID_DATA" }, ["other", "hunter"])).toBe(" (INVALID_DATA)");
  });

  const SECRET = "Pass-word's <n&m>!";
  const html = (text: string): string => text.replaceAll(/[&<>'!-]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  test.each([
    ["unchanged", SECRET],
    ["in capitals", SECRET.toUpperCase()],
    ["URL-encoded", encodeURIComponent(SECRET)],
    ["URL-encoded in capitals", encodeURIComponent(SECRET).toUpperCase()],
    ["as in a form", new URLSearchParams({ "": SECRET }).toString()],
    ["escaped for HTML", html(SECRET)],
    ["escaped for JSON", JSON.stringify(SECRET)],
    ["in base64", Buffer.from(SECRET).toString("base64")],
    ["in hex", Buffer.from(SECRET).toString("hex").toUpperCase()],
    ["without its signs", SECRET.toUpperCase().replaceAll(/[^A-Z]/g, "_")],
    ["backwards", Array.from(SECRET).reverse().join("")],
  ])("a short secret %s is not quoted, whole or cut, in a word, a code or a field", (_, echo) => {
    for (let length = 4; length <= echo.length; length += 1) {
      const cut = echo.slice(0, length);
      const answer = {
        message: `you sent ${cut}`,
        reason: cut,
        details: [{ field: cut }, { field: `key.${cut}` }, cut],
      };
      expect(quoteAnswer({ ...answer, status: "INVALID_DATA" }, [SECRET])).toBe(" (INVALID_DATA)");
    }
  });
});

describe("if the answer contains a key", () => {
  test.each([
    ["beside its words", { key: "hunter", message: "wrong: HUNTER" }],
    ["deeper", { keyInformation: { key: "hunter" }, message: "wrong: hunter" }],
    ["in a list", { key: ["hunter"], message: "wrong: hunter" }],
    ["in parts", { key: { value: "hunter" }, message: "wrong: hunter", code: "HUNTER" }],
  ])("%s, neither the key nor any words are quoted", (_, answer) => {
    expect(quoteAnswer({ ...answer, reason: "INVALID_DATA" }, [])).toBe(" (INVALID_DATA)");
  });

  test("that is an empty text or a number, words are quoted", () => {
    expect(quoteAnswer({ key: "", message: "no key" }, [])).toBe(" (no key)");
    expect(quoteAnswer({ key: 7, message: "no key" }, [])).toBe(" (no key)");
  });
});

test("reads five levels of nesting and no more", () => {
  expect(quoteAnswer(nested(5, "deep"), [])).toBe(" (deep)");
  expect(quoteAnswer(nested(6, "deep"), [])).toBe("");
});

test("quotes twelve texts and 300 characters at most", () => {
  const words = "abcdefghijklm".split("");
  expect(quoteAnswer(words, [])).toBe(" (a; b; c; d; e; f; g; h; i; j; k; l)");
  expect(quoteAnswer([...Array<string>(12).fill(""), "word"], [])).toBe(" (word)");
  expect(quoteAnswer("ab ".repeat(200), [])).toHaveLength(" (".length + 299 + ")".length);
  expect(quoteAnswer(`${"ab ".repeat(99)}abcdefgh`, [])).toBe(` (${"ab ".repeat(99).trim()})`);
  expect(quoteAnswer("a".repeat(301), [])).toBe("");
  expect(quoteAnswer(["ab ".repeat(80), "cd ".repeat(80)], [])).toHaveLength(" (".length + 300 + ")".length);
});

test("quotes nothing of an answer with too many fields or keys, and takes little time", () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({ key: `B${index}`, c: "QQQZ", d: "A".repeat(40) }));
  const longKey = { key: "K".repeat(5000), code: "BAD_REQUEST" };
  const manyKeys = Array.from({ length: 20 }, (_, index) => ({ key: `B${index}`, code: "BAD_REQUEST" }));
  const { user: before } = process.threadCpuUsage();
  for (const answer of [many, longKey, manyKeys]) expect(quoteAnswer(answer, ["client-secret"])).toBe("");
  expect(process.threadCpuUsage().user - before).toBeLessThan(1_000_000);
});
