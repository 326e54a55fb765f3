import { expect, test } from "@jest/globals";
import { decodeText } from "../../../cli/decode-text.js";

const TEXT = '{"name":"東京 é"}';
const utf16 = Buffer.from(`\ufeff${TEXT}`, "utf16le");

test.each<[what: string, bytes: Uint8Array]>([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${TEXT}`)],
  ["UTF-16, as PowerShell writes it", utf16],
  ["UTF-16, the other byte first", Buffer.from(utf16).swap16()],
])("a text in %s is read", (_what, bytes) => {
  expect(decodeText(bytes)).toBe(TEXT);
});

test.each([[[]], [[0xff]], [[0xef, 0xbb]]])("bytes that are fewer than a mark are a text: %j", (bytes) => {
  expect(decodeText(Uint8Array.from(bytes))).toBe(bytes.length === 0 ? "" : "\ufffd");
});
