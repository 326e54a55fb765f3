import { validateHeaderName, validateHeaderValue } from "node:http";
import { describe, test } from "@jest/globals";
import * as fc from "fast-check";
import { readP12 } from "../../provider/auth/p12.js";
import { createConnections } from "../../provider/connection/connection.js";
import { SETTINGS } from "../../provider/connection/settings.js";
import { requestVectors } from "../unit/auth/vectors.js";
import { CASES } from "./cases.js";
import { dangerousName, fuzz, hostileObject, hostileText, MARK, mayRefuse, must } from "./hostile.js";

const NAMESPACE = "cybersource-webhooks";
const { merchantId, keyId, sharedSecretBase64, p12 } = requestVectors.inputs;
/** Valid settings, which a hostile configuration is mixed with. */
const GOOD = {
  environment: "cybersource-test",
  host: "https://api.example.com",
  merchantId,
  authentication: "jwt",
  merchantKeyId: keyId,
  merchantSecretKey: sharedSecretBase64,
  p12Password: p12.password,
  portfolioId: "portfolio",
  senderOrganizationId: "sender",
  permissions: "100",
};
const hosts = fc.constantFrom(
  ...[
    "http://user:pass@localhost",
    `https://${MARK}@example.com`,
    `https://u:${MARK}@example.com`,
    "http://example.com",
  ],
  ...[
    "https://example.com/path",
    "https://example.com?a=b",
    "https://example.com#f",
    "ftp://example.com",
    "file:///etc/passwd",
  ],
  ...[
    "javascript:1",
    "https://",
    "https://exa mple.com",
    "https://example.com:99999",
    "http://127.0.0.1.example.com",
    "[::1]",
  ],
);
const authentication = fc.constantFrom("jwt", "http-signature", "none");
const settings = fc
  .tuple(hostileObject(GOOD), fc.option(hosts, { nil: undefined }), fc.option(authentication, { nil: undefined }))
  .map(([values, host, scheme]) => ({
    ...values,
    ...(host !== undefined && { host }),
    ...(scheme !== undefined && { authentication: scheme }),
  }));
const proxies = fc.record(
  { HTTPS_PROXY: hostileText, https_proxy: hostileText, NO_PROXY: hostileText, no_proxy: hostileText },
  { requiredKeys: [] },
);
/** The name of a connection isn't secret: messages contain it. */
const name = fc
  .oneof(fc.constantFrom("default", "live"), dangerousName, hostileText)
  .filter((text) => !text.includes(MARK));

const textsOf = (values: Readonly<Record<string, unknown>>): [string, string][] =>
  Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === "string");

const ORIGIN = /^(https:\/\/[^/@?#]+|http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?)$/;
const request = { method: "POST", host: "api.example.com", path: "/path", body: "{}" } as const;

/** Opens the connection and signs a request. Either the headers are valid, or there is a documented error. */
const open = async (
  sources: Parameters<typeof createConnections>[0],
  connection: string,
  organizationId: string,
): Promise<void> => {
  const notices: string[] = [];
  const connections = createConnections(
    sources,
    () => new Date(0),
    (line) => notices.push(line),
  );
  connections.hostOf(connection);
  const opened = await mayRefuse(() => connections.open(connection, organizationId));
  if (opened === undefined) return;
  must(ORIGIN.test(opened.origin), "an origin, of loopback where it is http");
  const headers = (await mayRefuse(() => opened.authenticate(request, new Date(0)))) ?? {};
  const { senderOrganizationId = "x", permissions = "x" } = opened;
  for (const [header, value] of Object.entries({ ...headers, senderOrganizationId, permissions })) {
    validateHeaderName(header);
    validateHeaderValue(header, value);
    must(/^[\x20-\x7e]+$/.test(value), "printable ASCII in a header");
  }
};

describe("any configuration opens a connection that can sign, or is rejected", () => {
  test("from the stack and the environment", async () => {
    const input = fc.tuple(settings, settings, proxies, hostileText);
    await fuzz(CASES.configuration / 2, input, async ([stack, environment, proxy, organizationId]) => {
      const config = new Map(textsOf(stack).map(([setting, value]) => [`${NAMESPACE}:${setting}`, value]));
      const variables = textsOf(environment).map(([setting, value]): [string, string] => {
        const known = Object.entries(SETTINGS).find(([other]) => other === setting);
        return [`CYBERSOURCE_${known?.[1].variable ?? setting}`, value];
      });
      const sources = {
        stackConfig: (key: string) => config.get(key),
        environment: { ...Object.fromEntries(variables), ...proxy },
      };
      await open(sources, "default", organizationId);
    });
  });

  test("by name", async () => {
    const named = fc.oneof(
      fc.tuple(name, settings).map(([key, values]) => JSON.stringify(Object.fromEntries([[key, values]]))),
      hostileText,
    );
    await fuzz(CASES.configuration / 2, fc.tuple(named, name, settings), async ([connections, connection, top]) => {
      const config: Record<string, string> = { ...Object.fromEntries(textsOf(top)), connections };
      const stackConfig = (key: string): string | undefined => config[key.slice(NAMESPACE.length + 1)];
      await open({ stackConfig, environment: {} }, connection, "org");
    });
  });
});

/** A changed byte can multiply the rounds of the key derivation. */
const P12_LIMIT_MS = 5_000;

test("any P12 is read, or rejected with a documented error", async () => {
  const bytes = Buffer.from(p12.base64, "base64");
  const damaged = fc
    .array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 3 })
    .map((changes) => {
      const copy = Buffer.from(bytes);
      for (const [at, value] of changes) copy[at] = value;
      return copy;
    });
  const file = fc.oneof(
    { weight: 3, arbitrary: damaged },
    { weight: 1, arbitrary: fc.nat(bytes.length).map((length) => bytes.subarray(0, length)) },
    { weight: 1, arbitrary: fc.uint8Array({ maxLength: 64 }).map((array) => Buffer.from(array)) },
  );
  const password = fc.oneof({ weight: 4, arbitrary: fc.constant(p12.password) }, { weight: 1, arbitrary: hostileText });
  const read = ([content, word, alias]: [Buffer, string, string]): Promise<unknown> =>
    mayRefuse(() => readP12({ p12Base64: content.toString("base64"), password: word, alias }));
  await fuzz(CASES.p12, fc.tuple(file, password, hostileText), read, P12_LIMIT_MS);
});
