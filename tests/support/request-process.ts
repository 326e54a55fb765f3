import { type ExecFileException, execFile } from "node:child_process";
import { randomUUID } from "node:crypto";
import { jwtWithSharedSecret } from "../../provider/auth/jwt.js";
import { createApiClient } from "../../provider/api/client.js";
import { createKeysClient } from "../../provider/api/keys.js";
import { type Connection } from "../../provider/api/connection.js";
import { getProducts } from "../../provider/api/single-requests.js";
import { type KeyRequest } from "../../provider/api/wire.js";

/** A request from a separate process, because the environment's TLS settings apply to whole processes. */
export interface ProcessRequest {
  readonly call: "key" | "products";
  readonly origin: string;
  /** The proxy's URL, including user and password if it needs them. */
  readonly proxy?: string | undefined;
}

/** `a key`, `status 200`, an error code, or the code of a check without an answer. */
export type Outcome = string;

const CREATE: KeyRequest = {
  action: "CREATE",
  organizationId: "org",
  keyProvider: "nrtd",
  tenant: "org",
  expiryDurationDays: 365,
};

const now = (): Date => new Date();

const outcomeOf = async ({ call, origin, proxy }: ProcessRequest): Promise<Outcome> => {
  const connection: Connection = {
    origin,
    proxy: proxy === undefined ? undefined : new URL(proxy),
    authenticate: jwtWithSharedSecret({ merchantId: "merchant", keyId: "key-id", sharedSecret: "c2VjcmV0" }),
    senderOrganizationId: undefined,
    permissions: undefined,
  };
  if (call === "products") {
    const answer = await getProducts(connection, "org", { now, correlationId: randomUUID(), timeoutMs: 10_000 });
    return answer.isAnswer ? `status ${answer.status}` : `no ${answer.missing}`;
  }
  const client = createKeysClient({
    client: createApiClient({ now, backoffMs: () => 1, attemptTimeoutMs: 10_000 }),
    now,
    newCorrelationId: randomUUID,
  });
  return client.requestKey(connection, CREATE).then(
    () => "a key",
    (error: unknown) => (error instanceof Error && "code" in error ? String(error.code) : "another error"),
  );
};

/** Sends the requests, one after the other, from a process with only this environment. */
export const requestsFromProcess = (
  requests: readonly ProcessRequest[],
  env: Readonly<Record<string, string>>,
): Promise<{ readonly outcomes: readonly Outcome[]; readonly output: string }> =>
  new Promise((resolve, reject) => {
    const ended = (error: ExecFileException | null, stdout: string, stderr: string): void => {
      if (error === null) resolve({ outcomes: stdout.trim().split("\n"), output: stdout + stderr });
      else reject(new Error(`the process failed: ${stderr}`));
    };
    execFile(process.execPath, [__filename, JSON.stringify(requests)], { env, timeout: 60_000 }, ended);
  });

const main = async (requests: readonly ProcessRequest[]): Promise<void> => {
  for (const request of requests) console.log(await outcomeOf(request));
};

if (require.main === module) void main(JSON.parse(process.argv[2] ?? "") as ProcessRequest[]);
