/** Runs a step. If it fails, the error names the state that was being read. */
export const about = async <T>(source: string, step: () => Promise<T> | T): Promise<T> => {
  try {
    return await step();
  } catch (error) {
    throw new Error(`the state of ${source} cannot be read: ${error instanceof Error ? error.message : "unknown"}`);
  }
};
