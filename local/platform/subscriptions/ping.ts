/** How long a receiver may take to answer. */
const TIMEOUT_MS = 30_000;

/** Whether a receiver answers 200 to each of these methods. A POST has an empty body. */
export const isHealthy = async (
  url: string,
  methods: readonly ("GET" | "POST")[],
  signal: AbortSignal,
): Promise<boolean> => {
  for (const method of methods) {
    const within = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
    try {
      const answer = await fetch(url, { method, redirect: "manual", signal: within });
      await answer.arrayBuffer();
      if (answer.status !== 200) return false;
    } catch {
      signal.throwIfAborted();
      return false;
    }
  }
  return true;
};
