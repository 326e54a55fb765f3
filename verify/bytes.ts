/**
 * The bytes of a view or buffer, without a copy, or undefined. Test runners such as jest and vitest run code in a realm of
 * its own, where `instanceof` knows no buffer of another.
 */
export const bytesOf = (value: unknown): Uint8Array | undefined => {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value))
    ? new Uint8Array(value as ArrayBuffer)
    : undefined;
};
