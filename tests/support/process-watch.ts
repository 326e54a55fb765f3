import { readdirSync, readFileSync } from "node:fs";
import { type Place, textPlace } from "./secret-sweep.js";

/** What other processes can see of a process. */
interface Watched {
  readonly command: string;
  readonly environment: readonly string[];
}

const SAMPLE_MS = 100;

/** The role of a process. Every process that is neither the program nor the provider counts as the engine. */
export type Role = "engine" | "program" | "provider";

/** Package managers that link packages name the SDK's folder in their own way, such as `.store/@pulumi-pulumi-npm-…`. */
const roleOf = (command: string): Role => {
  if (/pulumi[^\0 ]*\/cmd\/dynamic-provider|pulumi-resource-cybersource-webhooks/.test(command)) return "provider";
  return /pulumi[^\0 ]*\/cmd\/run/.test(command) ? "program" : "engine";
};

export interface ProcessWatch {
  /**
   * The arguments and the environment of every process that was observed.
   *
   * @param isKnownTo whether a process with this role may have an environment variable
   */
  readonly places: (isKnownTo: (role: Role, variable: string) => boolean) => Place[];
  /** Looks at the processes now, in addition to the regular times. */
  readonly look: () => void;
  readonly stop: () => void;
}

const read = (pid: string, file: string): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/${file}`, "utf8");
  } catch {
    // The process has exited.
    return undefined;
  }
};

const parentOf = (pid: string): string | undefined => /^\d+ \(.*\) \S (\d+)/s.exec(read(pid, "stat") ?? "")?.[1];

/** Observes the descendants of this process at regular times. Works only on Linux; elsewhere it observes nothing. */
export const watchProcesses = (): ProcessWatch => {
  const watched = new Map<string, Watched>();
  const strangers = new Set<string>();
  const isOurs = (pid: string): boolean => {
    const parent = parentOf(pid);
    return parent !== undefined && (parent === String(process.pid) || watched.has(parent));
  };
  const look = (): void => {
    const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name) && !strangers.has(name));
    for (const pid of pids) {
      if (!watched.has(pid) && !isOurs(pid)) {
        strangers.add(pid);
        continue;
      }
      // The last look counts: before a new process runs its program, it looks like its parent.
      const [command, environment] = [read(pid, "cmdline"), read(pid, "environ")];
      if (command === undefined || environment === undefined || command === "") continue;
      watched.set(pid, { command, environment: environment.split("\0") });
    }
  };
  const timer = process.platform === "linux" ? setInterval(look, SAMPLE_MS) : undefined;
  timer?.unref();
  return {
    look,
    stop: () => clearInterval(timer),
    places: (isKnownTo) =>
      [...watched].flatMap(([pid, { command, environment }]) => {
        const role = roleOf(command);
        const unasked = environment.filter((entry) => !isKnownTo(role, entry.slice(0, entry.indexOf("="))));
        return [
          textPlace(`arguments of the ${role} (${pid})`, command),
          textPlace(`environment of the ${role} (${pid})`, unasked.join("\n")),
        ];
      }),
  };
};
