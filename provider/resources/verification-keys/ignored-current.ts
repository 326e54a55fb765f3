/** Paths in `ignoreChanges` that include the current key, or a part of it. */
const CURRENT = /^(?:\*|current\b)/;

/** Why new signing keys don't get into verification keys with this option, or undefined if they do. */
export const ignoredCurrentWarning = (ignoreChanges: readonly string[]): string | undefined =>
  ignoreChanges.some((path) => CURRENT.test(path))
    ? "ignoreChanges keeps new signing keys out of this resource: after the next rotation, receivers refuse every " +
      "notification. Remove `current` and `*` from ignoreChanges."
    : undefined;
