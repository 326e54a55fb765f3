import { execFileSync } from "node:child_process";
import { type ProviderModule } from "../../provider/seam/provider-text.js";

const PRINT_TEXTS = `
const pulumi = require("@pulumi/pulumi");
const textOf = async (kind) => {
  const provider = require("pulumi-cybersource-webhooks/providers/" + kind + ".js");
  const closure = await pulumi.runtime.serializeFunction(() => provider, { allowSecrets: true });
  if (closure.containsSecrets) throw new Error("secret captured");
  return [kind, closure.text];
};
Promise.all(process.argv.slice(1).map(textOf)).then((texts) => {
  process.stdout.write(JSON.stringify(Object.fromEntries(texts)));
});
`;

/** The texts of providers, from Pulumi's serializer when called in a folder. */
export const serialized = (folder: string, kinds: readonly ProviderModule[]): Readonly<Record<string, string>> =>
  JSON.parse(
    execFileSync(process.execPath, ["-e", PRINT_TEXTS, ...kinds], { cwd: folder, encoding: "utf8", stdio: "pipe" }),
  ) as Record<string, string>;
