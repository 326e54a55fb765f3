import { type JournalDetails } from "./journal.js";
import { isRecord } from "./record.js";

const WITHHELD = "[withheld]";
/** The fields of keyInformation whose values are no secret, by what the vendor calls them. */
const OPEN_FIELDS = new Set(["provider", "tenant", "keyType", "organizationId", "clientKeyId", "expiryDuration"]);
const MOST_CHARACTERS = 100;

const shown = (name: string, value: unknown): string =>
  OPEN_FIELDS.has(name) && typeof value === "string" ? value.slice(0, MOST_CHARACTERS) : WITHHELD;

/** What the journal may keep of a body, valid or not. */
export const describeBody = (body: unknown): Omit<JournalDetails, "keyMade"> => {
  if (!isRecord(body)) return {};
  const { clientRequestAction: action, keyInformation } = body;
  const fields = isRecord(keyInformation) ? keyInformation : {};
  const bodyFields = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, shown(name, value)]));
  return {
    ...(typeof action === "string" && { action: action.slice(0, MOST_CHARACTERS) }),
    ...(typeof fields["organizationId"] === "string" && {
      organizationId: shown("organizationId", fields["organizationId"]),
    }),
    bodyFields,
  };
};
