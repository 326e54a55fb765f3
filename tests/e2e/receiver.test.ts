import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { z } from "zod";
import { PROJECT_ROOT } from "../support/project.js";
import { findSecrets, textPlace } from "../support/secret-sweep.js";
import { runDemonstration } from "./support/demonstration.js";
import { realCli } from "./support/real-cli.js";
import { onEveryEngine } from "./support/scenario.js";

const WORK = join(PROJECT_ROOT, ".work/receiver");
const keysSchema = z.array(z.object({ keyId: z.string(), key: z.string(), expirationDate: z.string() }));

onEveryEngine("examples/receiver", (_, engine) => {
  test("accepts every genuine notification while every key is replaced, and nothing else", async () => {
    const output = await runDemonstration(engine, "receiver");
    expect(output).toContain(engine === realCli ? "the Pulumi CLI" : "the embedded engine");
    for (const event of ["tms\\.networktoken\\.updated", "payments\\.authorization\\.status\\.accepted"]) {
      const [, sent, accepted, retried] = new RegExp(`^${event} +(\\d+) +(\\d+) +(\\d+)$`, "m").exec(output) ?? [];
      expect(Number(sent)).toBeGreaterThan(5);
      expect(accepted).toBe(sent);
      expect(Number(retried)).toBeGreaterThan(0);
    }
    expect(output).toMatch(/^accepted payments\.authorization\.status\.accepted \(encrypted\) +\d+$/m);
    expect(output).toMatch(/^token for platform-1 +\d+$/m);
    expect(output).toMatch(/^token for platform-2 +\d+$/m);
    expect(output).toMatch(/^replayed +refused ERR_NOTIFICATION_REPLAYED$/m);
    expect(output).toMatch(/^with a made-up token +refused invalid_token$/m);
    expect(output).toMatch(/^Every genuine notification was accepted, and nothing else\.$/m);

    const file = join(WORK, "verification-keys.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const keys = keysSchema.parse(JSON.parse(readFileSync(file, "utf8")));
    expect(keys).toHaveLength(2);
    const [credential] = Object.entries(
      JSON.parse(readFileSync(join(WORK, "clients.json"), "utf8")) as Record<string, string>,
    );
    expect(credential?.[0]).toBe("platform-2");
    const secrets = keys.flatMap((key, index) =>
      Object.entries(key).map(([name, value]): [string, string] => [`${name} ${index}`, value]),
    );
    const privateKeys = JSON.parse(readFileSync(join(WORK, "private-keys.json"), "utf8")) as { privateKey: string }[];
    expect(privateKeys).toHaveLength(2);
    for (const [index, { privateKey }] of privateKeys.entries()) {
      // A line from the middle: the first ones are alike in all keys.
      secrets.push([`private key ${index}`, privateKey.split("\n")[5] ?? ""]);
    }
    const known = Object.fromEntries([...secrets, ["client secret", credential?.[1] ?? ""]]);
    expect(findSecrets([textPlace("output", output)], known)).toEqual([]);
  });
});
