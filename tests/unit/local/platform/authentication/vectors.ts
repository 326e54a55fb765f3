import { readFileSync } from "node:fs";
import { type PlatformOptions } from "../../../../../local/platform/options.js";

export interface Vector {
  name: string;
  method: string;
  requestTarget: string;
  body: string | null;
  headers: Record<string, string>;
}

interface VectorFile {
  inputs: {
    nowIso: string;
    host: string;
    merchantId: string;
    portfolioId: string;
    keyId: string;
    sharedSecretBase64: string;
    p12: { privateKeyPem: string; certificatePem: string; subjectSerialNumber: string };
  };
  vectors: Vector[];
}

const file = JSON.parse(readFileSync("tests/vectors/request-authentication.json", "utf8")) as VectorFile;

export const { inputs } = file;

/** Known answers from the vendor's client, except its Accept header, which gets 406 and isn't part of a signature. */
export const vectors: readonly Vector[] = file.vectors.map((vector) => ({
  ...vector,
  headers: { ...vector.headers, Accept: "application/json" },
}));

export const NOW = new Date(inputs.nowIso);

/** Options for a local platform with the vectors' credentials, whose owner is the merchant or the portfolio. */
export const withVectorCredentials = (owner: string): PlatformOptions => ({
  authentication: "required",
  now: () => NOW,
  hosts: [inputs.host],
  merchants: [{ merchantId: owner, keyId: inputs.keyId, secret: inputs.sharedSecretBase64 }],
  certificates: [
    { merchantId: owner, serialNumber: inputs.p12.subjectSerialNumber, publicKey: inputs.p12.certificatePem },
  ],
  portfolios: { [inputs.portfolioId]: [inputs.merchantId] },
});

export const vectorNamed = (start: string): Vector => {
  const vector = vectors.find(({ name }) => name.startsWith(start));
  if (vector === undefined) throw new Error(`There is no vector ${start}`);
  return vector;
};
