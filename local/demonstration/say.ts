export const say = (text = ""): void => void process.stdout.write(`${text}\n`);

/** Says where a new part of the demonstration begins. */
export const title = (text: string): void => say(`\n== ${text}\n`);

/** Makes the demonstration fail if it doesn't show what it claims. */
export const expectThat = (isTrue: boolean, expectation: string): void => {
  if (!isTrue) throw new Error(`expected ${expectation}`);
};
