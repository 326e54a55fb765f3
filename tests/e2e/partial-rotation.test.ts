import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo } from "node:net";
import { expect, test } from "@jest/globals";
import { readRawBody, type VerificationKey, verifyNotification } from "../../verify/index.js";
import { type Platform } from "../../local/platform/server.js";
import { onEveryEngine, type Scenario, stepsOf, succeeded } from "./support/scenario.js";

const ORGANIZATIONS = ["org1", "org2", "org3", "org4", "org5", "org6"];
const REFUSED = "org3";

const PROGRAM = `
for (const organizationId of ${JSON.stringify(ORGANIZATIONS)}) {
  const current = new WebhookSigningKey(organizationId, { organizationId, renewBeforeDays: 30 });
  const { keys } = new WebhookVerificationKeys(organizationId, { current });
  exports[organizationId] = pulumi.recover(keys, () => undefined);
}
`;

/** Whether a receiver that has these keys accepts what the platform signs for the organization now. */
const accepts = async (
  platform: Platform,
  organizationId: string,
  keys: readonly VerificationKey[],
): Promise<boolean> => {
  const server = createServer((request, response) => {
    const accept = async (): Promise<number> => {
      const body = await readRawBody(request);
      await verifyNotification({ header: request.headers["v-c-signature"], body, keys, now: platform.now() });
      return 204;
    };
    void accept()
      .catch(() => 401)
      .then((status) => response.writeHead(status).end());
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  try {
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    const { isAccepted } = await platform.deliver({ organizationId, url, retryPolicy: { numberOfRetries: 0 } });
    return isAccepted;
  } finally {
    server.close();
  }
};

interface Receiver {
  readonly accepts: boolean;
  readonly keys: number;
}

/** The receivers of all organizations, each with the keys in the outputs of the stack. */
const receiversOf = async ({ platform, stack }: Scenario): Promise<Readonly<Record<string, Receiver>>> => {
  const outputs = await stack.outputs();
  const receivers: Record<string, Receiver> = {};
  for (const organizationId of ORGANIZATIONS) {
    const { value, secret } = outputs[organizationId] ?? {};
    expect(secret).toBe(true);
    const keys = value as readonly VerificationKey[];
    receivers[organizationId] = { accepts: await accepts(platform, organizationId, keys), keys: keys.length };
  }
  return receivers;
};

const everyReceiver = (keys: number): Readonly<Record<string, Receiver>> =>
  Object.fromEntries(ORGANIZATIONS.map((organizationId) => [organizationId, { accepts: true, keys }]));

onEveryEngine("a rotation of six keys, one of which is refused", (start) => {
  test("with --continue-on-error leaves every receiver working, and the next run completes it", async () => {
    const scenario = await start({ program: PROGRAM });
    const { stack, platform, daysLater, keepSecret } = scenario;
    succeeded(await stack.up());
    for (const organizationId of ORGANIZATIONS) {
      keepSecret(`first key of ${organizationId}`, platform.currentKey(organizationId, "sharedSecret")?.key ?? "");
    }

    const rotated = daysLater(340);
    platform.fault({ kind: "answer", made: false, status: 403 }, "always", { organizationId: REFUSED });
    const run = await stack.up({ ...rotated, continueOnError: true });
    expect(run.ok).toBe(false);
    expect(run.output).toMatch(/ERR_KMS_FORBIDDEN/);
    // The receiver whose key was refused keeps the key that it has.
    expect(await receiversOf(scenario)).toEqual({ ...everyReceiver(2), [REFUSED]: { accepts: true, keys: 1 } });

    platform.clearFaults();
    const completed = stepsOf(succeeded(await stack.up(rotated)));
    expect(completed).toContain(`update WebhookVerificationKeys ${REFUSED}`);
    expect(await receiversOf(scenario)).toEqual(everyReceiver(2));
    expect(platform.journal.filter(({ keyMade }) => keyMade)).toHaveLength(12);
  });
});
