import { execFileSync } from "node:child_process";

const PRINT_TEXT = `
const pulumi = require("@pulumi/pulumi");
const provider = require("pulumi-cybersource-webhooks/providers/" + process.argv[1] + ".js");
pulumi.runtime.serializeFunction(() => provider, { allowSecrets: true }).then((closure) => {
  if (closure.containsSecrets) throw new Error("secret captured");
  process.stdout.write(closure.text);
});
`;

/** The text that Pulumi stores as \`__provider\`, made in \`folder\` by Pulumi's own serializer. */
export const providerText = (folder: string, kind: "webhook-signing-key" | "webhook-oauth-credential"): string =>
  execFileSync(process.execPath, ["-e", PRINT_TEXT, kind], { cwd: folder, encoding: "utf8", stdio: "pipe" });
