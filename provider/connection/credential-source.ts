import { AuthenticationConfigError, type AuthenticationConfigErrorCode } from "../auth/errors.js";
import { locate } from "./setting-advice.js";
import { effectiveSettings, type Setting, type Settings } from "./settings.js";

const SETTING_OF: Readonly<Partial<Record<AuthenticationConfigErrorCode, Setting>>> = {
  ERR_AUTH_SHARED_SECRET: "merchantSecretKey",
  ERR_AUTH_P12_BASE64: "p12",
  ERR_AUTH_P12_FORMAT: "p12",
  ERR_AUTH_P12_PASSWORD: "p12Password",
  ERR_AUTH_P12_PRIVATE_KEY: "p12",
  ERR_AUTH_P12_CERTIFICATE: "p12",
  ERR_AUTH_P12_SERIAL_NUMBER: "p12",
};

/** The setting of each id, by the name with which the message of ERR_AUTH_ID begins. */
const SETTING_OF_ID: ReadonlyMap<string, Setting> = new Map([
  ["merchantId", "merchantId"],
  ["keyId", "merchantKeyId"],
  ["portfolioId", "portfolioId"],
]);

/** Names the setting that an error is about, and where its value comes from. */
const sourceOf = (settings: Settings, code: AuthenticationConfigErrorCode, reason: string): string => {
  const setting = SETTING_OF[code] ?? SETTING_OF_ID.get(reason.split(" ", 1)[0] ?? "");
  if (setting === undefined) return "";
  const value = effectiveSettings(settings)[setting];
  if (value === undefined) return `, ${setting} (organizationId of the resource)`;
  const remark = value === value.trim() ? "" : ", which begins or ends with white space";
  return `, ${locate(settings, setting)}${setting === "p12Password" ? remark : ""}`;
};

/**
 * Calls `open`. If a credential can't be used, adds its connection and setting, and the source of its value, to the message
 * of the error.
 *
 * @throws AuthenticationConfigError with the code of the original error
 */
export const withCredentialSource = async <Result>(
  settings: Settings,
  open: () => Promise<Result>,
): Promise<Result> => {
  try {
    return await open();
  } catch (error) {
    if (!(error instanceof AuthenticationConfigError)) throw error;
    const reason = error.message.replace(`${error.code}: `, "");
    const where = `connection "${settings.connection}"${sourceOf(settings, error.code, reason)}`;
    throw new AuthenticationConfigError(error.code, `${where}: ${reason}`);
  }
};
