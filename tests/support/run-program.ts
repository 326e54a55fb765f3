import * as pulumi from "@pulumi/pulumi";

export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** The result of one run of a program. */
export interface ProgramRun {
  readonly registered: readonly Registered[];
  /** The message of the error with which Pulumi ended the program, or undefined without one. */
  readonly refused: string | undefined;
}

const STACK = "pulumi:pulumi:Stack";

/** Runs a program in its own stack, with Pulumi's test monitor, until everything that it starts has finished. */
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
      // Not rethrown, because Pulumi would also report it as an unhandled rejection.
      if (!(error instanceof pulumi.RunError)) throw error;
      refused = error.message;
    }
  });
  await pulumi.runtime.disconnect();
  // Pulumi doesn't wait for an `apply` that registers nothing.
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
  return { registered, refused };
};
