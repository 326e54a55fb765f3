/** How messages speak of what a request asks for. Each text is whole sentences. */
export interface RequestTexts {
  /** Nothing happened at the service. */
  readonly nothingDone: string;
  /** Nothing was stored, although the status is a success. */
  readonly failed: string;
  /** What to check after 400. */
  readonly checkInputs: string;
  /** The request may have been acted on, and what to do. */
  readonly outcomeUnknown: string;
  /** The same, for an answer that can't be read: the host may be the wrong one. */
  readonly badAnswer: string;
  /** A way to find the cause after 401 without acting on anything. */
  readonly checkAccess: string;
}

export const KEY_TEXTS: RequestTexts = {
  nothingDone: "No key was created.",
  failed:
    "No key was stored. Check the inputs that the answer names, or show the correlation id to the vendor's support.",
  checkInputs: "Check organizationId, keyProvider, tenant and expiryDuration of the resource.",
  outcomeUnknown:
    "A key may have been created, but the stack doesn't have it. Wait a minute, and run `pulumi up` again to request a new " +
    "one.",
  badAnswer:
    "A key may have been created, but the stack doesn't have it. Check `host` of the connection, wait a minute, and run " +
    "`pulumi up` again to request a new one. If the error persists, show the correlation id to the vendor's support.",
  checkAccess: "To find the cause without creating a key, run `npx pulumi-cybersource-webhooks check-access`.",
};

export const CERTIFICATE_TEXTS: RequestTexts = {
  nothingDone: "The certificate wasn't stored.",
  failed:
    "The certificate wasn't stored. Check the inputs that the answer names, or show the correlation id to the vendor's support.",
  checkInputs:
    "Check organizationId, keyProvider, tenant and expiryDuration of the resource. If the answer says that the key is " +
    "invalid or its validity too long, issue a certificate that is valid now, and for at most 90 days.",
  outcomeUnknown:
    "The certificate may have been stored, but the stack doesn't have its keyId. Wait a minute, and run `pulumi up` again " +
    "to store it again.",
  badAnswer:
    "The certificate may have been stored, but the stack doesn't have its keyId. Check `host` of the connection, wait a " +
    "minute, and run `pulumi up` again to store it again. If the error persists, show the correlation id to the vendor's support.",
  checkAccess: "To find the cause without storing anything, run `npx pulumi-cybersource-webhooks check-access`.",
};
