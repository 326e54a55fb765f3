import * as pulumi from "@pulumi/pulumi";

export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** What a program did in one run. */
export interface ProgramRun {
  readonly registered: readonly Registered[];
  /** Message of the error with which Pulumi ends the program; undefined where there is none. */
  readonly refused: string | undefined;
}

const STACK = "pulumi:pulumi:Stack";

/** Runs a program in a stack of its own, with Pulumi's own monitor for tests, until all that follows has happened. */
export const runProgram = async (
  program: () => unknown,
  { isPreview = false, outputs = {} }: { isPreview?: boolean; outputs?: Record<string, unknown> } = {},
): Promise<ProgramRun> => {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        if (type !== STACK) registered.push({ type, name, inputs: inputs as Registered["inputs"] });
        return { id: "id", state: { ...outputs } };
      },
      call: () => ({}),
    },
    "project",
    "stack",
    isPreview,
  );
  let refused: string | undefined;
  await pulumi.runtime.runInPulumiStack(async () => {
    try {
      await program();
    } catch (error) {
      // Thrown further, it would also be an unhandled rejection of Pulumi's own.
      if (!(error instanceof pulumi.RunError)) throw error;
      refused = error.message;
    }
  });
  await pulumi.runtime.disconnect();
  // Pulumi does not wait for an `apply` that registers nothing.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return { registered, refused };
};
