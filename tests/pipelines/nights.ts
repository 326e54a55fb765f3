import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { join } from "node:path";
import { type Platform, startPlatform } from "../../local/platform/server.js";
import { PASSPHRASE } from "../e2e/support/engine.js";
import { filesBelow, findSecrets, textPlace } from "../support/secret-sweep.js";
import { type JobName, type Pipeline } from "./pipeline.js";
import { createRepository, type Ended, type Repository } from "./repository.js";
import { DAY_MS } from "../../provider/dates.js";

const MERCHANT = { merchantId: "my_merchant", keyId: "00000000-0000-0000-0000-000000000000" };

export interface NightOptions {
  readonly daysLater?: number;
  /** Whether the previous job `nightly` succeeded. */
  readonly hasRenewed?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** A repository, its service, and a CI that runs its jobs on chosen days. */
export interface Nights {
  readonly platform: Platform;
  readonly repository: Repository;
  /** Runs a job, some days in the future. */
  readonly run: (job: JobName, options?: NightOptions) => Promise<Ended>;
  /** How often the heartbeat was sent. */
  readonly heartbeats: () => number;
  /** Secrets in the output or the files of the jobs. */
  readonly findLeaks: () => readonly string[];
  readonly end: () => Promise<void>;
}

export const startNights = async (pipeline: Pipeline, { isReal }: { readonly isReal: boolean }): Promise<Nights> => {
  const secret = randomBytes(32).toString("base64");
  const platform = await startPlatform({ authentication: "required", merchants: [{ ...MERCHANT, secret }] });
  let heartbeats = 0;
  const heart = createServer((_, response) => {
    heartbeats += 1;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(heart, "listening");
  const heartbeatUrl = `http://127.0.0.1:${(heart.address() as AddressInfo).port}/`;
  const repository = createRepository(
    {
      "cybersource-webhooks:host": platform.origin,
      "cybersource-webhooks:merchantId": MERCHANT.merchantId,
      "cybersource-webhooks:merchantKeyId": MERCHANT.keyId,
    },
    { isReal },
  );

  // As in docs/ci.md: only the job that requests keys has the credential of the service.
  const credential = { CYBERSOURCE_MERCHANT_SECRET_KEY: secret };
  const variables: Readonly<Record<JobName, Readonly<Record<string, string>>>> = {
    preview: { AWS_TOKEN: "token", AWS_PREVIEW_ROLE_ARN: "role" },
    nightly: { AWS_TOKEN: "token", AWS_UP_ROLE_ARN: "role", ...credential },
    alarm: { AWS_TOKEN: "token", AWS_PREVIEW_ROLE_ARN: "role", HEARTBEAT_URL: heartbeatUrl },
  };
  const references = (job: JobName): Readonly<Record<string, string>> => ({
    "github.token": "token",
    "github.repository": "my-org/keys",
    "github.server_url": "https://github.com",
    "github.run_id": "1",
    ...variables[job],
    ...Object.fromEntries(Object.entries(variables[job]).map(([name, value]) => [`secrets.${name}`, value])),
  });
  const printed: string[] = [];
  const preload = join(__dirname, "../support/move-clock.js");

  return {
    platform,
    repository,
    run: async (job, { daysLater = 0, hasRenewed = true, environment: extra } = {}) => {
      platform.setClock(new Date(Date.now() + daysLater * DAY_MS));
      const clock = { NODE_OPTIONS: `--require=${preload}`, TEST_CLOCK_OFFSET_MS: String(daysLater * DAY_MS) };
      const given = Object.fromEntries(Object.entries(variables[job]).filter(([name]) => pipeline.givesVariable(name)));
      const environment = { ...given, ...clock, ...extra };
      const ended = await repository.run(job, { pipeline, values: references(job), environment, hasRenewed });
      printed.push(ended.output, ended.summary);
      return ended;
    },
    heartbeats: () => heartbeats,
    findLeaks: () => {
      const secrets: Record<string, string> = { secret, passphrase: PASSPHRASE };
      for (const organizationId of ["shop_eu", "shop_us"]) {
        const held = platform.currentKey(organizationId, "sharedSecret");
        if (held === undefined) continue;
        secrets[`keyId of ${organizationId}`] = held.keyId;
        secrets[`key of ${organizationId}`] = held.key;
        secrets[`expirationDate of ${organizationId}`] = held.expirationDate.toISOString().slice(0, 19);
      }
      return findSecrets([textPlace("output", printed.join("\n")), ...filesBelow(repository.folder)], secrets);
    },
    end: async () => {
      heart.close();
      await platform.close();
    },
  };
};
