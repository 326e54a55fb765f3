import { type JournalDetails } from "./journal.js";
import { isRecord } from "./record.js";

const WITHHELD = "[withheld]";
/** The fields of keyInformation whose values aren't secret. */
const PUBLIC_FIELDS = new Set(["provider", "tenant", "keyType", "organizationId", "clientKeyId", "expiryDuration"]);
const MAX_CHARACTERS = 100;

const shown = (name: string, value: unknown): string =>
  PUBLIC_FIELDS.has(name) && typeof value === "string" ? value.slice(0, MAX_CHARACTERS) : WITHHELD;

/** What the journal records about a body, valid or not: nothing secret. */
export const describeBody = (body: unknown): Omit<JournalDetails, "keyMade"> => {
  if (!isRecord(body)) return {};
  const { clientRequestAction: action, keyInformation } = body;
  const fields = isRecord(keyInformation) ? keyInformation : {};
  const bodyFields = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(name, value)]));
  return {
    ...(typeof action === "string" && { action: action.slice(0, MAX_CHARACTERS) }),
    ...(typeof fields["organizationId"] === "string" && {
      organizationId: shown("organizationId", fields["organizationId"]),
    }),
    bodyFields,
  };
};
