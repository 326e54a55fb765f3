
const signingKey = new WebhookSigningKey("orders", { organizationId: "recorded", expiryDuration: 36500 });
new WebhookSigningKey("adopted", { organizationId: "recorded2", adopt: {
  keyId: "recorded-key-id", key: "cmVjb3JkZWQ=", expirationDate: "2120-01-01T00:00:00Z",
} });
new WebhookOAuthCredential("orders", {
  organizationId: "recorded", clientId: "client", clientSecret: "recorded-client-secret", expiryDuration: 36500,
});
new WebhookVerificationKeys("receiver", { current: signingKey });
