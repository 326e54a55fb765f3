import { execFileSync } from "node:child_process";
import { type ProviderModule } from "../../provider/seam/provider-text.js";

const PRINT_TEXT = `
const pulumi = require("@pulumi/pulumi");
const provider = require("pulumi-cybersource-webhooks/providers/" + process.argv[1] + ".js");
pulumi.runtime.serializeFunction(() => provider, { allowSecrets: true }).then((closure) => {
  if (closure.containsSecrets) throw new Error("secret captured");
  process.stdout.write(closure.text);
});
`;

/** The text of a provider, from Pulumi's serializer when called in a folder. */
export const serialized = (folder: string, kind: ProviderModule): string =>
  execFileSync(process.execPath, ["-e", PRINT_TEXT, kind], { cwd: folder, encoding: "utf8", stdio: "pipe" });
