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

const MOST_EDITS = 2;

/** A name without what people write differently: case, hyphens and underscores. */
const plainName = (name: string): string => name.toLowerCase().replaceAll(/[-_]/g, "");

/** How many letters must be added, left out, replaced or swapped with their neighbour to make one name the other. */
const editsBetween = (one: string, other: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) {
      const isSame = one[i - 1] === other[j - 1];
      const isSwapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
      row.push(
        Math.min(
          (last[j] ?? 0) + 1,
          (row[j - 1] ?? 0) + 1,
          (last[j - 1] ?? 0) + (isSame ? 0 : 1),
          isSwapped && i > 1 && j > 1 ? (beforeLast[j - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    beforeLast = last;
    last = row;
  }
  return last[other.length] ?? 0;
};

/** The known name that a wrong one was probably meant to be; undefined where none is near. */
export const nearestName = <Name extends string>(name: string, known: readonly Name[]): Name | undefined => {
  const wrong = plainName(name);
  const [nearest] = known
    .map((candidate) => ({ candidate, edits: editsBetween(wrong.slice(0, 100), plainName(candidate)) }))
    .filter(({ candidate, edits }) => edits <= Math.min(MOST_EDITS, Math.floor(plainName(candidate).length / 3)))
    .sort((a, b) => a.edits - b.edits);
  return nearest?.candidate;
};

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
