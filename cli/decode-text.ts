/** Bytes that tell the encoding of a text: the byte order mark that Windows tools write. */
const MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** Decodes a text in UTF-8, or in UTF-16 as PowerShell's `>` writes it, without its byte order mark. */
export const decodeText = (bytes: Uint8Array): string => {
  const [encoding = "utf-8"] = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte)) ?? [];
  return new TextDecoder(encoding).decode(bytes);
};
