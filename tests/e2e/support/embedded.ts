import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseDocument } from "yaml";
import { z } from "zod";
import { openCrypter } from "../../../local/engine/state/passphrase.js";
import { readProject } from "../../../local/engine/project/project.js";
import { readStackFile } from "../../../local/engine/project/stack-config.js";
import {
  ACCESS_TOKEN,
  type Engine,
  type ExportedState,
  PASSPHRASE,
  type Run,
  type RunOptions,
  STACK_NAME,
  type StackOptions,
  type UpOptions,
} from "./engine.js";
import { OWN_ENGINE } from "../../crashes/site.js";
import { stackCrypter } from "../../support/worker/stack-crypter.js";
import { runWarm } from "../../support/worker/warm-engine.js";

const MAIN = join(__dirname, "../../../local/engine/main.js");

const reportSchema = z.object({
  steps: z.array(z.object({ op: z.string(), urn: z.string(), failed: z.boolean().optional() })).default([]),
});

interface Finished {
  readonly ok: boolean;
  readonly stdout: string;
  readonly stderr: string;
}

const writeConfig = async (folder: string, config: StackOptions["config"]): Promise<void> => {
  const file = await readStackFile(await readProject(folder), STACK_NAME);
  const salt = file.encryptionSalt;
  const fresh = await stackCrypter(PASSPHRASE);
  const crypter = salt === undefined || salt === fresh.salt ? fresh : await openCrypter(salt, PASSPHRASE);
  file.setEncryptionSalt(crypter.salt);
  const entries = Object.entries(config);
  for (const [key, { value, secret = false }] of entries.filter(([, { path = false }]) => !path)) {
    file.setValue(key, value, secret ? crypter : undefined);
  }
  await file.save();

  const document = parseDocument(readFileSync(file.path, "utf8"));
  for (const [key, { value, secret = false }] of entries.filter(([, { path = false }]) => path)) {
    const [first = "", ...steps] = key.split(".");
    document.setIn(["config", first, ...steps], secret ? { secure: crypter.encrypt(value) } : value);
  }
  writeFileSync(file.path, document.toString());
};

const runCold = (node: string, args: string[], env: NodeJS.ProcessEnv, input: string): Promise<Finished> =>
  new Promise((resolve) => {
    const child = execFile(node, [MAIN, ...args], { env, maxBuffer: 2 ** 26 }, (error, stdout, stderr) =>
      resolve({ ok: error === null, stdout, stderr }),
    );
    child.stdin?.end(input);
  });

/** The flags without a value. */
const flagsOf = (options: UpOptions & { readonly previewOnly?: boolean }): string[] => [
  ...(options.previewOnly === true ? ["--preview-only"] : []),
  ...(options.refresh === true ? ["--refresh"] : []),
  ...(options.runProgram === true ? ["--run-program"] : []),
  ...(options.continueOnError === true ? ["--continue-on-error"] : []),
];

/** The embedded engine, by its command line. */
export const embedded: Engine = {
  name: "the embedded engine",
  typePrefix: "pulumi-nodejs:dynamic/cybersource-webhooks:",
  provider: "pulumi-nodejs",
  hands: (role) =>
    ({ engine: ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_ACCESS_TOKEN"], program: ["PULUMI_CONFIG"], provider: [] })[role],

  createStack: async (options) => {
    const { folder, config, environment, node = process.execPath } = options;
    const states = join(folder, "engine/states");
    mkdirSync(states, { recursive: true });
    await writeConfig(folder, config);

    const secrets = { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE, PULUMI_ACCESS_TOKEN: ACCESS_TOKEN };
    const shell = { ...process.env, ...secrets, ...environment };
    const argumentsOf = (verb: string): string[] => [
      verb,
      ...["--cwd", folder],
      ...["--stack", STACK_NAME],
      ...["--state", states],
    ];
    const command = async (
      verb: string,
      flags: string[],
      extra: Readonly<Record<string, string>> = {},
      input = "",
    ): Promise<Finished> => {
      const [args, env] = [[...argumentsOf(verb), ...flags], { ...shell, ...extra }];
      // The warm process can't be another Node.js. And some crash tests kill the engine, so it needs its own process.
      if (node !== process.execPath || OWN_ENGINE in env) return runCold(node, args, env, input);
      const { exitCode, stdout, stderr } = await runWarm({ args, env, input });
      return { ok: exitCode === 0, stdout, stderr };
    };

    // Steps are read out of JSON, so that is what is printed unless a test wants to see the lines.
    const run = async (
      verb: string,
      flags: string[],
      extra?: Readonly<Record<string, string>>,
      format: RunOptions["format"] = "json",
    ): Promise<Run> => {
      const isJson = format === "json";
      const { ok, stdout, stderr } = await command(verb, [...(isJson ? ["--json"] : []), ...flags], extra);
      const { steps } = reportSchema.parse(isJson && stdout !== "" ? JSON.parse(stdout) : {});
      return {
        ok,
        output: stdout + stderr,
        steps: steps.map(({ op, urn, failed = false }) => ({ op: failed ? `failed ${op}` : op, urn })),
      };
    };
    const succeeded = async (finished: Promise<Finished>): Promise<string> => {
      const { ok, stdout, stderr } = await finished;
      if (!ok) throw new Error(stderr);
      return stdout;
    };
    const exported = async (...flags: string[]): Promise<ExportedState> =>
      JSON.parse(await succeeded(command("export", flags))) as ExportedState;

    return {
      preview: ({ environment: extra, expectNoChanges = false, format } = {}) =>
        run("preview", expectNoChanges ? ["--expect-no-changes"] : [], extra, format),
      up: ({ environment: extra, parallel, format, targetReplace = [], ...options } = {}) => {
        const flags = flagsOf(options);
        for (const urn of targetReplace) flags.push("--target-replace", urn);
        if (parallel !== undefined) flags.push("--parallel", String(parallel));
        return run("up", flags, extra, format);
      },
      upCommand: { file: node, args: [MAIN, ...argumentsOf("up")], cwd: folder, env: shell },
      refresh: ({ environment: extra, ...options } = {}) => run("refresh", flagsOf(options), extra),
      destroy: ({ environment: extra, ...options } = {}) => run("destroy", flagsOf(options), extra),
      setConfig: (key, value) => writeConfig(folder, { [key]: value }),
      exportState: () => exported(),
      importState: async (state) => {
        await succeeded(command("import", [], {}, JSON.stringify(state)));
      },
      unlock: async () => undefined,
      outputs: async () => stackOutputs(await exported("--show-secrets"), await exported()),
      folders: [states],
    };
  },
};

/** The stack's outputs: their values from a state in the clear, which are secret from an encrypted one. */
const stackOutputs = (
  clear: ExportedState,
  encrypted: ExportedState,
): Record<string, { value: unknown; secret: boolean }> => {
  const outputsOf = ({ deployment }: ExportedState): Readonly<Record<string, unknown>> =>
    deployment.resources?.find(({ type }) => type === "pulumi:pulumi:Stack")?.outputs ?? {};
  const isSecret = outputsOf(encrypted);
  return Object.fromEntries(
    Object.entries(outputsOf(clear)).map(([name, value]) => {
      const secret = typeof isSecret[name] === "object" && isSecret[name] !== null && "ciphertext" in isSecret[name];
      return [
        name,
        { value: secret ? (JSON.parse(String(Reflect.get(Object(value), "plaintext"))) as unknown) : value, secret },
      ];
    }),
  );
};
