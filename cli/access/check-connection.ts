import { randomUUID } from "node:crypto";
import { AuthenticationConfigError } from "../../provider/auth/errors.js";
import { ConnectionError, createConnections } from "../../provider/connection/connection.js";
import { readSettings } from "../../provider/connection/configured-settings.js";
import { encryptCommand } from "../../provider/connection/setting-advice.js";
import { effectiveSettings } from "../../provider/connection/settings.js";
import { type Connection } from "../../provider/api/connection.js";
import { getProducts } from "../../provider/api/single-requests.js";
import { type AccessCheck, type AccessReport } from "./access-report.js";
import { judgeAnswer } from "./judge-answer.js";
import { type ConfiguredConnections } from "./read-settings.js";

const TIMEOUT_MS = 30_000;

const settingsFailed = (connection: string, organizationId: string | undefined, meaning: string): AccessReport => ({
  connection,
  organizationId,
  host: undefined,
  checks: [{ name: "settings", verdict: "failed", meaning }],
});

/** Sends one request, which only reads, with one connection for one organization. */
const checkOrganization = async (
  name: string,
  organizationId: string,
  { sources, clearCredentials }: ConfiguredConnections,
): Promise<AccessReport> => {
  const now = (): Date => new Date();
  const notices: string[] = [];
  let connection: Connection;
  try {
    connection = await createConnections(sources, now, (line) => notices.push(line)).open(name, organizationId);
  } catch (error) {
    if (!(error instanceof ConnectionError || error instanceof AuthenticationConfigError)) throw error;
    return settingsFailed(name, organizationId, error.message);
  }
  const clear = clearCredentials.map(
    (key) => `${key} is in plain text, which pulumi up rejects. Encrypt it: ${encryptCommand(key)}`,
  );
  const settings: AccessCheck =
    clear.length > 0
      ? { name: "settings", verdict: "failed", meaning: clear.join("; ") }
      : notices.length > 0
        ? { name: "settings", verdict: "warning", meaning: notices.join("; ") }
        : { name: "settings", verdict: "ok", meaning: "complete" };
  const url = new URL(connection.origin);
  const correlationId = randomUUID();
  const answer = await getProducts(connection, organizationId, {
    now,
    correlationId,
    timeoutMs: TIMEOUT_MS,
  });
  const checks = [
    settings,
    ...judgeAnswer(answer, {
      organizationId,
      url,
      timeoutMs: TIMEOUT_MS,
      proxyHost: connection.proxy?.host,
      now: now(),
      correlationId,
    }),
  ];
  return { connection: name, organizationId, host: url.host, checks };
};

/** Checks a connection with each organization, by default with its own merchantId. */
export const checkConnection = async (
  name: string,
  organizationIds: readonly string[],
  configured: ConfiguredConnections,
): Promise<AccessReport[]> => {
  const { merchantId } = effectiveSettings(readSettings(configured.sources, name));
  const organizations = organizationIds.length > 0 ? organizationIds : merchantId === undefined ? [] : [merchantId];
  if (organizations.length === 0) {
    const meaning = "the organization isn't known. Set merchantId, or pass --organization.";
    return [settingsFailed(name, undefined, meaning)];
  }
  const reports: AccessReport[] = [];
  for (const organizationId of organizations) reports.push(await checkOrganization(name, organizationId, configured));
  return reports;
};
