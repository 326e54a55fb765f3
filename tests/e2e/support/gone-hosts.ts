import { randomInt } from "node:crypto";
import { join } from "node:path";
import { type PlatformOptions } from "../../../local/platform/options.js";
import { type Platform, startPlatform } from "../../../local/platform/server.js";
import { createAuthority } from "../../faults/certificates.js";
import { createScratch } from "../../support/project.js";
import { type ConfigValue } from "./engine.js";
import { type Scenario } from "./scenario.js";

/** A host name that never exists (RFC 6761). */
const NOWHERE = "https://webhooks.cybersource-webhooks.invalid";

/** Connections by what becomes of their hosts, and what an error then says. */
export const GONE = {
  refusing: /the connection was refused \(ECONNREFUSED\)/,
  untrusted: /NODE_EXTRA_CA_CERTS/,
  nameless: /the name of the host could not be resolved/,
} as const;
type Name = keyof typeof GONE;
const NAMES = Object.keys(GONE) as Name[];

interface Host {
  readonly name: Name;
  readonly port: number;
  /** How the stack names it while it's there, and while it isn't. */
  readonly origins: { readonly there: string; readonly gone: string };
  readonly options: PlatformOptions;
  running: Platform | undefined;
}

/** Local platforms of their own, each for a connection, that can be taken away and brought back with what they hold. */
export interface GoneHosts {
  /** The configuration of the stack that names them. */
  readonly config: Readonly<Record<string, ConfigValue>>;
  /** Credentials for the host that isn't on loopback later. */
  readonly environment: Readonly<Record<string, string>>;
  /** The ids of the subscriptions that a host holds, by its connection. */
  ids(): Readonly<Record<Name, readonly string[]>>;
  takeAway(scenario: Scenario): Promise<void>;
  bringBack(scenario: Scenario): Promise<void>;
  close(): Promise<void>;
}

const hostKey = (name: Name): string => `cybersource-webhooks:connections.${name}.host`;

/**
 * Below the ports that the system hands out by itself (32768 and up on Linux): nobody else takes one of these while its
 * host is gone.
 */
const [FIRST_PORT, END_PORT] = [20_000, 32_000];
const MAX_TRIES = 20;

const startWhereNobodyElseIs = async (options: PlatformOptions, tries = MAX_TRIES): Promise<Platform> =>
  startPlatform({ ...options, port: randomInt(FIRST_PORT, END_PORT) }).catch((error: unknown) => {
    if (tries <= 1) throw error;
    return startWhereNobodyElseIs(options, tries - 1);
  });

const startHost = async (name: Name, shared: PlatformOptions): Promise<Host> => {
  const persisted = { ...shared, persist: join(createScratch(`host-${name}`), "platform.json") };
  const running = await startWhereNobodyElseIs(persisted);
  const there = running.origin;
  const origins = {
    refusing: { there, gone: there },
    untrusted: { there, gone: there.replace("http:", "https:") },
    nameless: { there, gone: NOWHERE },
  };
  const port = Number(new URL(there).port);
  return { name, port, origins: origins[name], options: { ...persisted, port }, running };
};

/** What stands in the host's place while it's gone. */
const startStandIn = async ({ name, port }: Host): Promise<Platform | undefined> =>
  name === "untrusted"
    ? startPlatform({ port, tls: createAuthority("An unknown authority").issue("127.0.0.1") })
    : undefined;

/** Lets the stack's state and configuration name another origin, as if the host had always had it. */
const rename = async ({ stack }: Scenario, hosts: readonly Host[], to: "there" | "gone"): Promise<void> => {
  let text = JSON.stringify(await stack.exportState());
  for (const { name, origins } of hosts) {
    const [before, after] = to === "gone" ? [origins.there, origins.gone] : [origins.gone, origins.there];
    if (before === after) continue;
    text = text.replaceAll(before, after).replaceAll(new URL(before).host, new URL(after).host);
    await stack.setConfig(hostKey(name), { value: after, path: true });
  }
  await stack.importState(JSON.parse(text) as Awaited<ReturnType<typeof stack.exportState>>);
};

export const startGoneHosts = async (options: PlatformOptions): Promise<GoneHosts> => {
  const hosts = await Promise.all(NAMES.map((name) => startHost(name, options)));
  const swap = async (host: Host, next: () => Promise<Platform | undefined>): Promise<void> => {
    await host.running?.close();
    host.running = undefined;
    host.running = await next();
  };
  const authentications = { refusing: "none", untrusted: "none", nameless: "jwt" } as const;
  return {
    config: Object.fromEntries(
      hosts.flatMap(({ name, origins }) => [
        [hostKey(name), { value: origins.there, path: true }],
        [hostKey(name).replace(/host$/, "authentication"), { value: authentications[name], path: true }],
      ]),
    ),
    environment: {
      CYBERSOURCE_NAMELESS_MERCHANT_ID: "merchant",
      CYBERSOURCE_NAMELESS_MERCHANT_KEY_ID: "01234567-89ab-cdef-0123-456789abcdef",
      CYBERSOURCE_NAMELESS_MERCHANT_SECRET_KEY: Buffer.from("the secret of a host that is gone").toString("base64"),
    },
    ids: () =>
      Object.fromEntries(
        hosts.map(({ name, running }) => [name, running?.subscriptions().map(({ webhookId }) => webhookId) ?? []]),
      ) as Record<Name, string[]>,
    takeAway: async (scenario) => {
      for (const host of hosts) await swap(host, () => startStandIn(host));
      await rename(scenario, hosts, "gone");
    },
    bringBack: async (scenario) => {
      for (const host of hosts) await swap(host, () => startPlatform(host.options));
      await rename(scenario, hosts, "there");
    },
    close: async () => {
      for (const { running } of hosts) await running?.close();
    },
  };
};
