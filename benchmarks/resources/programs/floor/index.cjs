"use strict";
const pulumi = require("@pulumi/pulumi");

const provider = {
  async create(inputs) {
    const { organizationId } = inputs;
    return {
      id: `${organizationId}/0123456789abcdef`,
      // The same number of values, of the same sizes, as a signing key.
      outs: {
        organizationId,
        keyId: "5d1d3b48-5d5c-4c50-9f0e-5a6d4f5b3c21",
        key: "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
        expirationDate: "2027-11-22T14:00:00.000Z",
        submitTimeUtc: "2026-11-22T14:00:00.000Z",
        expiryDuration: 365,
        keyProvider: "nrtd",
        tenant: organizationId,
        host: "localhost:12345",
        status: "ACTIVE",
        correlationId: "0c3f1f0e-0f5c-4d0f-8a39-1c8d8a1b2c3d",
      },
    };
  },
  async diff() {
    return { changes: false };
  },
};

class Nothing extends pulumi.dynamic.Resource {
  constructor(name, args, options) {
    // The same number as a signing key, because each output takes Pulumi time.
    const outputs = {
      keyId: undefined,
      key: undefined,
      expirationDate: undefined,
      submitTimeUtc: undefined,
      expiryDuration: undefined,
      keyProvider: undefined,
      tenant: undefined,
      host: undefined,
      status: undefined,
      correlationId: undefined,
    };
    super(
      provider,
      name,
      { ...outputs, ...args },
      {
        ...options,
        additionalSecretOutputs: ["keyId", "key", "expirationDate", "submitTimeUtc"],
      },
    );
  }
}

for (let i = 0; i < Number(process.env.BENCH_KEYS); i += 1) {
  new Nothing(`key-${i}`, { organizationId: `organization_${i}` });
}
