"use strict";

const regexp = require("eslint-plugin-regexp");
const tseslint = require("typescript-eslint");

/** Imports follow the arrow: what a folder of the published package must not reach for. */
const onlyIn = (files, ignores, rules) => ({ files, ignores, rules });
const noImport = (paths, patterns = []) => ({ "no-restricted-imports": ["error", { paths, patterns }] });

const got = { name: "got", message: "got is imported by provider/api/client.ts alone" };
const crypto = {
  name: "node:crypto",
  message: "node:crypto belongs to provider/auth, provider/resources and provider/seam",
};
const upward = (...folders) => ({
  group: folders.map((folder) => `**/${folder}/**`),
  message: "imports follow the arrows of docs/design.md",
});
const pulumi = { name: "@pulumi/pulumi", message: "beyond the seam, only `import type`", allowTypeImports: true };

module.exports = tseslint.config(
  { ignores: ["dist/", ".work/", "node_modules/", "**/node_modules/", "**/.next/", "**/next-env.d.ts"] },
  {
    // An answer, a header, a state or a setting that others wrote must not make a pattern take long: forty letters are
    // enough to hang on one with two ways through them. Also where only our own files are matched, so that nobody has to ask.
    files: ["**/*.{js,cjs,mjs,ts,mts,cts}"],
    plugins: { regexp },
    rules: {
      "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
      "regexp/no-super-linear-move": ["error", { report: "potential", ignorePartial: false, ignoreSticky: true }],
    },
  },
  { files: ["**/*.{ts,mts,cts}"], languageOptions: { parser: tseslint.parser } },
  {
    // A longer file holds more than one topic. Tests are read too.
    files: ["**/*.{ts,mts,mjs}"],
    rules: { "max-lines": ["error", { max: 250 }] },
  },
  {
    files: ["provider", "verify", "decrypt", "testing", "cli", "plugin", "examples", "local", "tests"].map(
      (folder) => `${folder}/**/*.{ts,mts}`,
    ),
    // These have dependencies of their own and are type-checked there: npm run test:delivery, test:mocks, test:receivers.
    ignores: [
      "examples/delivery/**",
      "examples/languages/**",
      "examples/testing/**",
      ...[
        "azure-functions",
        "bun",
        "cloudflare-worker",
        "deno",
        "fastify",
        "hono",
        "koa",
        "next/**/*",
        "test/**/*",
      ].map((name) => `examples/receivers/${name}.*`),
    ],
    extends: [...tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: "tsconfig.lint.json", tsconfigRootDir: __dirname } },
    rules: {
      "@typescript-eslint/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
      "@typescript-eslint/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
      "@typescript-eslint/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
      "@typescript-eslint/require-await": "off",
      "@typescript-eslint/no-extraneous-class": "off",
      "no-restricted-syntax": [
        "error",
        { selector: "ExportDefaultDeclaration", message: "named exports only" },
        { selector: "ExportAllDeclaration", message: "no `export *`" },
      ],
      eqeqeq: "error",
    },
  },
  {
    files: ["provider/**/*.ts", "verify/**/*.ts", "decrypt/**/*.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-globals": [
        "error",
        { name: "process", message: "the environment is read in provider/seam/handlers.ts" },
      ],
    },
  },
  {
    // Pulumi declares some of its options as `any`.
    files: ["examples/**/*.{ts,mts}"],
    rules: { "@typescript-eslint/no-unsafe-assignment": "off" },
  },
  {
    files: ["provider/seam/handlers.ts", "provider/program/fail-run.ts", "provider/program/guards.ts"],
    rules: { "no-restricted-globals": "off" },
  },
  { files: ["provider/seam/handlers.ts"], rules: { "no-console": ["error", { allow: ["log"] }] } },
  // Within provider/ arrows go from the classes and the seam to resources, connection, api and auth, in this order.
  onlyIn(["provider/seam/**/*.ts"], [], noImport([got, pulumi], [upward("program")])),
  onlyIn(["provider/resources/**/*.ts"], [], noImport([got, pulumi], [upward("program", "seam")])),
  onlyIn(["provider/connection/**/*.ts"], [], noImport([got, pulumi], [upward("program", "seam", "resources")])),
  onlyIn(
    ["provider/api/**/*.ts"],
    ["provider/api/client.ts"],
    noImport([got, crypto, pulumi], [upward("program", "seam", "resources", "connection")]),
  ),
  onlyIn(
    ["provider/api/client.ts"],
    [],
    noImport([crypto, pulumi], [upward("program", "seam", "resources", "connection")]),
  ),
  onlyIn(
    ["provider/auth/**/*.ts"],
    [],
    noImport([got, pulumi], [upward("program", "seam", "resources", "connection", "api")]),
  ),
  onlyIn(
    ["verify/**/*.ts"],
    [],
    noImport([], [{ regex: "^(?!node:crypto$|\\./)", message: "receivers load node:crypto and verify/ alone" }]),
  ),
  onlyIn(
    ["decrypt/**/*.ts"],
    [],
    noImport(
      [],
      [
        {
          regex: "^(?!node:crypto$|jose/errors$|jose/jwe/compact/decrypt$|\\./|\\.\\./verify/bytes\\.js$)",
          message: "receivers load node:crypto, jose's decryption and decrypt/ alone",
        },
      ],
    ),
  ),
  {
    // Tests of receivers load this: nothing of Pulumi, and nothing that their test runner must be set up for.
    files: ["testing/**/*.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-globals": ["error", { name: "process", message: "secrets and settings come in as parameters" }],
    },
  },
  onlyIn(
    ["testing/**/*.ts"],
    [],
    noImport([got, pulumi], [upward("program", "seam", "resources", "connection", "api", "auth", "cli")]),
  ),
  onlyIn(["cli/**/*.ts"], [], noImport([got, pulumi])),
  {
    // The engine shows nothing of what a plugin prints.
    files: ["plugin/**/*.ts"],
    ignores: ["plugin/main.ts"],
    rules: {
      "no-console": "error",
      "no-restricted-globals": ["error", { name: "process", message: "the environment is read in plugin/main.ts" }],
    },
  },
  onlyIn(["plugin/**/*.ts"], [], noImport([got, pulumi])),
  onlyIn(["local/**/*.ts"], [], noImport([], [{ group: ["**/provider/**"], message: "local/ stands alone" }])),
);
