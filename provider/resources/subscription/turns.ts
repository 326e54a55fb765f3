/** Does tasks with the same key one after the other, in the order in which they come. */
export const createTurns = () => {
  const last = new Map<string, Promise<unknown>>();
  return async <Value>(key: string, task: () => Promise<Value>): Promise<Value> => {
    const before = last.get(key) ?? Promise.resolve();
    const mine = before.then(task);
    last.set(
      key,
      mine.catch(() => undefined),
    );
    return mine;
  };
};
