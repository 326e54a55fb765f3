import { randomUUID } from "node:crypto";
import { AuthenticationConfigError } from "../../provider/auth/errors.js";
import { ConnectionError, createConnections } from "../../provider/connection/connection.js";
import { readSettings } from "../../provider/connection/configured-settings.js";
import { ignoredSettings } from "../../provider/connection/visible-problems.js";
import { type Connection } from "../../provider/api/connection.js";
import { getProducts, getSubscriptions } from "../../provider/api/single-requests.js";
import { type AccessCheck, type AccessReport } from "./access-report.js";
import { noOrganization, organizationsOf } from "./chosen-connections.js";
import { type Asked, judgeAnswer } from "./judge-answer.js";
import { judgeSubscriptions } from "./judge-subscriptions.js";
import { type ConfiguredConnections } from "./read-settings.js";

const TIMEOUT_MS = 30_000;

const settingsFailed = (connection: string, organizationId: string | undefined, meaning: string): AccessReport => ({
  connection,
  organizationId,
  host: undefined,
  checks: [{ name: "settings", verdict: "failed", meaning }],
});

/** Sends one or two requests, which only read, with one connection for one organization. */
const checkOrganization = async (
  name: string,
  organizationId: string,
  { sources, clearCredentials }: ConfiguredConnections,
): Promise<AccessReport> => {
  const now = (): Date => new Date();
  const notices: string[] = [];
  const ignored = ignoredSettings(readSettings(sources, name)).map((what) => `ignored: ${what}`);
  let connection: Connection;
  try {
    connection = await createConnections(sources, now, (line) => notices.push(line)).open(name, organizationId);
  } catch (error) {
    if (!(error instanceof ConnectionError || error instanceof AuthenticationConfigError)) throw error;
    const { message } = error;
    return settingsFailed(
      name,
      organizationId,
      [message, ...ignored.filter((each) => !message.includes(each))].join("; "),
    );
  }
  const clear = clearCredentials.map(
    ({ key, command }) => `${key} is in plain text, which pulumi up rejects. Encrypt it: ${command}`,
  );
  const settings: AccessCheck =
    clear.length > 0
      ? { name: "settings", verdict: "failed", meaning: clear.join("; ") }
      : notices.length + ignored.length > 0
        ? { name: "settings", verdict: "warning", meaning: [...notices, ...ignored].join("; ") }
        : { name: "settings", verdict: "ok", meaning: "complete" };
  const url = new URL(connection.origin);
  const request = { now, correlationId: randomUUID(), timeoutMs: TIMEOUT_MS };
  const answer = await getProducts(connection, organizationId, request);
  const asked: Asked = { ...request, organizationId, url, proxyHost: connection.proxy?.host, now: now() };
  const found = judgeAnswer(answer, asked);
  // What is asked next would fail for the same reason.
  const isKnown = found.every(({ verdict }) => verdict !== "failed");
  const list = isKnown ? await getSubscriptions(connection, organizationId, request) : undefined;
  const checks = [settings, ...found, judgeSubscriptions(list, asked)];
  return { connection: name, organizationId, host: url.host, checks };
};

/** Checks a connection with each organization, by default with its own merchantId. */
export const checkConnection = async (
  name: string,
  organizationIds: readonly string[],
  configured: ConfiguredConnections,
): Promise<AccessReport[]> => {
  const organizations = organizationsOf(name, organizationIds, configured);
  if (organizations.length === 0) return [settingsFailed(name, undefined, noOrganization(name, configured))];
  const reports: AccessReport[] = [];
  for (const organizationId of organizations) reports.push(await checkOrganization(name, organizationId, configured));
  return reports;
};
