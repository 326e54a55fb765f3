import { runPulumi } from "../run-pulumi.js";

/**
 * The stack that is selected in a project, as the Pulumi CLI tells it. Where there is none, or no Pulumi CLI to ask, a
 * note says so: the environment alone may hold all settings, as in a job that has no project.
 */
export const selectedStack = async (
  cwd: string | undefined,
  note: (line: string) => void,
): Promise<string | undefined> => {
  try {
    return (await runPulumi(["stack", "--show-name"], cwd)).trim();
  } catch (error) {
    const reason = error instanceof Error ? error.message : "unknown";
    note(`settings of the environment alone are used, because no stack is selected: ${reason}`);
    return undefined;
  }
};
