/** The environment and the output of a command. */
export interface Shell {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Calls `stop` when the user ends the local platform. */
  readonly onStop: (stop: () => Promise<void>) => void;
}
