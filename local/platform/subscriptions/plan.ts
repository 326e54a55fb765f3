import { type Answer, jsonAnswer } from "../answer.js";
import { type RequestFlaw } from "../key-request.js";

/** What a request leads to, before a fault may change it. */
export interface Plan {
  readonly answer: Answer;
  readonly organizationId?: string;
  /** Puts the request into effect; absent where it changes nothing. */
  readonly commit?: () => void;
  /** Why the request is refused, as a short code. */
  readonly reason?: string;
  /** Whether the request can't be understood: it meets no fault. */
  readonly isMalformed?: true;
}

interface Problem {
  readonly status: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: readonly { field: string; reason: string }[];
}

/** The body that the specification gives for 404. Here, other errors have it too. */
export const problemAnswer = ({ status, reason, message, details = [] }: Problem): Answer =>
  jsonAnswer(status, { reason, message, details });

const summaryOf = (flaws: readonly RequestFlaw[]): string =>
  flaws.map(({ field, reason }) => `${reason} ${field || "body"}`).join(", ");

/** The 400 that names the members that are wrong. */
export const refused = (flaws: readonly RequestFlaw[], organizationId?: string): Plan => ({
  answer: problemAnswer({
    status: 400,
    reason: flaws.some(({ reason }) => reason === "MISSING_FIELD") ? "MISSING_FIELD" : "INVALID_DATA",
    message: "One or more fields in the request are missing or invalid",
    details: flaws,
  }),
  reason: summaryOf(flaws),
  ...(organizationId === undefined ? { isMalformed: true } : { organizationId }),
});

/** The 404 for a webhook that isn't there. */
export const notFound = (organizationId?: string): Plan => ({
  answer: problemAnswer({
    status: 404,
    reason: "NOT_FOUND",
    message: "The webhook does not exist",
    details: [{ field: "webhookId", reason: "NOT_FOUND" }],
  }),
  reason: "not-found",
  ...(organizationId !== undefined && { organizationId }),
});
