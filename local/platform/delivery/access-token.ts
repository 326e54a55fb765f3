import { z } from "zod";
import { type IssuedKey } from "../issued-key.js";

/** Where the stored credentials go: in the body, as the vendor's example has it, or as Basic, as its text says. */
export type CredentialStyle = "body" | "basic";

const tokenSchema = z.object({ access_token: z.string().min(1), token_type: z.string().regex(/^bearer$/i) });

/** Asks the customer's server for a token, with the credentials that were stored; undefined when none comes. */
export const fetchAccessToken = async (
  url: string,
  { clientKeyId = "", key }: IssuedKey,
  style: CredentialStyle,
  signal: AbortSignal,
): Promise<string | undefined> => {
  const form = new URLSearchParams({ grant_type: "client_credentials" });
  const headers = new Headers({ accept: "application/json" });
  if (style === "body") {
    form.set("client_id", clientKeyId);
    form.set("client_secret", key);
  } else {
    const pair = `${encodeURIComponent(clientKeyId)}:${encodeURIComponent(key)}`;
    headers.set("authorization", `Basic ${Buffer.from(pair).toString("base64")}`);
  }
  const answer = await fetch(url, { method: "POST", headers, body: form, redirect: "error", signal });
  if (answer.status !== 200) return undefined;
  const token = tokenSchema.safeParse(await answer.json());
  return token.data?.access_token;
};
