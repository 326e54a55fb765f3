
const signingKey = new WebhookSigningKey("orders", { organizationId: "recorded", expiryDuration: 36500 });
new WebhookSigningKey("adopted", { organizationId: "recorded2", adopt: {
  keyId: "recorded-key-id", key: "cmVjb3JkZWQ=", expirationDate: "2120-01-01T00:00:00Z",
} });
new WebhookOAuthCredential("orders", {
  organizationId: "recorded", clientId: "client", clientSecret: "recorded-client-secret", expiryDuration: 36500,
});
new WebhookVerificationKeys("receiver", { current: signingKey });
new WebhookEncryptionKey("orders", {
  organizationId: "recorded",
  certificate: "-----BEGIN CERTIFICATE-----\nMIIC2zCCAcOgAwIBAgIBATANBgkqhkiG9w0BAQsFADAwMRcwFQYDVQQDDA5rZXkt\nb2YtdGhlLWFwaTEVMBMGA1UECgwMbWVyY2hhbnROYW1lMCAXDTI2MDEwMTAwMDAw\nMFoYDzIxMjYwMTAxMDAwMDAwWjAwMRcwFQYDVQQDDA5rZXktb2YtdGhlLWFwaTEV\nMBMGA1UECgwMbWVyY2hhbnROYW1lMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIB\nCgKCAQEA7JbgvCz6wEBUKC9BoV3R7/78Qha39lWWDpkbMLPmYiLNT94zzUPZSsbY\nzlkJVxFn8Ci5t+6ekwJXg1+v0HpSNYW4dxjYoIMh8/hYIR5GrRXLyM7ocBDs+U8k\nuWz1qWjPyt/obH7eCOuap0UxfUMI5fj1xcJq7clDnCMtT2IxZ92DRfZuOpz7hLI+\nc1ryZx9XPydqH2FAde96qKBicCq0Ks7HLHnoW5e4RJ3m3P10zYls9UUpLbgmAw28\nZWRMdNFFX5ax97u0oxLZKrbYuAq2YwjmQ14XRsyGSjpDEfJqnDpDRQy6YcgzQXLj\n6KR0buQWI5GVvQOPNYzxPYp7QcxMFQIDAQABMA0GCSqGSIb3DQEBCwUAA4IBAQCp\n/5OSUdUNBQXPlVQ2c9cRp7qT5ZMoVFkGtrL38XFutfPM5kgi0BV/gd8GvddCEUH5\ng9Ddw03PYATfkBaTmN0cLBGw1Xl6qJpMhhx90k8cPnYky2FFlkCSftpAN5lv+HI/\nHxuu1U6sY1p6/rzw3crRk61iZ+ff8J3CPIa/5RcEoDJZDpuNQLRJ1MesHpt2c+YW\nR9qA+drXve+lTLXx5YTFAhong061nvktXCgnrQG5ZjjyQfouvjiB6rvSvS6CZWYu\nwW3or0ZF3fqqzUhG3LfT0lpZtoPNGZXR222oGCV6kgp/b7cxuFyZCapcT6dHqCTI\nUNZZLruId6Fj7TV9A6aH\n-----END CERTIFICATE-----\n",
});
new WebhookSubscription("orders", {
  organizationId: "recorded",
  webhookUrl: "https://hooks.example.com/in",
  products: [{ productId: "tokenManagement", eventTypes: ["tms.networktoken.updated"] }],
  signingKey,
});
