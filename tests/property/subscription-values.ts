import { type Members } from "../../provider/resources/subscription/members.js";

/** Values of each member that mean different things to the service, each in the forms in which a program may write it. */
export const VALUES: Readonly<Record<keyof Members, readonly (readonly unknown[])[]>> = {
  name: [["orders"], ["Orders"], ["refunds"]],
  description: [["all orders"], ["1"], ["true"]],
  products: [
    [[{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }]],
    [
      [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated", "tms.networktoken.binding"] }],
      [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.binding", "tms.networktoken.updated"] }],
    ],
    [
      [
        { productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] },
        { productId: "payByLink", eventTypes: ["payByLink.merchant.payment"] },
      ],
      [
        { productId: "payByLink", eventTypes: ["payByLink.merchant.payment"] },
        { productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] },
      ],
    ],
  ],
  webhookUrl: [
    ["https://hooks.example.com/in", "https://HOOKS.example.com:443/in"],
    ["https://hooks.example.com/in?token=a"],
    ["https://hooks.example.com/in?token=A"],
    ["https://hooks.example.com:8443/in"],
  ],
  healthCheckUrl: [
    ["https://hooks.example.com/up", "https://hooks.example.com:443/up"],
    ["https://hooks.example.com/UP"],
  ],
  notificationScope: [["SELF"], ["DESCENDANTS"]],
  retryPolicy: [
    [{ firstRetry: 10 }],
    [{ firstRetry: 11, algorithm: "GEOMETRIC" }],
    [{ firstRetry: 11, algorithm: "GEOMETRIC", deactivateFlag: true }],
    [{ numberOfRetries: 0, repeatSequenceCount: 2 }],
  ],
  securityPolicy: [
    [{ securityType: "key" }],
    [{ securityType: "oAuth", config: { oAuthURL: "https://login.example.com/token", oAuthTokenType: "Bearer" } }],
    [
      {
        securityType: "oAuth",
        config: {
          oAuthURL: "https://login.example.com/token",
          oAuthTokenType: "Bearer",
          additionalConfig: { keyId: "Key-1" },
        },
      },
    ],
    [
      {
        securityType: "oAuth",
        config: {
          oAuthURL: "https://login.example.com/token?tenant=b",
          oAuthTokenType: "Bearer",
          additionalConfig: { keyId: "key-1" },
        },
      },
    ],
  ],
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const FORMS: ReadonlyMap<string, string> = new Map(
  Object.values(VALUES).flatMap((values) =>
    values.flatMap((forms) => forms.map((form) => [JSON.stringify(form), JSON.stringify(forms[0])] as const)),
  ),
);

/** One text for all forms of a value. */
export const meaningOf = (value: unknown): string => {
  const text = value === undefined ? "" : JSON.stringify(value);
  return FORMS.get(text) ?? text;
};

/**
 * Whether two answers differ in what the program speaks of. What one of them lacks is unchanged, and what the service has
 * beside that is its own.
 */
export const isOtherwise = (given: unknown, before: unknown, now: unknown): boolean => {
  if (!isRecord(given) || !isRecord(before) || !isRecord(now)) return meaningOf(before) !== meaningOf(now);
  return Object.keys(given).some(
    (name) => name in before && name in now && isOtherwise(given[name], before[name], now[name]),
  );
};

/** Whether an answer says all that the program gives. */
export const isSaid = (given: unknown, value: unknown): boolean => {
  if (!isRecord(given) || !isRecord(value)) return meaningOf(given) === meaningOf(value);
  return Object.entries(given).every(([name, inner]) => isSaid(inner, value[name]));
};
