import { type Platform } from "../platform/server.js";
import { attacksOf } from "./attacks.js";
import { type ReceiverProcess } from "./receiver-process.js";
import { expectThat, say } from "./say.js";
import { formatTable } from "./table.js";
import { type CapturedNotification, post } from "./wiretap.js";

const OTHER_ORGANIZATION = "other_org";

/** The signing key of another organization. */
const createOtherKey = async (platform: Platform): Promise<string> => {
  const answer = await fetch(platform.url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({
      clientRequestAction: "CREATE",
      keyInformation: {
        provider: "nrtd",
        tenant: OTHER_ORGANIZATION,
        keyType: "sharedSecret",
        organizationId: OTHER_ORGANIZATION,
        expiryDuration: "365",
      },
    }),
  });
  await answer.arrayBuffer();
  const created = platform.currentKey(OTHER_ORGANIZATION, "sharedSecret");
  if (created === undefined) throw new Error("the other organization got no key");
  return created.key;
};

/** Sends what an attacker would, and fails unless the receiver rejects each of it for the right reason. */
export const attackReceiver = async (
  { origin, outcomes, outcomeAfter }: ReceiverProcess,
  platform: Platform,
  organizationId: string,
  genuine: CapturedNotification,
): Promise<void> => {
  const key = platform.currentKey(organizationId, "sharedSecret");
  if (key === undefined) throw new Error("the organization has no key");
  const lines = [["SENT BY AN ATTACKER", "ANSWER OF THE RECEIVER"]];
  for (const { name, reason, notification } of attacksOf(genuine, key, await createOtherKey(platform))) {
    const before = outcomes.length;
    await post(`${origin}/notifications`, notification);
    const outcome = await outcomeAfter(before);
    expectThat(outcome === `refused ${reason}`, `refused ${reason} instead of ${outcome} for a notification ${name}`);
    lines.push([name, outcome]);
  }
  say(`\n${formatTable(lines)}`);
};
