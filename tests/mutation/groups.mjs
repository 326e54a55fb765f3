/**
 * Files of provider/ and the tests that cover them. Groups have few tests, because each mutant of a constant is tried
 * with all tests of its group. The tests run the code in their own process, because a mutant is active only in that
 * process.
 */
export const GROUPS = {
  answers: {
    mutate: [
      "api/{answer-advice,certificate-wire,clock-skew,errors,failures,no-connection,plain-words}.ts",
      "api/{quote-answer,request-texts,wire}.ts",
      "json-text.ts",
    ],
    tests: ["unit/api/{certificates,clock-skew,failures,no-connection,quote-answer,wire}.test.js"],
  },
  requests: {
    mutate: [
      "api/{agents,certificates,client,connection,exchange,key-exchange,keys,request-headers,single-requests}.ts",
    ],
    tests: [
      "unit/api/{certificates,client,direct-connections,idle-connections,proxy,retries,single-requests}.test.js",
      "unit/cli/access/check-connection.test.js",
    ],
  },
  auth: {
    mutate: ["auth/*.ts"],
    tests: ["unit/auth/*.test.js"],
  },
  connections: {
    mutate: ["connection/*.ts", "nearest-name.ts", "loopback.ts"],
    tests: ["unit/connection/*.test.js", "unit/program/connection-warnings.test.js"],
  },
  verbs: {
    mutate: [
      "dates.ts",
      "resources/*.ts",
      "resources/{encryption-key,key,oauth-credential,signing-key,verification-keys}/*.ts",
      "seam/{handlers,provider-text}.ts",
    ],
    tests: [
      "unit/resources/{check,protocol,table}.test.js",
      "unit/resources/{encryption-key,key,verification-keys}/*.test.js",
      "unit/seam/handlers.test.js",
    ],
  },
  subscriptions: {
    mutate: ["api/{named-members,path-part,subscription*}.ts", "resources/subscription/*.ts", "url-token.ts"],
    tests: ["unit/api/subscription*.test.js", "unit/resources/subscription/*.test.js"],
  },
  program: {
    mutate: ["{index,webhook-*}.ts", "program/*.ts", "seam/webhook-*.ts"],
    tests: ["unit/program/*.test.js"],
  },
};
