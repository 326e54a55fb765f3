import { randomBytes } from "node:crypto";
import { inspect } from "node:util";
import * as fc from "fast-check";
import { anyCharacter } from "../support/any-character.js";
import { errorPages, readDocument } from "../support/documents.js";
import { startWatchdog } from "./watchdog.js";

/** Stands for a secret in hostile input. It must not be in any output. */
export const MARK = randomBytes(16).toString("hex");

/** Pulumi's placeholder for an unknown value. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const SIGNATURE = "4dabf18193072939515e22adb298388d";
const SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270";

export const dangerousName = fc.constantFrom(
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "valueOf",
  "toJSON",
  "then",
  "",
);

const RUN_LENGTH = 300;
const PIECES = [
  ...["A", "a", "1", " ", "\t", "\n", "\0", "é", ".", ":", "-", "_", "/", "\\", "=", "%", '"', "(", "[", "{", ",", ";"],
  ...["A_", "A1", "a.", "a-", ":1", "::", "aA", "1_", "1.", "=;", ", ", "%2", "\\u", "a@", "//"],
];
/** Long runs of a character, alone and followed by another one: these make an ambiguous pattern hang. */
export const RUNS: readonly string[] = PIECES.map((piece) => piece.repeat(RUN_LENGTH / piece.length)).flatMap((run) => [
  run,
  `${run}!`,
  `${run}1`,
  `x${run}\n`,
]);

/** Texts that have broken programs before, and arbitrary ones. */
export const hostileText = fc.oneof(
  fc.constantFrom(
    ...[
      MARK,
      ` ${MARK}\n`,
      `Bearer ${MARK}`,
      UNKNOWN,
      SIGNATURE,
      "",
      " ",
      "\0",
      "a\r\nx-injected: 1",
      "é",
      "\u2028",
      "\ud800",
    ],
    ...["{}", "[]", "null", "true", "-1", "1e999", "0x10", "%zz", "${HOME}", "$(id)", "../../..", "\u001b[2J"],
    ...["2027-01-31T12:00:00Z", "2027-02-30T12:00:00+0000", "+275760-09-13T00:00:00.001Z", "0000-00-00T00:00:00Z"],
    ...["x".repeat(5000), "1".repeat(400)],
  ),
  fc.constantFrom(...RUNS),
  dangerousName,
  fc.string({ maxLength: 12 }),
  fc.string({ unit: anyCharacter, maxLength: 6 }),
);

const objectOf = (names: fc.Arbitrary<string>, values: fc.Arbitrary<unknown>): fc.Arbitrary<Record<string, unknown>> =>
  // Own properties with any name, including `__proto__`, as JSON.parse creates them.
  fc.array(fc.tuple(names, values), { maxLength: 4 }).map((entries) => Object.fromEntries(entries));

/** Any JSON data, including Pulumi's signatures. */
export const hostileValue: fc.Arbitrary<unknown> = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: hostileText },
    {
      weight: 2,
      arbitrary: fc.constantFrom(null, true, false, 0, -0, -1, 0.5, 365, 36_501, 1e308, Number.MAX_SAFE_INTEGER),
    },
    { weight: 1, arbitrary: fc.array(tie("value"), { maxLength: 3 }) },
    {
      weight: 1,
      arbitrary: objectOf(fc.oneof(dangerousName, fc.constant(SIGNATURE), fc.string({ maxLength: 4 })), tie("value")),
    },
    { weight: 1, arbitrary: tie("value").map((value) => ({ [SIGNATURE]: SECRET_SIGNATURE, value })) },
  ),
})).value;

/** An object with some of the named properties, each valid or hostile, and with other properties. */
export const hostileObject = (good: Readonly<Record<string, unknown>>): fc.Arbitrary<Record<string, unknown>> => {
  const names = Object.keys(good);
  const property = fc
    .tuple(fc.constantFrom(...names), fc.option(hostileValue, { freq: 2 }))
    .map(([name, value]) => [name, value ?? good[name]] as const);
  const extra = fc.tuple(dangerousName, hostileValue);
  return fc
    .tuple(
      fc.boolean(),
      fc.array(fc.oneof({ weight: 6, arbitrary: property }, { weight: 1, arbitrary: extra }), { maxLength: 6 }),
    )
    .map(([isWhole, entries]) => Object.fromEntries([...(isWhole ? Object.entries(good) : []), ...entries]));
};

const DOCUMENTED = new Set(errorPages().flatMap((page) => readDocument(page).match(/\bERR_[A-Z0-9_]+\b/g) ?? []));

const codeOf = (error: Error): string => {
  const { code } = error as { code?: unknown };
  return typeof code === "string" ? code : (/^ERR_[A-Z0-9_]+/.exec(error.message)?.[0] ?? error.message);
};

/** An expectation for hundreds of thousands of calls, for which Jest's own would be too slow. */
export const must = (isTrue: boolean, expectation: string): void => {
  if (!isTrue) throw new Error(`expected ${expectation}`);
};

/** Fails unless a message begins with a code from docs/errors*.md and doesn't contain MARK. */
export const expectDocumented = (text: string): void => {
  must(DOCUMENTED.has(/^ERR_[A-Z0-9_]+/.exec(text)?.[0] ?? ""), `a documented code: ${text}`);
  must(!text.includes(MARK), `nothing marked: ${text}`);
};

/** Runs a function that may reject its input, but only with a documented error that doesn't contain MARK. */
export const mayRefuse = async <Result>(act: () => Result | Promise<Result>): Promise<Result | undefined> => {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!DOCUMENTED.has(codeOf(error))) throw error;
    const all = `${error.stack ?? ""} ${inspect(error, { depth: 10 })} ${JSON.stringify(error)}`;
    if (all.includes(MARK)) throw new Error(`a marked value is in ${codeOf(error)}`, { cause: error });
    return undefined;
  }
};

const PROTOTYPES = [Object.prototype, Array.prototype, Function.prototype, String.prototype, Map.prototype];
const keysOfPrototypes = (): string =>
  PROTOTYPES.map((prototype) => Reflect.ownKeys(prototype).map(String).join()).join(";");
const CLEAN = keysOfPrototypes();

/** Multiplies the number of cases of `npm test`: `FUZZ_SCALE=50 npm run fuzz`. */
const SCALE = Number(process.env.FUZZ_SCALE ?? "1");

/** `npm test` runs the same cases every time; `npm run fuzz` runs different ones. */
const SEED = SCALE === 1 ? { seed: 1 } : {};

/** If one case takes more processor time than this, the target hangs for its users. Other processes don't count. */
const LIMIT_MS = 1_000;

/** Runs one case, within a limit of processor time. Only its thread counts: other threads collect garbage. */
export const inTime = async (act: () => unknown, limitMs = LIMIT_MS): Promise<void> => {
  const before = process.threadCpuUsage();
  await act();
  const { user, system } = process.threadCpuUsage(before);
  must((user + system) / 1000 < limitMs, `an end within ${limitMs} ms`);
};

/** Runs a target with many inputs. It must finish each in time, and must not change built-in prototypes. */
export const fuzz = async <Input>(
  cases: number,
  input: fc.Arbitrary<Input>,
  target: (input: Input) => unknown,
  limitMs = LIMIT_MS,
): Promise<void> => {
  const watchdog = startWatchdog();
  const { stackTraceLimit } = Error;
  // Most cases end in an error, whose stack trace takes longer to collect than the case itself.
  Error.stackTraceLimit = 0;
  try {
    const property = fc.asyncProperty(input, async (one) => {
      watchdog.begin();
      await inTime(() => target(one), limitMs);
    });
    await fc.assert(property, { ...SEED, numRuns: cases * SCALE });
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
    await watchdog.stop();
  }
  must(keysOfPrototypes() === CLEAN, "prototypes as they were");
};
