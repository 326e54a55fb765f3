import { z } from "zod";
import { type IssuedKey } from "../issued-key.js";

/** How the credential is sent: in the form (the vendor's example) or with HTTP Basic (the vendor's text). */
export type CredentialStyle = "body" | "basic";

const tokenSchema = z.object({ access_token: z.string().min(1), token_type: z.string().regex(/^bearer$/i) });

/** Gets a token from the OAuth server with the stored credential. Returns undefined if the server grants none. */
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
