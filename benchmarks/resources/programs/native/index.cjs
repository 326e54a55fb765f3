"use strict";
const { RandomPassword } = require("@pulumi/random");

for (let i = 0; i < Number(process.env.BENCH_KEYS); i += 1) {
  new RandomPassword(`key-${i}`, { length: 44, keepers: { organizationId: `organization_${i}` } });
}
