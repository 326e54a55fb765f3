/**
 * Files of provider/ and the tests that answer for them. Few tests, because a constant's mutants are tried with all of a
 * group; and such as run the code in their own process, because a mutant is switched on in that process alone.
 */
export const GROUPS = {
  answers: {
    mutate: ["kms/{clock-skew,errors,failures,no-connection,quote-answer,wire}.ts"],
    tests: ["unit/kms/{clock-skew,failures,no-connection,quote-answer,wire}.test.js"],
  },
  requests: {
    mutate: ["kms/{agents,client,get-products}.ts", "exchange.ts"],
    tests: [
      "unit/kms/{client,direct-connections,get-products,proxy,retries}.test.js",
      "unit/cli/access/check-connection.test.js",
      "unit/testing/check-token-endpoint.test.js",
    ],
  },
  auth: {
    mutate: ["auth/*.ts"],
    tests: ["unit/auth/*.test.js"],
  },
  connections: {
    mutate: [
      "handlers/{authentication,configured-settings,connection,connection-names,endpoint,headers,p12-reader,proxy,setting-advice,setting-names,settings,stray-settings,tell-source,visible-problems}.ts",
    ],
    tests: [
      "unit/handlers/{connection,connection-problems,p12-reader,proxy,settings}.test.js",
      "unit/connection-warnings.test.js",
    ],
  },
  verbs: {
    mutate: [
      "{expiry,properties}.ts",
      "handlers/{adopted-date,adoption,check,diff,half-made-key,key-error,key-notices,nearest-name,notices,run-memory,held-keys,index,inputs,key-resource,oauth-credential,outputs,overlap,protocol,schemas,signing-key,verification-keys}.ts",
    ],
    tests: [
      "unit/{expiry,properties}.test.js",
      "unit/handlers/{check,current-key,diff,half-made-key,index,key-resource,outputs,overlap,protocol,verification-keys}.test.js",
    ],
  },
  program: {
    mutate: [
      "{adopted-key-args,clear-credentials,connection-warnings,given-args,guards,index,per-run,provider-folder,resource-type,ring-options,rival-keys,stack-file,warnings,webhook-*}.ts",
      "providers/*.ts",
    ],
    tests: [
      "unit/{clear-credentials,connection-warnings,program,program-options,provider-folder,ring-options,rival-keys,warnings}.test.js",
    ],
  },
};
