/**
 * Preloaded into a process with `NODE_OPTIONS=--require`: moves its clock by TEST_CLOCK_OFFSET_MS. For tests only: the
 * published package has no such switch.
 */
const offsetMs = Number(process.env.TEST_CLOCK_OFFSET_MS ?? "0");
const RealDate = Date;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args: unknown[], newTarget: typeof Date) =>
    Reflect.construct(target, args.length === 0 ? [RealDate.now() + offsetMs] : args, newTarget) as Date,
  get: (target, name) => (name === "now" ? () => RealDate.now() + offsetMs : (Reflect.get(target, name) as unknown)),
});
