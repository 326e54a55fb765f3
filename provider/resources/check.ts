import { type dynamic } from "@pulumi/pulumi";
import { type z } from "zod";
import { DEFAULT_EXPIRY_DURATION_DAYS } from "./key/table.js";
import { type InputProperty, type ResourceTable } from "./table.js";
import { likelyName } from "../nearest-name.js";
import { holdsUnknown, isUnknown, type Properties } from "./protocol.js";
import { membersAt, schemaOf } from "./schemas.js";

/** What is wrong with an input. */
interface Problem {
  readonly input: string;
  readonly reason: string;
}

const problem = (input: string, code: string, text: string): Problem => ({ input, reason: `${code}: ${text}` });

const kindOf = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "a list"
      : typeof value === "object"
        ? "an object"
        : `a ${typeof value}`;

/**
 * Describes the invalid value, to follow "must be …": its type if that is wrong, or the value if it is a number and the
 * input isn't secret. Any other value isn't repeated, because a text could be a secret.
 */
const describeValue = ({ isSecret }: InputProperty, value: unknown, issue: z.core.$ZodIssue): string => {
  if (issue.path.length > 0) return "";
  const isNumber = typeof value === "number";
  const isOfAnotherType = issue.code === "invalid_type" && !(isNumber && ["number", "int"].includes(issue.expected));
  if (isOfAnotherType) return `, but it is ${kindOf(value)}`;
  return isNumber && !isSecret ? `, but it is ${value}` : "";
};

/** Whether an issue is about a value that isn't known yet. That isn't a failure: the value may turn out to be valid. */
const isAboutUnknown = (issue: z.core.$ZodIssue, value: unknown): boolean => {
  let current = value;
  for (const step of issue.path) {
    if (typeof current !== "object" || current === null) return false;
    current = Reflect.get(current, step);
  }
  return holdsUnknown(current);
};

/** The names that are probably meant, or else all that there are. */
const namesMeant = (names: readonly string[], known: readonly string[], what: string): string => {
  const likely = names.flatMap((name) => likelyName(name, known) ?? []);
  return likely.length === 0 ? `${what} are ${known.join(", ")}.` : `Did you mean ${likely.join(" and ")}?`;
};

/** Names the members of an object that there aren't, unless the input is secret: then the names could be, too. */
const noSuchMember = (
  { isSecret }: InputProperty,
  where: string,
  names: readonly string[],
  known: readonly string[],
): string =>
  isSecret
    ? `${where} has a member that it doesn't take. Its members are ${known.join(", ")}.`
    : `${where} has no member ${names.join(" or ")}. ${namesMeant(names, known, "Its members")}`;

const checkInput = (table: ResourceTable, name: string, value: unknown): Problem | undefined => {
  const property = table.inputs[name];
  if (property === undefined || isUnknown(value)) return undefined;
  if (value === undefined || value === null) {
    if (!property.isRequired) return undefined;
    return problem(name, "ERR_INPUT_MISSING", `${name} is required. ${property.meaning}`);
  }
  const issues = schemaOf(table, name)?.safeParse(value).error?.issues ?? [];
  // A misspelled name explains why another one is missing.
  const issue =
    issues.find(({ code }) => code === "unrecognized_keys") ??
    issues.find((candidate) => !isAboutUnknown(candidate, value));
  if (issue === undefined) return undefined;
  const where = [name, ...issue.path.map(String)].join(".");
  const text =
    issue.code === "unrecognized_keys"
      ? noSuchMember(property, where, issue.keys, membersAt(table, name, issue.path))
      : `${where} must be ${issue.message}${describeValue(property, value, issue)}.`;
  return problem(name, "ERR_INPUT_INVALID", `${text} ${property.meaning}`);
};

const checkWindow = ({ renewBeforeDays, expiryDuration }: Properties): Problem | undefined => {
  const duration = expiryDuration ?? DEFAULT_EXPIRY_DURATION_DAYS;
  if (typeof renewBeforeDays !== "number" || typeof duration !== "number" || renewBeforeDays < duration)
    return undefined;
  return problem(
    "renewBeforeDays",
    "ERR_INPUT_INVALID",
    `renewBeforeDays (${renewBeforeDays}) must be smaller than expiryDuration (${duration}), or the key would be due as soon as it is created.`,
  );
};

const checkAdoptedSecret = ({ adopt, clientSecret }: Properties): Problem | undefined => {
  if (typeof adopt !== "object" || adopt === null || typeof clientSecret !== "string" || isUnknown(clientSecret))
    return undefined;
  const key: unknown = Reflect.get(adopt, "key");
  if (typeof key !== "string" || isUnknown(key) || key === clientSecret) return undefined;
  return problem(
    "adopt",
    "ERR_INPUT_INVALID",
    "adopt.key must be the secret that was stored, but it differs from clientSecret. To store a new secret, remove `adopt`.",
  );
};

const problemsOf = (table: ResourceTable, news: Properties): Problem[] => {
  const names = Object.keys(table.inputs);
  const perInput = names.map((name) => checkInput(table, name, news[name]));
  const unexpected = Object.keys(news)
    .filter((name) => !Object.hasOwn(table.inputs, name) && !name.startsWith("__"))
    .map((name) => {
      const hint = namesMeant([name], names, "Its inputs");
      return problem(name, "ERR_INPUT_UNEXPECTED", `${table.name} has no input named ${name}. ${hint}`);
    });
  const found = [...perInput, ...unexpected].filter((candidate) => candidate !== undefined);
  const across = [checkWindow(news), checkAdoptedSecret(news)].filter((candidate) => candidate !== undefined);
  return [...found, ...across.filter(({ input }) => !found.some((other) => other.input === input))];
};

/**
 * Validates inputs. Returns at most one failure per input, never throws, and repeats no secret. Values that aren't known
 * yet are accepted.
 *
 * The property of each failure is empty, and the reason names the input instead: if a failure names a property, the Pulumi
 * CLI prints its value, which can be a secret, for example in an input whose name is misspelled.
 */
export const check = (table: ResourceTable, news: Properties): dynamic.CheckFailure[] =>
  problemsOf(table, news).map(({ reason }) => ({ property: "", reason }));

/**
 * Validates the inputs of create and update again. Values that weren't known in check must be known and valid now.
 *
 * @throws Error that lists every problem
 */
export const failIfInvalid = (table: ResourceTable, news: Properties): void => {
  const unknown = Object.entries(news)
    .filter(([name, value]) => Object.hasOwn(table.inputs, name) && holdsUnknown(value))
    .map(([name]) => problem(name, "ERR_INPUT_INVALID", `${name} must be known, but it isn't known yet.`));
  const problems = [...problemsOf(table, news), ...unknown];
  if (problems.length > 0) throw new Error(problems.map(({ reason }) => reason).join(" "));
};
