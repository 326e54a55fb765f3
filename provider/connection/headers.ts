import { locate } from "./setting-advice.js";
import { effectiveSettings, type Settings } from "./settings.js";

const SENDER_FORM = /^[A-Za-z0-9_-]{2,100}$/;
const HEADER_FORM = /^[\x20-\x7e]{1,4096}$/;

/** Problems with the settings for the two optional headers. @see docs/key-service.md */
export const headerProblems = (settings: Settings): string[] => {
  const { senderOrganizationId, permissions } = effectiveSettings(settings);
  const problems: string[] = [];
  if (senderOrganizationId !== undefined && !SENDER_FORM.test(senderOrganizationId)) {
    problems.push(
      `${locate(settings, "senderOrganizationId")} must be 2 to 100 letters, digits, hyphens or underscores`,
    );
  }
  if (permissions !== undefined && !HEADER_FORM.test(permissions)) {
    problems.push(`${locate(settings, "permissions")} must be printable ASCII`);
  }
  return problems;
};
