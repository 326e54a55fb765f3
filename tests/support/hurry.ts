/**
 * Preloaded with `NODE_OPTIONS=--require`: shortens timers of half a second to a minute in Pulumi's provider process to
 * two fifths, such as the time limit of an attempt and the pauses between retries. For tests only: the published
 * package has no such switch.
 */
const SHORTEST_MS = 500;
const LONGEST_MS = 60_000;
const FACTOR = 0.4;
const realSetTimeout = globalThis.setTimeout;

const isProvider = process.argv.some((argument) =>
  /dynamic-provider|pulumi-resource-(?:pulumi-nodejs|cybersource-webhooks)/.test(argument),
);

if (isProvider) {
  globalThis.setTimeout = new Proxy(realSetTimeout, {
    apply: (target, self, [callback, delayMs, ...rest]: [unknown, number | undefined, ...unknown[]]) => {
      const isLong = delayMs !== undefined && delayMs >= SHORTEST_MS && delayMs <= LONGEST_MS;
      return Reflect.apply(target, self, [callback, isLong ? delayMs * FACTOR : delayMs, ...rest]) as unknown;
    },
  });
}
