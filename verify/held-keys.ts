import { type RingTimes, stepOf } from "./key-ring-step.js";
import { requireKeyList, type VerificationKey } from "./keys.js";
import { NotificationError } from "./notification-error.js";
import { type StartTimer, waitFor } from "./timer.js";

/** One call of refreshKeys. */
interface Reading {
  readonly number: number;
  readonly begunMs: number;
  outcome: "under way" | "good" | "failed";
  failure?: unknown;
  /** Fulfilled when it has ended, or when a later one was good. */
  readonly ended: Promise<void>;
  readonly end: () => void;
}

const startReading = (number: number, begunMs: number): Reading => {
  let end = (): void => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  return { number, begunMs, outcome: "under way", ended, end };
};

/** The keys that are held, and the readings that bring others. */
export class HeldKeys {
  #keys: readonly VerificationKey[];
  /** Number and beginning of the reading that gave the keys. */
  #source: Pick<Reading, "number" | "begunMs">;
  #newest: Reading | undefined;
  readonly #underWay = new Set<Reading>();
  readonly #refreshKeys: () => Promise<unknown>;
  readonly #times: RingTimes;
  readonly #now: () => Date;
  readonly #startTimer: StartTimer;

  constructor(
    keys: readonly VerificationKey[] | undefined,
    refreshKeys: () => Promise<unknown>,
    times: RingTimes,
    now: () => Date,
    startTimer: StartTimer,
  ) {
    this.#keys = [...(keys ?? [])];
    this.#source = { number: 0, begunMs: keys === undefined ? Number.NEGATIVE_INFINITY : now().getTime() };
    this.#refreshKeys = refreshKeys;
    this.#times = times;
    this.#now = now;
    this.#startTimer = startTimer;
  }

  /** @param refused the key of this id that was found before and is of no use */
  async look(keyId: string, refused?: VerificationKey): Promise<VerificationKey | undefined> {
    const nowMs = this.#now().getTime();
    const before = this.#find(keyId);
    const isRefused =
      before !== undefined && before.key === refused?.key && before.expirationDate === refused.expirationDate;
    const key = before === undefined ? "unknown" : isRefused ? "refused" : "held";
    const { begins, waitMs } = stepOf(
      {
        key,
        ageMs: nowMs - this.#source.begunMs,
        sinceNewestMs: nowMs - (this.#newest?.begunMs ?? Number.NEGATIVE_INFINITY),
        isUnderWay: this.#newest?.outcome === "under way",
      },
      this.#times,
    );
    const reading = begins ? this.#begin(nowMs) : this.#newest;
    if (reading !== undefined && waitMs > 0) await waitFor(reading.ended, waitMs, this.#startTimer);
    return this.#answer(keyId, key, reading);
  }

  #find(keyId: string): VerificationKey | undefined {
    return this.#keys.find((key) => key.keyId === keyId);
  }

  /** What is held by now. Where that is of no use, the failure of the reading that could have brought better. */
  #answer(
    keyId: string,
    before: "held" | "unknown" | "refused",
    reading: Reading | undefined,
  ): VerificationKey | undefined {
    const found = this.#find(keyId);
    const isOfUse = before === "held" || (before === "unknown" && found !== undefined);
    if (isOfUse || reading === undefined || reading.outcome === "good") return found;
    if (reading.outcome === "failed") throw reading.failure;
    throw new NotificationError(
      "ERR_NOTIFICATION_KEYS_UNREADABLE",
      "refreshKeys didn't return in time. Check the vault or file that it reads; answer 503, so that the platform retries.",
    );
  }

  #begin(nowMs: number): Reading {
    const reading = startReading((this.#newest?.number ?? 0) + 1, nowMs);
    this.#newest = reading;
    this.#underWay.add(reading);
    void this.#read(reading);
    return reading;
  }

  /** Never rejects: what nobody waits for would end the process otherwise. */
  async #read(reading: Reading): Promise<void> {
    try {
      const keys = requireKeyList(await this.#refreshKeys(), "what refreshKeys returned");
      if (reading.number > this.#source.number) this.#take(keys, reading);
    } catch (error) {
      reading.outcome = "failed";
      reading.failure = error;
    }
    this.#underWay.delete(reading);
    reading.end();
  }

  /** Earlier readings that are still under way know less by now. Who waits for one has what they need. */
  #take(keys: readonly VerificationKey[], reading: Reading): void {
    // The source may go on to change its list.
    this.#keys = [...keys];
    this.#source = reading;
    for (const other of [...this.#underWay].filter(({ number }) => number <= reading.number)) {
      other.outcome = "good";
      this.#underWay.delete(other);
      other.end();
    }
  }
}
