import { nearestName } from "../../nearest-name.js";
import { isRecord } from "../../json-text.js";
import { isUnknown } from "../protocol.js";
import { isSame, type MemberName, type Members } from "./members.js";

/**
 * A word of the API's own. The service may learn others, so that none is refused here. The one that a program gives isn't
 * repeated: it may be a secret in the wrong place.
 */
interface Word {
  readonly member: MemberName;
  /** Its place in the member. Empty if it's the member itself. */
  readonly name: string;
  readonly known: readonly string[];
  /** Whether the vendor's own examples vary in upper and lower case. */
  readonly isCaseless: boolean;
}

const WORDS: readonly Word[] = [
  { member: "notificationScope", name: "", known: ["SELF", "DESCENDANTS"], isCaseless: false },
  { member: "retryPolicy", name: "algorithm", known: ["ARITHMETIC", "GEOMETRIC"], isCaseless: true },
  { member: "securityPolicy", name: "securityType", known: ["key", "oAuth", "oAuth_JWT"], isCaseless: true },
];

const aboutWord = ({ member, name, known, isCaseless }: Word, given: Members): string | undefined => {
  const value = given[member];
  const word = name === "" ? value : isRecord(value) ? value[name] : undefined;
  if (typeof word !== "string" || isUnknown(word)) return undefined;
  const isKnown = known.some((each) => each === word || (isCaseless && each.toUpperCase() === word.toUpperCase()));
  if (isKnown) return undefined;
  const where = name === "" ? member : `${member}.${name}`;
  const nearest = nearestName(word, known);
  const hint = nearest === undefined ? "" : ` Did you mean ${nearest}?`;
  return `${where} isn't one that this package knows: ${known.join(", ")}.${hint}`;
};

const aboutConfig = ({ securityPolicy }: Members): string | undefined => {
  if (!isRecord(securityPolicy)) return undefined;
  const { securityType, config } = securityPolicy;
  if (typeof securityType !== "string" || !/^oauth(_jwt)?$/i.test(securityType)) return undefined;
  if ((config ?? undefined) !== undefined) return undefined;
  return `securityPolicy has the securityType ${securityType}, but no config, which names the token server.`;
};

/**
 * What the service probably refuses, although it's well formed: it answers without the words that it takes.
 *
 * @param before what the state or the last program has: the service has taken that
 */
export const doubtsAbout = (given: Members, before: Members): string[] => {
  const changed = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => !isSame(name as MemberName, value, before[name as MemberName])),
  );
  return [...WORDS.map((word) => aboutWord(word, changed)), aboutConfig(changed)].filter((text) => text !== undefined);
};
