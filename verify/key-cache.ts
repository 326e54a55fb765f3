import { requireKeyList, type VerificationKey } from "./keys.js";
import { NotificationError } from "./notification-error.js";
import { type LookupSituation, planLookup, type RingTimes } from "./plan-lookup.js";
import { type StartTimer, waitFor } from "./timer.js";

/** One call of refreshKeys. */
interface Refresh {
  readonly number: number;
  readonly startedMs: number;
  outcome: "running" | "succeeded" | "failed";
  failure?: unknown;
  /** Resolves when this refresh, or a later one, has its result. */
  readonly finished: Promise<void>;
  readonly finish: () => void;
}

const startRefresh = (number: number, startedMs: number): Refresh => {
  let finish = (): void => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  return { number, startedMs, outcome: "running", finished, finish };
};

/** The keys of a key ring, and the calls of refreshKeys that replace them. */
export class KeyCache {
  #keys: readonly VerificationKey[];
  /** The refresh that returned the cached keys. */
  #source: Pick<Refresh, "number" | "startedMs">;
  #newest: Refresh | undefined;
  readonly #running = new Set<Refresh>();
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
    this.#source = { number: 0, startedMs: keys === undefined ? Number.NEGATIVE_INFINITY : now().getTime() };
    this.#refreshKeys = refreshKeys;
    this.#times = times;
    this.#now = now;
    this.#startTimer = startTimer;
  }

  /** @param rejected the key that an earlier lookup returned for this ID, and that the caller can't use */
  async find(keyId: string, rejected?: VerificationKey): Promise<VerificationKey | undefined> {
    const nowMs = this.#now().getTime();
    const cached = this.#cached(keyId);
    const isRejected =
      cached !== undefined && cached.key === rejected?.key && cached.expirationDate === rejected.expirationDate;
    const key = cached === undefined ? "unknown" : isRejected ? "rejected" : "cached";
    const { startsRefresh, waitMs } = planLookup(
      {
        key,
        ageMs: nowMs - this.#source.startedMs,
        sinceNewestMs: nowMs - (this.#newest?.startedMs ?? Number.NEGATIVE_INFINITY),
        isRunning: this.#newest?.outcome === "running",
      },
      this.#times,
    );
    const refresh = startsRefresh ? this.#start(nowMs) : this.#newest;
    if (refresh !== undefined && waitMs > 0) await waitFor(refresh.finished, waitMs, this.#startTimer);
    return this.#answer(keyId, key, refresh);
  }

  #cached(keyId: string): VerificationKey | undefined {
    return this.#keys.find((key) => key.keyId === keyId);
  }

  /** The key that is cached now. If the caller can't use it because the refresh failed, throws the reason. */
  #answer(keyId: string, before: LookupSituation["key"], refresh: Refresh | undefined): VerificationKey | undefined {
    const found = this.#cached(keyId);
    const isUsable = before === "cached" || (before === "unknown" && found !== undefined);
    if (isUsable || refresh === undefined || refresh.outcome === "succeeded") return found;
    if (refresh.outcome === "failed") throw refresh.failure;
    throw new NotificationError(
      "ERR_NOTIFICATION_KEYS_UNREADABLE",
      "refreshKeys didn't return in time. Check the vault or file that it reads; answer 503, so that the platform retries.",
    );
  }

  #start(nowMs: number): Refresh {
    const refresh = startRefresh((this.#newest?.number ?? 0) + 1, nowMs);
    this.#newest = refresh;
    this.#running.add(refresh);
    void this.#run(refresh);
    return refresh;
  }

  /** Never rejects: a rejection that nothing handles would end the process. */
  async #run(refresh: Refresh): Promise<void> {
    try {
      const keys = requireKeyList(await this.#refreshKeys(), "what refreshKeys returned");
      if (refresh.number > this.#source.number) this.#replaceKeys(keys, refresh);
    } catch (error) {
      refresh.outcome = "failed";
      refresh.failure = error;
    }
    this.#running.delete(refresh);
    refresh.finish();
  }

  /**
   * Also finishes earlier refreshes that are still running: their results would be older than these keys, so lookups that
   * wait for them can use these keys.
   */
  #replaceKeys(keys: readonly VerificationKey[], refresh: Refresh): void {
    // Copied, because refreshKeys may change the list that it returned.
    this.#keys = [...keys];
    this.#source = refresh;
    for (const other of [...this.#running].filter(({ number }) => number <= refresh.number)) {
      other.outcome = "succeeded";
      this.#running.delete(other);
      other.finish();
    }
  }
}
