/** A type of Pulumi's package schema. @see https://www.pulumi.com/docs/iac/extending-pulumi/schema/ */
export type SchemaType =
  | { readonly type: "string" | "number" | "boolean" }
  | { readonly type: "array"; readonly items: SchemaType }
  | { readonly type: "object"; readonly additionalProperties: SchemaType }
  | { readonly $ref: string };

export type SchemaProperty = SchemaType & { readonly description: string; readonly secret?: boolean };

/** An object with properties of its own. */
export interface ObjectType {
  readonly description: string;
  readonly type: "object";
  readonly properties: Readonly<Record<string, SchemaProperty>>;
  readonly required: readonly string[];
}

const STRING = { type: "string" } as const;
const NUMBER = { type: "number" } as const;
const ANY = { $ref: "pulumi.json#/Any" } as const;
const refTo = (name: string): SchemaType => ({ $ref: `#/types/cybersource-webhooks:index:${name}` });

const EXPIRATION = "End of its validity: RFC 3339, as in the service's answer, or a day such as 2027-01-31.";

/** The objects in inputs and outputs, which the tables describe in words only. A test compares them with the checks. */
export const OBJECT_TYPES = {
  AdoptedKey: {
    description: "A key that already exists, to be adopted.",
    type: "object",
    properties: {
      keyId: { ...STRING, secret: true, description: "Identifier of the key, as in the service's answer." },
      key: {
        ...STRING,
        secret: true,
        description: "The key: base64 for a signing key, the client secret for an OAuth credential.",
      },
      expirationDate: { ...STRING, secret: true, description: EXPIRATION },
    },
    required: ["keyId", "key", "expirationDate"],
  },
  CurrentKey: {
    description: "The key that signs now: the outputs of the same names of a WebhookSigningKey.",
    type: "object",
    properties: {
      keyId: { ...STRING, secret: true, description: "Identifier of the key, as in the header of notifications." },
      key: { ...STRING, secret: true, description: "The key: base64 of 8 bytes or more." },
      expirationDate: {
        ...STRING,
        secret: true,
        description: "When the key expires: RFC 3339. A key whose date can't be read is accepted, and never expires.",
      },
    },
    required: ["keyId", "key", "expirationDate"],
  },
  VerificationKey: {
    description: "A key that a receiver verifies with.",
    type: "object",
    properties: {
      keyId: { ...STRING, secret: true, description: "Identifier of the key, as in the header of notifications." },
      key: { ...STRING, secret: true, description: "The key, in base64." },
      expirationDate: { ...STRING, secret: true, description: "When it expires. Absent if the service gave no date." },
      retiredAt: {
        ...STRING,
        description: "When another key took its place: RFC 3339, UTC. Absent for the current key.",
      },
    },
    required: ["keyId", "key"],
  },
  WebhookProduct: {
    description: "A product, and its events that are delivered.",
    type: "object",
    properties: {
      productId: { ...STRING, description: "Such as `tokenManagement`." },
      eventTypes: { type: "array", items: STRING, description: "Such as `tms.networktoken.updated`; at least one." },
    },
    required: ["productId", "eventTypes"],
  },
  WebhookRetryPolicy: {
    description: "When the platform retries a delivery. What you leave out is the platform's default.",
    type: "object",
    properties: {
      algorithm: { ...STRING, description: "`ARITHMETIC` or `GEOMETRIC`." },
      firstRetry: { ...NUMBER, description: "Minutes until the first retry." },
      interval: { ...NUMBER, description: "Minutes added for each further retry, or the factor." },
      numberOfRetries: { ...NUMBER, description: "Retries in one sequence." },
      deactivateFlag: {
        type: "boolean",
        description: "Whether the subscription is suspended when all retries have failed.",
      },
      repeatSequenceCount: { ...NUMBER, description: "How often the whole sequence is repeated." },
      repeatSequenceWaitTime: { ...NUMBER, description: "Minutes between two sequences." },
    },
    required: [],
  },
  WebhookSecurityPolicy: {
    description: "How the platform authenticates itself at your receiver. Every delivery is signed in addition.",
    type: "object",
    properties: {
      securityType: {
        ...STRING,
        description: "`key`: the signature alone. `oAuth` and `oAuth_JWT`: also a token from your server.",
      },
      config: { ...refTo("WebhookSecurityPolicyConfig"), description: "Your token server, for OAuth." },
    },
    required: ["securityType"],
  },
  WebhookSecurityPolicyConfig: {
    description: "A token server.",
    type: "object",
    properties: {
      oAuthURL: { ...STRING, description: "URL of your token server." },
      oAuthTokenType: { ...STRING, description: "Such as `Bearer`." },
      oAuthTokenExpiry: { ...STRING, description: "The sources don't agree on its unit; sent only if you set it." },
      additionalConfig: {
        type: "object",
        additionalProperties: STRING,
        description: "`aud`, `client_id`, `scope`, and `keyId`, which pins a WebhookOAuthCredential.",
      },
    },
    required: [],
  },
} as const satisfies Readonly<Record<string, ObjectType>>;

/** The types of the schema, by the words of the tables. */
const TYPES: Readonly<Record<string, SchemaType>> = {
  string: STRING,
  number: NUMBER,
  boolean: { type: "boolean" },
  "{ keyId, key, expirationDate }": refTo("AdoptedKey"),
  "WebhookSigningKey, or { keyId, key, expirationDate }": refTo("CurrentKey"),
  "{ keyId, key, expirationDate?, retiredAt? }[]": { type: "array", items: refTo("VerificationKey") },
  "{ keyId, key, expirationDate?, retiredAt }": refTo("VerificationKey"),
  "{ productId, eventTypes }[]": { type: "array", items: refTo("WebhookProduct") },
  "{ algorithm?, firstRetry?, interval?, numberOfRetries?, deactivateFlag?, repeatSequenceCount?, repeatSequenceWaitTime? }":
    refTo("WebhookRetryPolicy"),
  "{ securityType, config? }": refTo("WebhookSecurityPolicy"),
  "{ sent, answered }": ANY,
};

/** @throws Error if a table has a type that isn't here yet */
export const schemaTypeOf = (words: string): SchemaType => {
  const type = TYPES[words];
  if (type === undefined) throw new Error(`plugin/schema/types.ts has no type for ${words}`);
  return type;
};
