import { type SubscriptionSwitches } from "./options.js";

const AUTHORITY = /^(https?:\/\/)([^/?#]+)/i;

/** A URL in an answer: as in the request, but with another host or port if a switch says so. */
export const writeUrl = (
  url: string,
  { addsPort, lowerCasesHost }: Pick<SubscriptionSwitches, "addsPort" | "lowerCasesHost">,
): string =>
  url.replace(AUTHORITY, (_, scheme: string, authority: string) => {
    const hasPort = /:\d+$/.test(authority);
    const port = addsPort && !hasPort && scheme.toLowerCase() === "https://" ? ":443" : "";
    return `${scheme}${lowerCasesHost ? authority.toLowerCase() : authority}${port}`;
  });
