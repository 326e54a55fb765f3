/** Deeper than the data of any program, and far from a call stack overflow. */
const MAX_DEPTH = 500;

/** Whether JSON data is nested so deeply that recursion could overflow the call stack. */
export const isNestedTooDeep = (json: unknown, depth = MAX_DEPTH): boolean =>
  typeof json === "object" &&
  json !== null &&
  (depth === 0 || Object.values(json).some((item) => isNestedTooDeep(item, depth - 1)));
