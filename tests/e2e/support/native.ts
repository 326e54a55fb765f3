import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PLUGIN_FOLDER } from "../../support/plugin-process.js";
import { type Engine } from "./engine.js";
import { realCli } from "./real-cli.js";

/** The Pulumi CLI with the native plugin. The programs are the same: their classes are those of the other shell. */
export const nativeShell: Engine = {
  name: "the Pulumi CLI with the native plugin",
  typePrefix: "cybersource-webhooks:index:",
  provider: "cybersource-webhooks",
  // Pulumi gives a native plugin the stack's configuration in its environment, too.
  hands: (role) => [...realCli.hands(role), ...(role === "provider" ? ["PULUMI_CONFIG"] : [])],
  createStack: async (options) => {
    const project = join(options.folder, "Pulumi.yaml");
    const plugins = { providers: [{ name: "cybersource-webhooks", path: PLUGIN_FOLDER }] };
    writeFileSync(project, `${readFileSync(project, "utf8")}plugins: ${JSON.stringify(plugins)}\n`);
    return realCli.createStack({ ...options, environment: { ...options.environment, TEST_SHELL: "native" } });
  },
};
