import { nearestName } from "../nearest-name.js";
import { type Setting, SETTING_NAMES, SETTINGS } from "./settings.js";

/** Names of settings in the official clients and their guides. */
const OTHER_NAMES: Readonly<Partial<Record<Setting, readonly string[]>>> = {
  environment: ["runEnvironment"],
  host: ["hostName"],
  authentication: ["authenticationType"],
  merchantKeyId: ["keyId"],
  merchantSecretKey: ["merchantsecretKey", "secretKey", "sharedSecret", "sharedSecretKey"],
  p12Password: ["keyPass", "keyPassword"],
};

/** Common other spellings of a setting. */
export const spellingsOf = (setting: Setting): string[] => [
  ...new Set([setting.replace(/Id$/, "ID"), setting.toLowerCase(), ...(OTHER_NAMES[setting] ?? [])]),
];

/** A name without differences in case, hyphens and underscores. */
const plainName = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, "");

/** The setting that a differently spelled name, such as `merchantID`, stands for. */
export const settingMeantBy = (name: string): Setting | undefined =>
  SETTING_NAMES.find((setting) =>
    [setting, ...spellingsOf(setting)].some((spelling) => plainName(spelling) === plainName(name)),
  );

/** The setting that an unknown name was probably meant to be. */
export const nearestSetting = (name: string): Setting | undefined =>
  settingMeantBy(name) ?? nearestName(name, SETTING_NAMES);

/** Whether a name stands for a credential, in any spelling, also a wrong one: the value is as secret. */
export const isCredentialName = (name: string): boolean => {
  const setting = nearestSetting(name);
  return setting !== undefined && SETTINGS[setting].isSecret;
};
