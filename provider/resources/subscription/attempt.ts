/** What a function returns, or undefined if it throws: for the file system, whose failures are many. */
export const attempt = <Result>(act: () => Result): Result | undefined => {
  try {
    return act();
  } catch {
    return undefined;
  }
};
