import { type dynamic } from "@pulumi/pulumi";
import { type z } from "zod";
import { DEFAULT_EXPIRY_DURATION_DAYS, type InputProperty, type ResourceTable } from "../properties.js";
import { holdsUnknown, isUnknown, type Properties } from "./protocol.js";
import { schemaOf } from "./schemas.js";

const failure = (property: string, code: string, reason: string): dynamic.CheckFailure => ({
  property,
  reason: `${code}: ${reason}`,
});

const kindOf = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "a list"
      : typeof value === "object"
        ? "an object"
        : `a ${typeof value}`;

/** An issue below an unknown value is no failure: the value may turn out right. */
const isAboutUnknown = (issue: z.core.$ZodIssue, value: unknown): boolean => {
  let current = value;
  for (const step of issue.path) {
    if (typeof current !== "object" || current === null) return false;
    current = Reflect.get(current, step);
  }
  return holdsUnknown(current);
};

const checkInput = (
  table: ResourceTable,
  [name, property]: [string, InputProperty],
  value: unknown,
): dynamic.CheckFailure | undefined => {
  if (isUnknown(value)) return undefined;
  if (value === undefined || value === null) {
    if (!property.isRequired) return undefined;
    return failure(name, "ERR_INPUT_MISSING", `${name} is required. ${property.meaning}`);
  }
  const result = schemaOf(table, name)?.safeParse(value);
  const issue = result?.error?.issues.find((candidate) => !isAboutUnknown(candidate, value));
  if (issue === undefined) return undefined;
  const where = [name, ...issue.path.map(String)].join(".");
  const came = issue.path.length === 0 ? `, but ${kindOf(value)} came` : "";
  const wanted = issue.code === "unrecognized_keys" ? `without ${issue.keys.join(", ")}` : issue.message;
  return failure(name, "ERR_INPUT_INVALID", `${where} must be ${wanted}${came}. ${property.meaning}`);
};

const checkWindow = ({ renewBeforeDays, expiryDuration }: Properties): dynamic.CheckFailure | undefined => {
  const duration = expiryDuration ?? DEFAULT_EXPIRY_DURATION_DAYS;
  if (typeof renewBeforeDays !== "number" || typeof duration !== "number" || renewBeforeDays < duration)
    return undefined;
  return failure(
    "renewBeforeDays",
    "ERR_INPUT_INVALID",
    `renewBeforeDays (${renewBeforeDays}) must be smaller than expiryDuration (${duration}), or the key would be due as soon as it is made.`,
  );
};

const checkAdoptedSecret = ({ adopt, clientSecret }: Properties): dynamic.CheckFailure | undefined => {
  if (typeof adopt !== "object" || adopt === null || typeof clientSecret !== "string" || isUnknown(clientSecret))
    return undefined;
  const key: unknown = Reflect.get(adopt, "key");
  if (typeof key !== "string" || isUnknown(key) || key === clientSecret) return undefined;
  return failure(
    "adopt",
    "ERR_INPUT_INVALID",
    "adopt.key must be the secret that was stored, but it differs from clientSecret.",
  );
};

/**
 * One failure per property at most, never an exception, and no value in any of them. Values that are not known yet pass.
 */
export const check = (table: ResourceTable, news: Properties): dynamic.CheckFailure[] => {
  const perProperty = Object.entries(table.inputs).map((entry) => checkInput(table, entry, news[entry[0]]));
  const unexpected = Object.keys(news)
    .filter((name) => !Object.hasOwn(table.inputs, name) && !name.startsWith("__"))
    .map((name) => failure(name, "ERR_INPUT_UNEXPECTED", `${table.name} has no input of this name.`));
  const failures = [...perProperty, ...unexpected].filter((found) => found !== undefined);
  const across = [checkWindow(news), checkAdoptedSecret(news)].filter((found) => found !== undefined);
  return [...failures, ...across.filter(({ property }) => !failures.some((found) => found.property === property))];
};

/**
 * Inputs that passed check before are checked again where they are used, so that what is done is what was promised. What
 * check lets pass because it is not known yet must be known by then.
 */
export const failIfUnchecked = (table: ResourceTable, news: Properties): void => {
  const unknown = Object.entries(news)
    .filter(([name, value]) => Object.hasOwn(table.inputs, name) && holdsUnknown(value))
    .map(([name]) => failure(name, "ERR_INPUT_INVALID", `${name} must be known, but it is not.`));
  const failures = [...check(table, news), ...unknown];
  if (failures.length > 0) throw new Error(failures.map(({ reason }) => reason).join(" "));
};
