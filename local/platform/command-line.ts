import { Command, CommanderError, InvalidArgumentError, Option } from "commander";
import { DATE_FORMS, type DateForm } from "./date-form.js";
import { deliverCommand } from "./deliver-command.js";
import { FOREIGN_ANSWERS, type ForeignAnswer } from "./foreign-credential.js";
import { type Parents, parentsSchema } from "./hierarchy.js";
import { readJson } from "../json-text.js";
import { type JournalEntry } from "./journal.js";
import { type PlatformOptions } from "./options.js";
import { type Platform, startPlatform } from "./server.js";
import { type Shell } from "./shell.js";
import { subscriptionsOption } from "./subscriptions/command-option.js";
import { type SubscriptionOptions } from "./subscriptions/options.js";

const SECRET_VARIABLE = "PLATFORM_MERCHANT_SECRET_KEY";

interface CommandLine {
  port: number;
  state?: string;
  onCreate: "same-key" | "override";
  grantSeconds?: number;
  clock?: Date;
  authentication: "none" | "required";
  merchant?: string;
  merchantKeyId?: string;
  latencyMs: number;
  maxConcurrent?: number;
  closeIdleMs?: number;
  status: "SUCCESS" | "ACCEPTED";
  dateForm?: DateForm;
  failInBody?: true;
  certificateAnswer: "key" | "status";
  maxCertificateDays: number;
  subscriptions?: SubscriptionOptions;
  parents?: Parents;
  foreignCredential: ForeignAnswer;
  acceptHalJson?: true;
  acceptParentheses?: true;
}

const numberFrom =
  (isValid: (value: number) => boolean, what: string) =>
  (text: string): number => {
    const value = Number(text);
    if (text.trim() === "" || !isValid(value)) throw new InvalidArgumentError(`It must be ${what}.`);
    return value;
  };

const parents = (text: string): Parents => {
  const decoded = parentsSchema.safeParse(readJson(text));
  if (!decoded.success) throw new InvalidArgumentError('It must be JSON such as {"child_org":"parent_org"}.');
  return decoded.data;
};

const port = numberFrom((value) => Number.isInteger(value) && value >= 0 && value <= 65_535, "a port, 0 to 65535");
const seconds = numberFrom((value) => Math.abs(value) <= 1e10, "a number of seconds, at most 10000000000");
const milliseconds = numberFrom((value) => value >= 0 && value <= 600_000, "milliseconds, 0 to 600000");
const count = numberFrom((value) => Number.isInteger(value) && value >= 1, "a whole number, at least 1");

const instant = (text: string): Date => {
  const date = new Date(text);
  if (Number.isNaN(date.getTime())) throw new InvalidArgumentError("It must be an ISO 8601 date and time.");
  return date;
};

/** The merchant whose requests are accepted. The error names everything that is missing. */
const merchantsOf = (
  { authentication, merchant, merchantKeyId }: CommandLine,
  env: Shell["env"],
): PlatformOptions["merchants"] => {
  if (authentication === "none") return [];
  const secret = env[SECRET_VARIABLE];
  if (merchant !== undefined && merchantKeyId !== undefined && secret !== undefined) {
    return [{ merchantId: merchant, keyId: merchantKeyId, secret }];
  }
  const missing = [
    merchant === undefined ? "--merchant" : "",
    merchantKeyId === undefined ? "--merchant-key-id" : "",
    secret === undefined ? `the environment variable ${SECRET_VARIABLE}` : "",
  ].filter((each) => each !== "");
  throw new Error(`--authentication required also needs ${missing.join(", ")}`);
};

/** Formats a journal entry as one line of printable characters: a client may send anything. */
const lineOf = ({ at, method, path, action, organizationId, status, faultName, reason }: JournalEntry): string =>
  [
    at,
    method,
    path,
    action ?? "-",
    organizationId ?? "-",
    status ?? "(no answer)",
    faultName === undefined ? "" : `[fault: ${faultName}]`,
    reason === undefined ? "" : `(${reason})`,
  ]
    .filter((part) => part !== "")
    .join(" ")
    .replace(/[^\x20-\x7e]/g, "?");

const hint = (origin: string, { authentication, merchant, merchantKeyId }: CommandLine): string =>
  [
    `Listening on ${origin} (press ^C to stop). To use it, run:`,
    `  export CYBERSOURCE_HOST=${origin}`,
    ...(authentication === "none"
      ? ["  export CYBERSOURCE_AUTHENTICATION=none"]
      : [
          `  export CYBERSOURCE_MERCHANT_ID=${String(merchant)} CYBERSOURCE_MERCHANT_KEY_ID=${String(merchantKeyId)}`,
          `  export CYBERSOURCE_MERCHANT_SECRET_KEY="$${SECRET_VARIABLE}"`,
        ]),
  ].join("\n");

const start = async (line: CommandLine, { env, print }: Shell): Promise<Platform> => {
  const platform = await startPlatform({
    port: line.port,
    persist: line.state,
    onCreate: line.onCreate,
    grantSeconds: line.grantSeconds,
    authentication: line.authentication,
    merchants: merchantsOf(line, env),
    latencyMs: line.latencyMs,
    maxConcurrent: line.maxConcurrent,
    closeIdleMs: line.closeIdleMs,
    status: line.status,
    dateForm: line.dateForm,
    failInBody: line.failInBody,
    certificateAnswer: line.certificateAnswer,
    maxCertificateDays: line.maxCertificateDays,
    subscriptions: line.subscriptions,
    parents: line.parents,
    foreignCredential: line.foreignCredential,
    acceptsHalJson: line.acceptHalJson,
    acceptsParentheses: line.acceptParentheses,
    onRequest: (entry) => print(`${lineOf(entry)}\n`),
  });
  if (line.clock !== undefined) platform.setClock(line.clock);
  print(`${hint(platform.origin, line)}\n`);
  return platform;
};

const problem = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  if (!("code" in error) || error.code !== "EADDRINUSE") return error.message;
  const taken = "port" in error ? `Port ${String(error.port)}` : "The port";
  return `${taken} is in use; choose another with --port, or 0 for any free port`;
};

/** Adds the options of `npm run platform`. */
const addOptions = (command: Command): Command =>
  command
    .addOption(new Option("--port <port>", "port to listen on; 0 takes any free port").argParser(port).default(8480))
    .option("--state <file>", "store the keys in this file, so that they survive a restart")
    .addOption(
      new Option("--on-create <mode>", "what a second CREATE does: return the existing key, or replace it")
        .choices(["same-key", "override"])
        .default("override"),
    )
    .addOption(
      new Option("--grant-seconds <seconds>", "validity of every key, whatever a request asks for").argParser(seconds),
    )
    .addOption(
      new Option("--status <status>", "status in successful answers")
        .choices(["SUCCESS", "ACCEPTED"])
        .default("SUCCESS"),
    )
    .addOption(
      new Option("--date-form <form>", "format of dates (default: differs by action, as from the vendor)").choices(
        DATE_FORMS,
      ),
    )
    .option("--fail-in-body", "answer an invalid body with 201 and a failed key instead of 400")
    .addOption(
      new Option("--certificate-answer <form>", "answer to a stored certificate: with its key, or its status alone")
        .choices(["key", "status"])
        .default("key"),
    )
    .addOption(
      new Option("--max-certificate-days <days>", "longest validity of a certificate").argParser(count).default(90),
    )
    .addOption(new Option("--clock <instant>", "time that the clock starts at, ISO 8601").argParser(instant))
    .addOption(
      new Option("--authentication <mode>", "whether requests must be signed")
        .choices(["none", "required"])
        .default("none"),
    )
    .option("--merchant <id>", "merchant whose requests are accepted, with --authentication required")
    .option("--merchant-key-id <id>", `ID of the merchant's shared secret; the secret is read from ${SECRET_VARIABLE}`)
    .addOption(new Option("--latency-ms <ms>", "delay before each answer").argParser(milliseconds).default(0))
    .addOption(
      new Option("--max-concurrent <count>", "answer 429 if more requests than this are in progress").argParser(count),
    )
    .addOption(
      new Option("--close-idle-ms <ms>", "break a connection at its next request if it was idle longer").argParser(
        milliseconds,
      ),
    )
    .addOption(subscriptionsOption())
    .addOption(
      new Option(
        "--parents <json>",
        "organizations with the one above each; credentials then act only for these",
      ).argParser(parents),
    )
    .addOption(
      new Option("--foreign-credential <status>", "answer to a credential of another organization; needs --parents")
        .choices(FOREIGN_ANSWERS)
        .default("documented"),
    )
    .option("--accept-hal-json", "serve clients whose Accept header has only application/hal+json")
    .option("--accept-parentheses", "accept HTTP Signatures with (request-target)");

/** Runs a command line, which doesn't include the name of the program. Returns the exit code, while a platform may listen. */
export const runCommandLine = async (args: readonly string[], shell: Shell): Promise<number> => {
  let exitCode = 0;
  const command = addOptions(new Command("platform"))
    .exitOverride()
    .configureOutput({ writeOut: shell.print, writeErr: shell.printError })
    .description("Runs the local platform, a stand-in for the service, on 127.0.0.1.")
    .action(async (line: CommandLine) => {
      const platform = await start(line, shell);
      shell.onStop(() => platform.close());
    })
    .addCommand(deliverCommand(shell, () => (exitCode = 1)));
  try {
    await command.parseAsync(args, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode;
    shell.printError(`platform: ${problem(error)}\n`);
    return 1;
  }
};
