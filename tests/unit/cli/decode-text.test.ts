import { expect, test } from "@jest/globals";
import { decodeText } from "../../../cli/decode-text.js";

const TEXT = '{"name":"東京 é"}';
const utf16 = Buffer.from(`\ufeff${TEXT}`, "utf16le");

test.each<[what: string, bytes: Uint8Array]>([
  ["UTF-8", Buffer.from(TEXT)],
  ["UTF-8 with a byte order mark", Buffer.from(`\ufeff${TEXT}`)],
  ["UTF-16 in little-endian order, as PowerShell writes it", utf16],
  ["UTF-16 in big-endian order", Buffer.from(utf16).swap16()],
])("decodes text in %s", (_what, bytes) => {
  expect(decodeText(bytes)).toBe(TEXT);
});

test.each([[[]], [[0xff]], [[0xef, 0xbb]]])("decodes text that is shorter than a byte order mark: %j", (bytes) => {
  expect(decodeText(Uint8Array.from(bytes))).toBe(bytes.length === 0 ? "" : "\ufffd");
});
