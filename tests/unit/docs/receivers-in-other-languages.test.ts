import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { codeBlocks, readDocument } from "../../support/documents.js";
import { createScratch } from "../../support/project.js";

const { computed } = JSON.parse(readDocument("tests/vectors/notification-signature.json")) as {
  readonly computed: readonly {
    readonly keyBase64: string;
    readonly t: string;
    readonly rawBody: string;
    readonly sig: string;
    readonly header: string;
  }[];
};
const [vector] = computed;
if (vector === undefined) throw new Error("no vector");
const { keyBase64: key, t, rawBody: body, sig, header } = vector;
const keyId = /keyId=([^;]+)/.exec(header)?.[1] ?? "";
const SIGNED_AT = Number(t);
const MINUTE_MS = 60_000;

interface Case {
  readonly name: string;
  readonly header?: string;
  readonly body?: string;
  readonly keyId?: string;
  readonly key?: string;
  readonly now?: number;
}
/** Names begin with what is expected. */
const CASES: readonly Case[] = [
  { name: "accepts a genuine notification" },
  {
    name: "accepts fields in another order, with stray quotes and spaces",
    header: `sig=${sig}; keyId=${keyId};t=${t}"`,
  },
  { name: "accepts fields that it doesn't know, also twice", header: `v=1;${header};v=2` },
  { name: "accepts a signature without its padding", header: header.replace(/=$/, "") },
  { name: "accepts one of five minutes ago", now: SIGNED_AT + 5 * MINUTE_MS },
  { name: "accepts one of five minutes from now", now: SIGNED_AT - 5 * MINUTE_MS },
  { name: "refuses one that is older", now: SIGNED_AT + 5 * MINUTE_MS + 1000 },
  { name: "refuses one from later", now: SIGNED_AT - 5 * MINUTE_MS - 1000 },
  { name: "refuses a changed body", body: `${body} ` },
  { name: "refuses a body of other bytes", body: body.replace("x", "é") },
  { name: "refuses a changed time", header: header.replace(t, String(SIGNED_AT + 1)) },
  {
    name: "refuses another key of the same id",
    key: Buffer.from("another key of thirty-two bytes").toString("base64"),
  },
  { name: "refuses a key id that isn't known", keyId: "other" },
  { name: "refuses another signature", header: header.replace(sig, `A${sig.slice(1)}`) },
  { name: "refuses a request without the header", header: "" },
  { name: "refuses a header without a time", header: header.replace(/t=\d+;/, "") },
  { name: "refuses a header without a signature", header: header.replace(/;sig=.*/, "") },
  { name: "refuses a signature that is no base64", header: header.replace(/sig=.*/, "sig=%%%") },
  { name: "refuses a time twice", header: `${header};t=${t}` },
  { name: "refuses a signature twice", header: `${header};sig=${sig}` },
  { name: "refuses a time that is no number", header: header.replace(t, "17684804960x0") },
  { name: "refuses a header that is too long", header: `${header};x=${"a".repeat(1024)}` },
];

const encode = (text: string): string => Buffer.from(text).toString("base64");
const input = CASES.map((item) =>
  [
    encode(item.header ?? header),
    encode(item.body ?? body),
    item.keyId ?? keyId,
    item.key ?? key,
    item.now ?? SIGNED_AT,
  ].join("\t"),
).join("\n");

const codeOf = (language: string): string => {
  const [block, ...others] = codeBlocks("docs/receivers.md").filter((each) => each.language === language);
  expect(others).toEqual([]);
  const text = block?.text ?? "";
  expect(text.trimEnd().split("\n").length).toBeLessThanOrEqual(40);
  return text;
};

interface Language {
  readonly language: string;
  /** Files of a program that reads cases and prints true or false for each. */
  readonly files: () => Readonly<Record<string, string>>;
  readonly command: readonly [string, ...string[]];
}

const PYTHON = `
import sys
for line in sys.stdin.read().split("\\n"):
    header, body, key_id, key, now = line.split("\\t")
    header = base64.b64decode(header).decode()
    print(str(is_genuine(header or None, base64.b64decode(body), {key_id: key}, int(now) / 1000)).lower())
`;
const GO = `package main

import (
	"bufio"
	"encoding/base64"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		part := strings.Split(lines.Text(), "\\t")
		header, _ := base64.StdEncoding.DecodeString(part[0])
		body, _ := base64.StdEncoding.DecodeString(part[1])
		ms, _ := strconv.ParseInt(part[4], 10, 64)
		fmt.Println(IsGenuine(string(header), body, map[string]string{part[2]: part[3]}, time.UnixMilli(ms)))
	}
}
`;
const JAVA = `
class Main {
  public static void main(String[] args) throws Exception {
    var lines = new java.io.BufferedReader(new java.io.InputStreamReader(System.in)).lines().toList();
    for (String line : lines) {
      String[] part = line.split("\\t");
      String header = new String(Base64.getDecoder().decode(part[0]), StandardCharsets.UTF_8);
      byte[] body = Base64.getDecoder().decode(part[1]);
      System.out.println(Notifications.isGenuine(header, body, Map.of(part[2], part[3]), Long.parseLong(part[4])));
    }
  }
}
`;
const LANGUAGES: readonly Language[] = [
  { language: "python", files: () => ({ "main.py": codeOf("python") + PYTHON }), command: ["python3", "main.py"] },
  {
    language: "go",
    files: () => ({
      "go.mod": "module receiver\n\ngo 1.20\n",
      "webhooks.go": codeOf("go").replace("package webhooks", "package main"),
      "main.go": GO,
    }),
    command: ["go", "run", "."],
  },
  {
    language: "java",
    // One file: its first class is the one that `java` runs.
    files: () => {
      const code = codeOf("java");
      const imports = code.slice(0, code.indexOf("final class"));
      return { "Main.java": imports + JAVA + code.slice(imports.length) };
    },
    command: ["java", "Main.java"],
  },
];

const isThere = (program: string): boolean =>
  spawnSync(program, [program === "go" ? "version" : "--version"], { stdio: "ignore" }).status === 0;

describe.each(LANGUAGES)(
  "the receiver of docs/receivers.md in $language",
  ({ language, files, command: [program, ...args] }) => {
    const there = isThere(program);
    if (!there) process.stderr.write(`SKIPPED: ${program} isn't on PATH, so the receiver in ${language} isn't run\n`);

    (there ? test : test.skip)("accepts and refuses what verifyNotification does", () => {
      const folder = createScratch("receiver");
      for (const [name, text] of Object.entries(files())) writeFileSync(join(folder, name), text);
      const env = { ...process.env, GOFLAGS: "-mod=mod", GOTOOLCHAIN: "local" };
      const { stdout, stderr } = spawnSync(program, args, { cwd: folder, input, encoding: "utf8", env });
      const expected = CASES.map(({ name }) => `${name}: ${String(name.startsWith("accepts"))}`);
      const results = stdout.trim().split("\n");
      expect({ found: CASES.map(({ name }, index) => `${name}: ${results[index] ?? ""}`), stderr }).toEqual({
        found: expected,
        stderr: "",
      });
    });
  },
);
