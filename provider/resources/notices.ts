import { connectEngine, isEngineAddress, loadSdk } from "./engine-log.js";

/** How urgent a notice is. */
export type Severity = "info" | "warning" | "error";

/**
 * Shows the user a text, which must contain no secret. Never rejects.
 *
 * @param subject tells resources apart about which the text can be the same. It isn't shown.
 */
export type Notify = (text: string, severity?: Severity, subject?: string) => Promise<void>;

/** Writes to the log of an engine, on the row of a resource if a URN is given. Rejects if the engine doesn't accept it. */
export type Log = (text: string, severity: Severity, urn: string | undefined) => Promise<void>;

/** How notices get to the user, where it isn't the default. */
export interface NoticeOptions {
  /** Connects to an engine. Default: with the SDK that runs this process. */
  readonly connect?: (address: string) => Log;
  /** The resource that a notice is about, whose row then shows it. Default: none, and the row of the stack shows it. */
  readonly urn?: () => string | undefined;
}

/**
 * Creates the function that sends notices to Pulumi's engine, which shows them. Standard output isn't reliable: the engine
 * may stop the provider process before it has read all lines. A notice that the engine doesn't accept is printed
 * nevertheless. Each text is shown only once on the same row: a run may read and compare the same resource several times. On
 * the row of the stack, it's shown once for each subject.
 *
 * @param address where the engine listens; undefined outside of a provider process
 */
export const createNotices = (
  address: string | undefined,
  print: (line: string) => void,
  { connect = (at) => connectEngine(at, loadSdk()), urn = () => undefined }: NoticeOptions = {},
): Notify => {
  let log: Log | undefined;
  const shown = new Set<string>();

  return async (text, severity = "info", subject) => {
    const line = `cybersource-webhooks: ${text}`;
    const about = urn();
    const notice = JSON.stringify([about, about === undefined ? subject : undefined, severity, text]);
    if (shown.has(notice)) return;
    shown.add(notice);
    try {
      if (!isEngineAddress(address)) throw new Error("no engine");
      log ??= connect(address);
      // The row of a resource names the package already.
      await log(about === undefined ? line : text, severity, about);
    } catch {
      print(line);
    }
  };
};
