/** Deeper than anything that a program makes, and far from where the call stack ends. */
const MAX_DEPTH = 500;

/** Whether JSON data is nested so deep that going through it would end the call stack. */
export const isNestedTooDeep = (json: unknown, depth = MAX_DEPTH): boolean =>
  typeof json === "object" &&
  json !== null &&
  (depth === 0 || Object.values(json).some((item) => isNestedTooDeep(item, depth - 1)));
