import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { SCRATCH } from "./paths.mjs";

/** Starts the local platform with TLS, with one origin for each latency. */
export const startPlatformProcess = async (latenciesMs) => {
  const merchant = { merchantId: "bench", keyId: "bench_key", secret: randomBytes(32).toString("base64") };
  const child = fork(join(import.meta.dirname, "platform-process.mjs"));
  const ask = async (message) => {
    const answer = once(child, "message");
    child.send(message);
    const [told] = await answer;
    return told;
  };
  const { origins, authority } = await ask({ latenciesMs, merchants: [merchant] });
  mkdirSync(SCRATCH, { recursive: true });
  const authorityFile = join(SCRATCH, `authority-${process.pid}.pem`);
  writeFileSync(authorityFile, authority);
  return {
    /** The environment for a program that uses the service with this latency. */
    environment: (latencyMs) => ({
      NODE_EXTRA_CA_CERTS: authorityFile,
      CYBERSOURCE_HOST: origins[latenciesMs.indexOf(latencyMs)],
      CYBERSOURCE_MERCHANT_ID: merchant.merchantId,
      CYBERSOURCE_MERCHANT_KEY_ID: merchant.keyId,
      CYBERSOURCE_MERCHANT_SECRET_KEY: merchant.secret,
    }),
    /** Returns the counts since the last call. */
    takeCounts: () => ask("take"),
    stop: () => {
      child.disconnect();
      rmSync(authorityFile);
    },
  };
};
