import { runPulumi } from "../run-pulumi.js";

/**
 * Asks the Pulumi CLI which stack is selected in a project. If there is none, or no Pulumi CLI, that's only a note: a job
 * without a project may have all settings in environment variables.
 */
export const selectedStack = async (
  cwd: string | undefined,
  note: (line: string) => void,
): Promise<string | undefined> => {
  try {
    return (await runPulumi(["stack", "--show-name"], cwd)).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    note(`only environment variables are used, because no stack is selected: ${reason}`);
    return undefined;
  }
};
