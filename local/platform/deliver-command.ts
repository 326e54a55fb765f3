import { Command, InvalidArgumentError, Option } from "commander";
import { z } from "zod";
import { readJson } from "../json-text.js";
import { type Shell } from "./shell.js";

const reportSchema = z.object({
  isAccepted: z.boolean(),
  attempts: z.array(
    z.object({
      at: z.string(),
      retryNumber: z.number(),
      status: z.number().optional(),
      failure: z.string().optional(),
    }),
  ),
});

interface DeliverOptions {
  readonly platform: string;
  readonly organization: string;
  readonly eventType: string;
  readonly payload: unknown;
  readonly oauthUrl?: string;
  readonly oauthStyle: string;
  readonly signedForm: string;
  readonly encrypted?: true;
  readonly retries: number;
  readonly minuteMs: number;
}

/** What the organization lacks, by how an attempt failed. */
const MISSING: Readonly<Record<string, string>> = {
  "no-signing-key": "signing key",
  "no-encryption-key": "encryption key",
  "no-credentials": "OAuth credential",
};

const json = (text: string): unknown => {
  const value = readJson(text);
  if (value === undefined) throw new InvalidArgumentError("It must be JSON.");
  return value;
};
const wholeNumber = (text: string): number => {
  if (!/^\d{1,5}$/.test(text)) throw new InvalidArgumentError("It must be a whole number, 0 to 99999.");
  return Number(text);
};

/** Returns whether the receiver accepted the notification. */
const deliver = async (url: string, options: DeliverOptions, print: Shell["print"]): Promise<boolean> => {
  const answer = await fetch(new URL("/-/deliver", options.platform), {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      organizationId: options.organization,
      url,
      eventType: options.eventType,
      payload: options.payload,
      oAuthUrl: options.oauthUrl,
      oAuthStyle: options.oauthStyle,
      signedForm: options.signedForm,
      encrypted: options.encrypted,
      retryPolicy: { numberOfRetries: options.retries },
      minuteMs: options.minuteMs,
    }),
  }).catch(() => {
    throw new Error(
      `no local platform listens on ${options.platform}; start one with npm run platform, or name it with --platform`,
    );
  });
  const text = await answer.text();
  if (answer.status !== 200) throw new Error(text);
  const { isAccepted, attempts } = reportSchema.parse(readJson(text));
  for (const { at, retryNumber, status, failure } of attempts) {
    print(`${at} ${retryNumber === 0 ? "first attempt" : `retry ${retryNumber}`}: ${status ?? failure ?? "?"}\n`);
  }
  print(isAccepted ? "accepted\n" : "not accepted\n");
  const missing = MISSING[attempts.at(-1)?.failure ?? ""];
  if (missing !== undefined) {
    print(
      `${options.organization} has no ${missing} on this platform. Check --organization, or create it: run your program with ` +
        "`up`. Without --state, the platform forgets its keys when it ends.\n",
    );
  }
  return isAccepted;
};

/** `npm run platform -- deliver`: makes a running local platform deliver one notification. Calls `fail` if it isn't accepted. */
export const deliverCommand = ({ print, printError }: Shell, fail: () => void): Command =>
  new Command("deliver")
    .exitOverride()
    .configureOutput({ writeOut: print, writeErr: printError })
    .description(
      "Makes a running local platform sign a notification with the organization's signing key and deliver it.",
    )
    .argument("<url>", "URL of the receiver")
    .requiredOption("--organization <id>", "organization whose signing key signs the notification")
    .option("--platform <origin>", "the running local platform", "http://127.0.0.1:8480")
    .option("--event-type <type>", "type of the event", "payments.payments.accept")
    .addOption(
      new Option("--payload <json>", "payload of the event").argParser(json).default({ test: true }, '{"test":true}'),
    )
    .option("--oauth-url <url>", "get a token from this URL first, with the organization's OAuth credential")
    .addOption(
      new Option("--oauth-style <style>", "how to send the credential: in the form, or with HTTP Basic")
        .choices(["body", "basic"])
        .default("body"),
    )
    .addOption(
      new Option("--signed-form <form>", "what to sign: the body (raw), or only its payload (inner, the older form)")
        .choices(["raw", "inner"])
        .default("raw"),
    )
    .option("--encrypted", "encrypt the event to the certificate that the organization stored")
    .addOption(new Option("--retries <count>", "how often to retry without a 2xx").argParser(wholeNumber).default(3))
    .addOption(
      new Option("--minute-ms <ms>", "how long a minute of the retry policy takes")
        .argParser(wholeNumber)
        .default(60_000),
    )
    .action(async (url: string, options: DeliverOptions) => {
      if (!(await deliver(url, options, print))) fail();
    });
