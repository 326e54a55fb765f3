import { type Properties } from "../protocol.js";
import { type Applied } from "./differences.js";
import { isSaid, keepsParts, MEMBER_NAMES, type MemberName, type Members, membersOf } from "./members.js";

/** Whether an output still shows what the program gave before and gives no more. */
const isKept = (name: MemberName, before: unknown, given: Members, now: unknown): boolean => {
  if (before === undefined || now === undefined) return false;
  return given[name] === undefined || keepsParts(name, before, given[name], now);
};

/** What the program may have given before this run. Of a state that doesn't say it, everything that the service has. */
const valuesBefore = (name: MemberName, { sent, earlier }: Applied, given: Members, now: Members): unknown[] => {
  const isUnrecorded = earlier === undefined && Object.keys(sent).length === 0 && given[name] === undefined;
  return [sent[name], earlier?.[name], ...(isUnrecorded ? [now[name]] : [])];
};

/**
 * The outputs of an update, with what of an earlier program is still in them. Pulumi marks an output as secret if its input
 * is, and doesn't tell which inputs were: so what the program dropped, or what the service kept, counts as secret.
 *
 * @param last what the state held before
 */
export const withEarlier = <Outputs extends Properties & { readonly applied: Applied }>(
  outputs: Outputs,
  given: Members,
  last: Applied,
): Outputs => {
  const now = membersOf(outputs);
  const names = MEMBER_NAMES.filter((name) =>
    valuesBefore(name, last, given, now).some((before) => isKept(name, before, given, now[name])),
  );
  if (names.length === 0) return outputs;
  const earlier: Members = Object.fromEntries(names.map((name) => [name, now[name]]));
  return { ...outputs, applied: { ...outputs.applied, earlier } };
};

/** What an adopted subscription has as the program gives it, although nothing was sent. */
export const givenAtAdoption = (given: Members, answered: Members): Members =>
  Object.fromEntries(
    Object.entries(given).filter(([name, value]) => isSaid(name as MemberName, value, answered[name as MemberName])),
  );

/** Members that are secret because an earlier program gave them. */
export const earlierNames = (outputs: Properties, given: Members, { earlier }: Applied): MemberName[] =>
  MEMBER_NAMES.filter((name) => isKept(name, earlier?.[name], given, outputs[name] ?? undefined));
