/** Runs tasks one after another, in the order of the calls. */
export class Serial {
  #last: Promise<unknown> = Promise.resolve();

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#last.then(task);
    this.#last = result.catch(() => undefined);
    return result;
  }
}

/** Runs a limited number of tasks at once. Waiting tasks start in the order of the calls. */
export class Limit {
  #free: number;
  readonly #waiting: (() => void)[] = [];
  readonly #running = new Set<Promise<void>>();

  constructor(count: number) {
    this.#free = count;
  }

  run<T>(task: () => Promise<T>): Promise<T> {
    const result = this.#run(task);
    const forget = (): void => void this.#running.delete(settled);
    const settled: Promise<void> = result.then(forget, forget);
    this.#running.add(settled);
    return result;
  }

  /** Waits until no task is running or waiting. */
  async idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #run<T>(task: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free += 1;
      else next();
    }
  }
}
