import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes, randomUUID } from "node:crypto";
import { once } from "node:events";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { type Role, watchProcesses } from "../../support/process-watch.js";
import { filesBelow, findSecrets, type Place, type Secret, textPlace } from "../../support/secret-sweep.js";
import { randomKey } from "./random-key.js";
import { errorPlaces, filesOpenToOthers, stackFiles } from "../../support/sweep-places.js";

const secrets = {
  key: { value: randomKey(), kind: "random" },
  keyId: { value: randomUUID(), kind: "random" },
  clientSecret: { value: randomBytes(24).toString("base64url"), kind: "random" },
  merchantSecretKey: { value: randomKey(), kind: "random" },
  p12Password: { value: 'k3y+/with"quote&more=<ü>', kind: "whole" },
  passphrase: { value: "correct horse battery staple", kind: "whole" },
  shortSecret: { value: "Kingfisher&'<9>", kind: "word" },
  expirationDate: { value: "2031-07-14T09:26:53", kind: "date" },
} as const satisfies Record<string, Secret>;

const base64 = (text: string): string => Buffer.from(text).toString("base64");
const utf16le = (text: string): Buffer => Buffer.from(text, "utf16le");

/** Each form of a text, as somebody would write it who does not know the sweep. */
const TEXT_FORMS: Readonly<Record<string, (secret: string) => string>> = {
  plain: (secret) => secret,
  JSON: (secret) => JSON.stringify({ secret }),
  "URL-encoded": encodeURIComponent,
  "form-encoded": (secret) => new URLSearchParams({ a: "b", secret, c: "d" }).toString(),
  hex: (secret) => Buffer.from(secret).toString("hex"),
  "hex in upper case": (secret) => Buffer.from(secret).toString("hex").toUpperCase(),
  base64,
  "base64 at offset 1": (secret) => base64(`x${secret}yy`),
  "base64 at offset 2": (secret) => base64(`xx${secret}y`),
  base64url: (secret) => Buffer.from(`xx${secret}y`).toString("base64url"),
  "in upper case": (secret) => secret.toUpperCase(),
  "in lower case": (secret) => secret.toLowerCase(),
  "URL-encoded twice": (secret) => encodeURIComponent(encodeURIComponent(secret)),
  "percent-encoded": (secret) => Buffer.from(secret).toString("hex").replaceAll(/../g, "%$&"),
  "HTML, as named entities": (secret) =>
    secret.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;"),
  "HTML, as numbers": (secret) => secret.replace(/[^a-zA-Z0-9ü]/g, (character) => `&#${character.charCodeAt(0)};`),
  "HTML, as hexadecimal numbers": (secret) =>
    secret.replace(/[&<>"'+=/]/g, (character) => `&#x${character.charCodeAt(0).toString(16).toUpperCase()};`),
  "JSON, in code points": (secret) =>
    secret.replace(/[^]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`),
};
const FORMS: Readonly<Record<string, (secret: string) => Buffer>> = {
  ...Object.fromEntries(
    Object.entries(TEXT_FORMS).map(([name, write]) => [name, (secret) => Buffer.from(write(secret))]),
  ),
  "UTF-16LE": utf16le,
  "UTF-16BE": (secret) => utf16le(secret).swap16(),
};

/** Names of the secrets that were found. */
const foundIn = (places: readonly Place[]): string[] => [
  ...new Set(findSecrets(places, secrets).map((found) => found.split(" in ")[0] ?? "")),
];

/** What is planted, and where each must be found: every secret in every form. */
const planted = <Written>(forms: Readonly<Record<string, (secret: string) => Written>>) =>
  Object.entries(secrets).flatMap(([name, { value }]) =>
    Object.entries(forms).map(([form, write]) => ({ name, form, written: write(value) })),
  );

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sweep-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

const write = (path: string, parts: readonly (string | Buffer)[]): void => {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, Buffer.concat(parts.map((part) => Buffer.from(part))));
};

const waiting: ChildProcess[] = [];
afterEach(() => waiting.splice(0).forEach((child) => child.kill("SIGKILL")));

/** Starts a process that waits for its standard input, which never comes; it is there as itself once it has said so. */
const startWaiting = async (args: readonly string[], env: Readonly<Record<string, string>>): Promise<ChildProcess> => {
  const child = spawn("/bin/sh", ["-c", "echo ready; read line", ...args], { env });
  waiting.push(child);
  await once(child.stdout, "data");
  return child;
};

describe("each secret is found", () => {
  const BYTES: Readonly<Record<string, (bytes: Buffer) => Place[]>> = {
    "what a run printed": (bytes) => [
      { name: "output", content: Buffer.concat([Buffer.from("Updating (dev)\n"), bytes]) },
    ],
    "a state file": (bytes) => {
      write("states/dev.json", ['{"a":"', bytes, '"}']);
      return filesBelow(folder);
    },
    "a backup, history or log below it": (bytes) => {
      write("states/deep/er/dev.json.bak", ["# ", bytes]);
      return filesBelow(folder);
    },
    "a stack file": (bytes) => {
      write("Pulumi.dev.yaml", ["config:\n  a: ", bytes]);
      return stackFiles(folder);
    },
  };

  test.each(Object.entries(BYTES))("in %s, in every form", (_, plant) => {
    for (const { name, form, written } of planted(FORMS)) {
      rmSync(folder, { recursive: true });
      mkdirSync(folder);
      expect({ form, found: foundIn(plant(written)) }).toEqual({ form, found: [name] });
    }
  });

  const stateOf = (resource: object): Place[] => [
    textPlace("state", JSON.stringify({ deployment: { resources: [resource] } })),
  ];
  const TEXTS: Readonly<Record<string, (text: string) => Place[]>> = {
    "an exported state": (text) => stateOf({ outputs: { deep: [text] } }),
    "the text of a provider": (text) =>
      stateOf({ inputs: { __provider: `exports.handler = () => ${JSON.stringify(text)};` } }),
    "the message of an error": (text) => errorPlaces("error", new Error(`no: ${text}`)),
    "a property of an error": (text) =>
      errorPlaces("error", Object.assign(new Error("no"), { options: { deep: { text } } })),
    "the cause of an error": (text) => errorPlaces("error", new Error("no", { cause: { deep: { text } } })),
  };

  test.each(Object.entries(TEXTS))("in %s, in every form of a text", (_, plant) => {
    for (const { name, form, written } of planted(TEXT_FORMS)) {
      expect({ form, found: foundIn(plant(written)) }).toEqual({ form, found: [name] });
    }
  });

  const onLinux = process.platform === "linux" ? test : test.skip;
  onLinux("in the arguments and in the environment of a process, in every form of a text", async () => {
    const watch = watchProcesses();
    for (const [form, write] of Object.entries(TEXT_FORMS)) {
      const all = Object.entries(secrets).map(([name, { value }]) => [name, write(value)] as const);
      const children = [
        await startWaiting(["waiting", ...all.map(([, written]) => written)], {}),
        await startWaiting(["waiting"], Object.fromEntries(all)),
      ];
      const ends = children.map(({ pid }) => `(${pid ?? ""})`);
      watch.look();
      const places = watch.places(() => false);
      const found = ends.map((end) => foundIn(places.filter((place) => place.name.endsWith(end))));
      expect({ form, found }).toEqual({ form, found: [Object.keys(secrets), Object.keys(secrets)] });
    }
    watch.stop();
  });

  test("by any twelve characters of a random one, and by no fewer", () => {
    for (const [name, { value, kind }] of Object.entries(secrets)) {
      if (kind !== "random") continue;
      for (let start = 0; start + 12 <= value.length; start += 1) {
        expect(foundIn([textPlace("place", `<<${value.slice(start, start + 12)}>>`)])).toEqual([name]);
        expect(foundIn([textPlace("place", `<<${value.slice(start, start + 11)}>>`)])).toEqual([]);
      }
    }
  });
});

describe("a short one that is a word", () => {
  const { value } = secrets.shortSecret;

  test.each([
    ["the first letters in upper case", "KINGFI"],
    ["the last characters, URL-encoded", "sher%26'%3C9%3E"],
    ["the middle of it, HTML-escaped", "fisher&amp;&#39;"],
  ])("is found where there is just %s", (_, cut) => {
    expect(foundIn([textPlace("place", `"reason":"${cut}"`)])).toEqual(["shortSecret"]);
  });

  test("is not found in fewer than six characters of it", () => {
    const cuts = Array.from(value, (_, start) => `..${value.slice(start, start + 5)}..`);
    expect(foundIn(cuts.map((cut) => textPlace("place", cut)))).toEqual([]);
  });
});

describe("what is compressed", () => {
  test.each([
    ["whole", undefined],
    ["without its end, as a run that was killed leaves it", -8],
  ])("is looked through %s", (_, end) => {
    rmSync(folder, { recursive: true });
    write("home/logs/pulumi.log", [gzipSync(`{"msg":"${secrets.key.value}"}`).subarray(0, end)]);
    expect(findSecrets(filesBelow(folder), secrets)).toEqual([
      `key in ${join(folder, "home/logs/pulumi.log")}, unpacked (plain)`,
    ]);
  });
});

describe("a date", () => {
  const { value } = secrets.expirationDate;

  test("is no find where Pulumi says when it made or changed something, or wrote the state", () => {
    const state = (indent?: number): string =>
      JSON.stringify(
        { manifest: { time: `${value}.5Z` }, created: `${value}Z`, modified: `${value}.123+01:00` },
        undefined,
        indent,
      );
    for (const text of [state(), state(4), JSON.stringify(state())])
      expect(foundIn([textPlace("state", text)])).toEqual([]);
  });

  test("is one beside them", () => {
    const text = JSON.stringify({ created: `${value}Z`, outputs: { expirationDate: `${value}Z` } });
    expect(foundIn([textPlace("state", text)])).toEqual(["expirationDate"]);
  });
});

describe("the watch over processes", () => {
  const onLinux = process.platform === "linux" ? test : test.skip;
  onLinux("leaves out what a process of that role is to know, and nothing else", async () => {
    const watch = watchProcesses();
    for (const script of ["run", "dynamic-provider"]) {
      const args = [`/node_modules/@pulumi/pulumi/cmd/${script}`];
      await startWaiting(args, { PULUMI_CONFIG: secrets.key.value });
    }
    watch.look();
    const isKnownTo = (role: Role, name: string): boolean => role === "program" && name === "PULUMI_CONFIG";
    const found = findSecrets(watch.places(isKnownTo), secrets).map((text) => text.replace(/\d+/, "N"));
    expect(found).toEqual(["key in environment of the provider (N) (plain)"]);
    watch.stop();
  });
});

test("files that others may read are reported", () => {
  rmSync(folder, { recursive: true });
  write("states/dev.json", ["{}"]);
  chmodSync(join(folder, "states/dev.json"), 0o600);
  expect(filesOpenToOthers(folder)).toEqual([]);
  chmodSync(join(folder, "states/dev.json"), 0o640);
  expect(filesOpenToOthers(folder)).toEqual([join(folder, "states/dev.json")]);
});

test("nothing is found where there is nothing, and no secret is ever repeated", () => {
  expect(findSecrets([textPlace("place", "all quiet here")], secrets)).toEqual([]);
  for (const [name, { value }] of Object.entries(secrets)) {
    expect(findSecrets([textPlace("place", value)], secrets)).toEqual([`${name} in place (plain)`]);
  }
  expect(() => findSecrets([], { short: { value: "abc", kind: "whole" } })).toThrow("too short");
});
