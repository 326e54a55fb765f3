import { type Child, startChild } from "./child-process.js";
import { EngineError } from "../errors.js";
import { type ProgramFolder, resolveFromProgram } from "../project/program-folder.js";
import type { Project } from "../project/project.js";
import type { StackConfig } from "../project/stack-config.js";

export interface ProgramOptions {
  readonly project: Project;
  readonly program: ProgramFolder;
  readonly stack: string;
  readonly config: StackConfig;
  readonly monitorAddress: string;
  readonly engineAddress: string;
  readonly isPreview: boolean;
  readonly parallel: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly onLine: (line: string) => void;
}

/** The organization of every stack that isn't in Pulumi Cloud. */
export const ORGANIZATION = "organization";
/** A program that exits with this code has already reported its error. */
const EXIT_CODE_REPORTED = 32;

const optionOf = (project: Project, name: string, type: "string" | "boolean"): unknown => {
  const value = project.runtimeOptions.get(name);
  if (value === undefined || typeof value === type) return value;
  throw new EngineError("ERR_ENGINE_PROJECT", `Pulumi.yaml: the runtime option ${name} must be a ${type}`);
};

/** The SDK reads keys in the older form, `namespace:config:name`. */
const configEnvironment = (config: StackConfig): Record<string, string> => ({
  PULUMI_CONFIG: JSON.stringify(
    Object.fromEntries([...config].map(([key, { text }]) => [key.replace(":", ":config:"), text])),
  ),
  PULUMI_CONFIG_SECRET_KEYS: JSON.stringify([...config].filter(([, { secret }]) => secret).map(([key]) => key)),
});

const splitArguments = (text: string): readonly string[] =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, bare]) => double ?? single ?? bare ?? "");

/** Starts the program as the CLI's language host does. */
export const startProgram = (options: ProgramOptions): Child => {
  const { project, program, config } = options;
  const tsconfig = optionOf(project, "tsconfig", "string");
  const nodeArguments = optionOf(project, "nodeargs", "string");
  const flags = {
    monitor: options.monitorAddress,
    engine: options.engineAddress,
    organization: ORGANIZATION,
    project: project.name,
    "root-directory": project.folder,
    stack: options.stack,
    pwd: program.folder,
  };
  return startChild(
    {
      nodeArguments: typeof nodeArguments === "string" ? splitArguments(nodeArguments) : [],
      script: resolveFromProgram(program.folder, "run"),
      arguments: [
        ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
        ...(options.isPreview ? ["--dry-run"] : []),
        "--parallel",
        String(options.parallel),
        program.entryPoint,
      ],
      cwd: program.folder,
      env: options.env,
      onLine: options.onLine,
    },
    {
      ...configEnvironment(config),
      ...(optionOf(project, "typescript", "boolean") === false ? {} : { PULUMI_NODEJS_TYPESCRIPT: "true" }),
      ...(typeof tsconfig === "string" ? { PULUMI_NODEJS_TSCONFIG_PATH: tsconfig } : {}),
    },
  );
};

/** Waits until the program exits. Returns its error, or undefined. */
export const programError = async (program: Child): Promise<EngineError | undefined> => {
  const { code, signal } = await program.exit;
  if (code === 0) return undefined;
  if (code === EXIT_CODE_REPORTED) return new EngineError("ERR_ENGINE_PROGRAM", "The program failed");
  const how =
    code === null ? `was ended by ${signal ?? "an unknown error"}` : `exited with non-zero exit code: ${code}`;
  return new EngineError("ERR_ENGINE_PROGRAM", `Program ${how}`);
};
