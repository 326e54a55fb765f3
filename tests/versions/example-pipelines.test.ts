import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { parseDocument } from "yaml";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { PASSPHRASE } from "../e2e/support/engine.js";
import { PIPELINES } from "../pipelines/pipeline.js";
import { pack } from "../support/pack.js";
import { PROJECT_ROOT } from "../support/project.js";
import { type LocalRegistry, type Published, startRegistry } from "./local-registry.js";

const TIMEOUT_MS = 600_000;
const ENGINE = join(__dirname, "../../local/engine/main.js");

let scratch: string;
let platform: Platform;
let registry: LocalRegistry | undefined;
beforeEach(async () => {
  // Outside of the project, because its node_modules would be found from any folder in it.
  scratch = realpathSync(mkdtempSync(join(tmpdir(), "example-pipelines-")));
  platform = await startPlatform();
});
afterEach(async () => {
  registry?.close();
  await platform.close();
  rmSync(scratch, { recursive: true });
});

/** Asynchronous, because the command sends requests to this process. */
const node = async (
  folder: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> => {
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    maxBuffer: 2 ** 26,
  });
  return stdout;
};

/** Makes the stack use the local platform instead of the vendor's host. */
const connect = (stackFile: string): void => {
  const document = parseDocument(readFileSync(stackFile, "utf8"));
  for (const name of ["environment", "merchantKeyId"]) document.deleteIn(["config", `cybersource-webhooks:${name}`]);
  document.setIn(["config", "cybersource-webhooks:host"], platform.origin);
  document.setIn(["config", "cybersource-webhooks:authentication"], "none");
  writeFileSync(stackFile, document.toString());
};

test(
  "a copy of examples/pipelines installs with npm ci, passes its type check and creates its keys",
  async () => {
    const npm = process.env.npm_execpath ?? "";
    const folder = join(scratch, "copy");
    cpSync(PIPELINES, folder, { recursive: true, filter: (path) => !path.includes("node_modules") });
    const published = join(PROJECT_ROOT, "node_modules/pulumi-cybersource-webhooks/package.json");
    const manifest = JSON.parse(readFileSync(published, "utf8")) as Published["manifest"];
    const upstream = (await node(folder, [npm, "config", "get", "registry"], {})).trim();
    registry = await startRegistry({ tarball: pack(scratch), manifest }, upstream);

    const flags = ["--ignore-scripts", "--registry", registry.url, "--cache", join(scratch, "cache")];
    await node(folder, [npm, "ci", ...flags], {});
    await node(folder, ["node_modules/typescript/bin/tsc"], {});
    connect(join(folder, "Pulumi.prod.yaml"));
    const up = ["up", "--stack", "prod", "--continue-on-error", "--cwd", folder];
    await node(folder, [ENGINE, ...up], { PULUMI_CONFIG_PASSPHRASE: PASSPHRASE });
    expect(platform.journal.map(({ organizationId }) => organizationId).sort()).toEqual(["shop_eu", "shop_us"]);
  },
  TIMEOUT_MS,
);
