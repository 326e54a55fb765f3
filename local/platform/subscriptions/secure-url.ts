import { z } from "zod";

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

const isSecure = (text: string): boolean => {
  const url = URL.parse(text);
  if (url === null || url.username !== "" || url.password !== "") return false;
  return url.protocol === "https:" || (url.protocol === "http:" && LOOPBACK.has(url.hostname));
};

/** An https URL. Also accepts http on loopback, for receivers in tests. The real platform refuses http. */
export const secureUrl = z.string().max(4096).refine(isSecure);
