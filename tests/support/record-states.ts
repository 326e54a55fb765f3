import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startPlatform } from "../../local/platform/server.js";
import { embedded } from "../e2e/support/embedded.js";
import { type Engine } from "../e2e/support/engine.js";
import { createProgram } from "../e2e/support/program.js";
import { isCliThere, realCli } from "../e2e/support/real-cli.js";
import { stopWarmEngine } from "./worker/warm-engine.js";
import { PROJECT_ROOT } from "./project.js";
import { platformFileOf, RECORDED_HOST, RECORDED_PROGRAM, STATES, stateSchema } from "./recorded-states.js";

const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`;

/** `npm run record-states`: records the states that this version of the package creates, on both engines. */
const record = async (engine: Engine): Promise<{ readonly state: string; readonly platformFile: string }> => {
  const platform = await startPlatform({
    port: Number(RECORDED_HOST.split(":")[1]),
    maxCertificateDays: 36_525,
    subscriptions: { firstStatus: "INACTIVE" },
  });
  const stack = await engine.createStack({
    folder: createProgram(RECORDED_PROGRAM),
    config: {
      "cybersource-webhooks:host": { value: platform.origin },
      "cybersource-webhooks:authentication": { value: "none" },
    },
    environment: {},
  });
  try {
    const { ok, output } = await stack.up();
    if (!ok) throw new Error(output);
    const held = { version: 1, keys: [], subscriptions: platform.subscriptions() };
    return { state: jsonText(await stack.exportState()), platformFile: jsonText(held) };
  } finally {
    await platform.close();
  }
};

const main = async (): Promise<void> => {
  const { version } = JSON.parse(readFileSync(join(PROJECT_ROOT, "package.json"), "utf8")) as { version: string };
  const folder = join(STATES, version);
  const isReleased = readFileSync(join(PROJECT_ROOT, "CHANGELOG.md"), "utf8").includes(`\n## ${version}\n`);
  if (isReleased && existsSync(folder)) {
    throw new Error(
      `${version} is released, and users have the states that tests/states/${version} shows. Raise the version: npm version minor --no-git-tag-version`,
    );
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "schema.json"), `${JSON.stringify(stateSchema(), undefined, 2)}\n`);
  writeFileSync(join(folder, "program.js"), RECORDED_PROGRAM);
  for (const [name, engine] of Object.entries({ embedded, cli: realCli })) {
    if (engine === realCli && !isCliThere()) {
      process.stdout.write(`no Pulumi CLI on PATH: tests/states/${version}/${name}.json is not recorded\n`);
      continue;
    }
    const { state, platformFile } = await record(engine);
    writeFileSync(join(folder, `${name}.json`), state);
    writeFileSync(platformFileOf(version, name), platformFile);
    process.stdout.write(`recorded tests/states/${version}/${name}.json\n`);
  }
};

// The warm engine alone doesn't keep this process alive.
const alive = setInterval(() => undefined, 60_000);

main()
  .catch((error: unknown) => {
    process.stderr.write(`${String(error)}\n`);
    process.exitCode = 1;
  })
  .finally(() => {
    clearInterval(alive);
    stopWarmEngine();
  });
