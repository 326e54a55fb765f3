import { nearestName } from "../nearest-name.js";
import { type Setting, SETTING_NAMES, SETTINGS } from "./settings.js";

/** What the official clients and their guides call a setting. */
const OTHER_NAMES: Readonly<Partial<Record<Setting, readonly string[]>>> = {
  environment: ["runEnvironment"],
  host: ["hostName"],
  authentication: ["authenticationType"],
  merchantKeyId: ["keyId"],
  merchantSecretKey: ["merchantsecretKey", "sharedSecret", "sharedSecretKey"],
  p12Password: ["keyPass", "keyPassword"],
};

/** Spellings of a setting that are often met. */
export const spellingsOf = (setting: Setting): string[] => [
  ...new Set([setting.replace(/Id$/, "ID"), setting.toLowerCase(), ...(OTHER_NAMES[setting] ?? [])]),
];

/** A name without what people write differently: case, hyphens and underscores. */
const plainName = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, "");

/** The setting that is meant by a name as it is written, such as `merchantID`. */
export const settingMeantBy = (name: string): Setting | undefined =>
  SETTING_NAMES.find((setting) =>
    [setting, ...spellingsOf(setting)].some((spelling) => plainName(spelling) === plainName(name)),
  );

/** Whether a credential stands behind a name, however it is written. */
export const isCredentialName = (name: string): boolean => {
  const setting = settingMeantBy(name);
  return setting !== undefined && SETTINGS[setting].isSecret;
};

/** The setting that a name which is none was probably meant to be. */
export const nearestSetting = (name: string): Setting | undefined =>
  settingMeantBy(name) ?? nearestName(name, SETTING_NAMES);
