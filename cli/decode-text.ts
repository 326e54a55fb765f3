/** Byte order marks, which Windows tools write at the beginning of a text to identify its encoding. */
const MARKS: readonly (readonly [encoding: string, mark: readonly number[]])[] = [
  ["utf-8", [0xef, 0xbb, 0xbf]],
  ["utf-16le", [0xff, 0xfe]],
  ["utf-16be", [0xfe, 0xff]],
];

/** Decodes a text in UTF-8, or in UTF-16 as PowerShell's `>` writes it. Removes its byte order mark. */
export const decodeText = (bytes: Uint8Array): string => {
  const [encoding = "utf-8"] = MARKS.find(([, mark]) => mark.every((byte, index) => bytes[index] === byte)) ?? [];
  return new TextDecoder(encoding).decode(bytes);
};
