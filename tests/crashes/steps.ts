import { type CrashPoint, type Role } from "./site.js";

const isOfEngine = (event: string): boolean => event.startsWith("engine ");

/** The steps that can be observed on the Pulumi CLI, whose process can't load the preload. */
export const reachableOnCli = (steps: readonly string[]): string[] => steps.filter((event) => !isOfEngine(event));

const ROLES: readonly Role[] = ["program", "provider", "engine", "platform"];

/**
 * Where each process is killed: at every step after its start. Only the engine is killed at the engine's internal
 * steps, and the local platform is killed only during requests, because at other times no client is connected to it.
 */
export const crashPoints = (steps: readonly string[]): CrashPoint[] => {
  const requested = steps.findIndex((event) => event.startsWith("provider sends ")) - 1;
  const answered = steps.findLastIndex((event) => event.startsWith("provider is answered ")) + 1;
  const isPoint = (victim: Role, index: number, event: string): boolean => {
    if (victim === "platform") return index >= requested && index <= answered;
    if (isOfEngine(event)) return victim === "engine";
    return index >= steps.indexOf(`${victim} starts`);
  };
  return steps.flatMap((event, index) => {
    const occurrence = steps.slice(0, index + 1).filter((other) => other === event).length;
    return ROLES.filter((victim) => isPoint(victim, index, event)).map((victim) => ({ victim, event, occurrence }));
  });
};

/** Describes a point, for test names. */
export const titleOf = ({ victim, event, occurrence }: CrashPoint): string =>
  `the ${victim}, when ${event}${occurrence === 1 ? "" : ` (${occurrence})`}`;
