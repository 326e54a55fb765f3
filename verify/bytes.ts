/**
 * The bytes of a buffer or a view, without a copy; undefined for anything else. Uses no `instanceof`: test runners such as
 * jest and vitest run code in a separate realm, whose buffer classes differ from ours.
 */
export const bytesOf = (value: unknown): Uint8Array | undefined => {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  return /^\[object (Shared)?ArrayBuffer\]$/.test(Object.prototype.toString.call(value))
    ? new Uint8Array(value as ArrayBuffer)
    : undefined;
};
