import { type EmittedEvent, type NotificationReport } from "../platform/subscriptions/emit.js";
import { type Platform } from "../platform/server.js";

/** An event that happened, and what became of the notification; undefined if no subscription was ACTIVE. */
export interface SentEvent {
  readonly eventType: string;
  readonly report: NotificationReport | undefined;
}

/** Events that happen while something else goes on. */
export interface Traffic {
  /** No more events happen from now on. */
  readonly stop: () => void;
  /** The events so far, once each of them is accepted or has failed. */
  readonly settled: () => Promise<SentEvent[]>;
}

/** Lets events happen in turn, one each `everyMs`, until they are stopped. */
export const startTraffic = (
  platform: Pick<Platform, "emit">,
  events: readonly EmittedEvent[],
  everyMs: number,
): Traffic => {
  const sent: Promise<SentEvent>[] = [];
  const send = async (event: EmittedEvent, number: number): Promise<SentEvent> => {
    const [report] = await platform.emit({ ...event, payload: { number } });
    return { eventType: event.eventType, report };
  };
  const timer = setInterval(() => {
    const event = events[sent.length % events.length];
    if (event === undefined) return;
    const sending = send(event, sent.length);
    // If the demonstration fails meanwhile, nobody waits for it, and the platform's end must not hide the reason.
    sending.catch(() => undefined);
    sent.push(sending);
  }, everyMs);
  return { stop: () => clearInterval(timer), settled: () => Promise.all(sent) };
};

/** How often an event was sent, and how it ended. */
export interface Tally {
  readonly eventType: string;
  readonly sent: number;
  readonly accepted: number;
  /** How many of the accepted were accepted on a retry. */
  readonly onRetry: number;
}

/** Counts events by their type. */
export const tallyOf = (events: readonly SentEvent[]): Tally[] =>
  [...new Set(events.map(({ eventType }) => eventType))].map((eventType) => {
    const sent = events.filter((event) => event.eventType === eventType);
    const accepted = sent.filter(({ report }) => report?.outcome === "ACCEPTED");
    const onRetry = accepted.filter(({ report }) => (report?.attempts.length ?? 0) > 1);
    return { eventType, sent: sent.length, accepted: accepted.length, onRetry: onRetry.length };
  });

/** Throws unless each event was accepted, some of each type only on a retry: else the rotation wasn't felt. */
export const expectAccepted = (tallies: readonly Tally[]): void => {
  if (tallies.length === 0) throw new Error("no event happened");
  for (const { eventType, sent, accepted, onRetry } of tallies) {
    if (accepted < sent) throw new Error(`only ${accepted} of ${sent} ${eventType} were accepted`);
    if (onRetry === 0) throw new Error(`no ${eventType} was accepted on a retry`);
  }
};
