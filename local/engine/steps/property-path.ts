import { type Value, Secret, isList, isObject, objectOf } from "../values/values.js";

/** The path from a property map to a value in it: names, indexes, and `*` for all names or indexes. */
export type PropertyPath = readonly (string | number)[];

const QUOTED = /^\["((?:\\"|[^"])*)"\]/;
const INDEXED = /^\[(\*|\d+)\]/;
const NAMED = /^[^.[]+/;

/** Parses a path such as `a.b[0]["c d"][*]`. Returns undefined if it isn't a path. */
export const parsePropertyPath = (text: string): PropertyPath | undefined => {
  const path: (string | number)[] = [];
  if (text.startsWith(".")) return undefined;
  let rest = text;
  while (rest !== "") {
    if (rest.startsWith(".")) rest = rest.slice(1);
    const quoted = QUOTED.exec(rest);
    const indexed = INDEXED.exec(rest);
    const named = NAMED.exec(rest);
    const [matched] = quoted ?? indexed ?? named ?? [];
    if (matched === undefined) return undefined;
    if (quoted !== null) path.push((quoted[1] ?? "").replaceAll('\\"', '"'));
    else if (indexed !== null) path.push(indexed[1] === "*" ? "*" : Number(indexed[1]));
    else path.push(matched);
    rest = rest.slice(matched.length);
  }
  return path;
};

/** Whether `inner` is equal to `path` or points inside it. */
export const containsPath = (path: PropertyPath, inner: PropertyPath): boolean =>
  path.length <= inner.length && path.every((step, index) => step === "*" || step === inner[index]);

/** `ok` is false if the path doesn't exist in both values. */
interface Reset {
  readonly value: Value;
  readonly ok: boolean;
}

const keysAlong = (step: string | number, old: Value, current: Value): readonly (string | number)[] | undefined => {
  if (isObject(old) && isObject(current)) {
    if (typeof step === "number") return undefined;
    return step === "*" ? [...new Set([...Object.keys(old), ...Object.keys(current)])] : [step];
  }
  if (isList(old) && isList(current)) {
    if (typeof step === "number") return [step];
    return step === "*" && old.length === current.length ? [...old.keys()] : undefined;
  }
  return undefined;
};

const childOf = (value: Value, key: string | number): Value | undefined => {
  if (isList(value) && typeof key === "number") return value[key];
  return isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
};

const withChild = (value: Value, key: string | number, child: Value | undefined): Value => {
  if (isList(value) && typeof key === "number" && child !== undefined) return value.with(key, child);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).filter(([name]) => name !== String(key));
  return objectOf(child === undefined ? entries : [...entries, [String(key), child]]);
};

const resetChild = (rest: PropertyPath, old: Value, current: Value, key: string | number, secret: boolean): Reset => {
  const before = childOf(old, key);
  const now = childOf(current, key);
  if (rest.length > 0) {
    if (before === undefined && now === undefined) return { value: current, ok: true };
    if (before === undefined || now === undefined) return { value: current, ok: false };
    const inner = resetValue(rest, before, now, secret);
    return { value: withChild(current, key, inner.value), ok: inner.ok };
  }
  // A list element can't be added or removed alone: the other elements would move.
  if (isList(current) && (before === undefined) !== (now === undefined)) return { value: current, ok: false };
  return { value: withChild(current, key, before !== undefined && secret ? new Secret(before) : before), ok: true };
};

/** `secret` is set if the old value was inside a secret and the current one isn't. */
const resetValue = (path: PropertyPath, old: Value, current: Value, secret: boolean): Reset => {
  if (current instanceof Secret) {
    const inner = resetValue(path, old instanceof Secret ? old.value : old, current.value, false);
    return { value: new Secret(inner.value), ok: inner.ok };
  }
  if (old instanceof Secret) return resetValue(path, old.value, current, true);
  const [step, ...rest] = path;
  if (step === undefined) return { value: current, ok: false };
  const keys = keysAlong(step, old, current);
  if (keys === undefined) {
    const absentInBoth = childOf(old, step) === undefined && childOf(current, step) === undefined;
    return { value: current, ok: step !== "*" && absentInBoth };
  }
  return keys.reduce<Reset>(
    (done, key) => {
      const next = resetChild(rest, old, done.value, key, secret);
      return { value: next.value, ok: done.ok && next.ok };
    },
    { value: current, ok: true },
  );
};

/**
 * Copies the value at the path from `old` to `current`, so that a diff shows no change there. `ok` is false if that
 * isn't possible.
 */
export const resetPath = (path: PropertyPath, old: Value, current: Value): Reset =>
  resetValue(path, old, current, false);
