import { defineConfig } from "oxlint";

interface Pattern {
  readonly group: readonly string[];
  readonly message: string;
}

/** Imports follow the arrow: what a folder of the published package must not reach for. */
const onlyIn = (files: string[], excludeFiles: string[], rules: object) => ({ files, excludeFiles, rules });
const noImport = (paths: readonly object[], patterns: readonly Pattern[] = []) => ({
  "no-restricted-imports": ["error", { paths, patterns }],
});

const got = { name: "got", message: "got is imported by provider/api/client.ts alone" };
const crypto = {
  name: "node:crypto",
  message: "node:crypto belongs to provider/auth, provider/resources and provider/seam",
};
const upward = (...folders: string[]) => ({
  group: folders.map((folder) => `**/${folder}/**`),
  message: "imports follow the arrows of docs/design.md",
});
const pulumi = { name: "@pulumi/pulumi", message: "beyond the seam, only `import type`", allowTypeImports: true };

const noProcess = (message: string) => ["error", { name: "process", message }];

/** Rules without settings. */
const errors = (plugin: string, names: string) =>
  Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [`${plugin}/${name}`, "error"]),
  );

/** What typescript-eslint calls strict, and what it needs types for. */
const STRICT = {
  ...errors(
    "eslint",
    `eqeqeq no-array-constructor no-unused-expressions no-unused-vars no-useless-constructor no-var prefer-const
    prefer-rest-params prefer-spread`,
  ),
  ...errors(
    "typescript",
    `no-duplicate-enum-values no-dynamic-delete no-empty-object-type no-explicit-any
    no-extra-non-null-assertion no-invalid-void-type no-misused-new no-namespace
    no-non-null-asserted-nullish-coalescing no-non-null-asserted-optional-chain no-non-null-assertion
    no-require-imports no-this-alias no-unnecessary-type-constraint no-unsafe-declaration-merging
    no-unsafe-function-type no-wrapper-object-types prefer-as-const prefer-literal-enum-member
    prefer-namespace-keyword triple-slash-reference unified-signatures`,
  ),
  ...errors(
    "typescript",
    `await-thenable no-array-delete no-base-to-string no-deprecated no-duplicate-type-constituents
    no-floating-promises no-for-in-array no-generated-empty-object-type no-implied-eval no-meaningless-void-operator
    no-misused-promises no-misused-spread no-mixed-enums no-redundant-type-constituents
    no-unnecessary-boolean-literal-compare no-unnecessary-condition no-unnecessary-template-expression
    no-unnecessary-type-arguments no-unnecessary-type-assertion no-unnecessary-type-conversion
    no-unnecessary-type-parameters no-unsafe-argument no-unsafe-assignment no-unsafe-call no-unsafe-enum-assignment
    no-unsafe-enum-comparison no-unsafe-member-access no-unsafe-return no-unsafe-unary-minus
    no-useless-default-assignment only-throw-error prefer-promise-reject-errors prefer-reduce-type-parameter
    prefer-return-this-type related-getter-setter-pairs unbound-method
    use-unknown-in-catch-callback-variable`,
  ),
  "typescript/ban-ts-comment": ["error", { minimumDescriptionLength: 10 }],
  "typescript/consistent-type-imports": ["error", { fixStyle: "inline-type-imports" }],
  "typescript/no-confusing-void-expression": ["error", { ignoreArrowShorthand: true }],
  "typescript/restrict-plus-operands": [
    "error",
    { allowAny: false, allowBoolean: false, allowNullish: false, allowNumberAndString: false, allowRegExp: false },
  ],
  "typescript/restrict-template-expressions": ["error", { allowNumber: true, allowBoolean: true }],
  "typescript/return-await": ["error", "error-handling-correctness-only"],
  "import/no-default-export": "error",
  "project/no-export-all": "error",
};

export default defineConfig({
  options: { typeAware: true },
  plugins: ["eslint", "typescript", "import"],
  jsPlugins: ["eslint-plugin-regexp", "./scripts/lint-rules.mjs"],
  categories: { correctness: "off" },
  ignorePatterns: ["dist/", ".work/", "**/node_modules/", "**/.next/", "**/next-env.d.ts"],
  // An answer, a header, a state or a setting that others wrote must not make a pattern take long: forty letters are
  // enough to hang on one with two ways through them. Also where only our own files are matched, so that nobody has to ask.
  rules: {
    "regexp/no-super-linear-backtracking": ["error", { report: "potential" }],
    "regexp/no-super-linear-move": ["error", { report: "potential", ignorePartial: false, ignoreSticky: true }],
  },
  overrides: [
    // A longer file holds more than one topic. Tests are read too.
    { files: ["**/*.{ts,mts,mjs}"], rules: { "max-lines": ["error", { max: 250 }] } },
    {
      files: ["provider", "verify", "decrypt", "testing", "cli", "plugin", "examples", "local", "tests"].map(
        (folder) => `${folder}/**/*.{ts,mts}`,
      ),
      // These have dependencies of their own and are type-checked there: npm run test:delivery, test:mocks, test:receivers.
      excludeFiles: [
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
      rules: STRICT,
    },
    {
      files: ["provider/**/*.ts", "verify/**/*.ts", "decrypt/**/*.ts"],
      rules: {
        "no-console": "error",
        "no-restricted-globals": noProcess("the environment is read in provider/seam/handlers.ts"),
      },
    },
    // Pulumi declares some of its options as `any`.
    { files: ["examples/**/*.{ts,mts}"], rules: { "typescript/no-unsafe-assignment": "off" } },
    {
      files: [
        "provider/seam/handlers.ts",
        "provider/program/fail-run.ts",
        "provider/program/guards.ts",
        "provider/program/files-of-run.ts",
      ],
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
      noImport(
        [],
        [{ group: ["**", "!node:crypto", "!./**"], message: "receivers load node:crypto and verify/ alone" }],
      ),
    ),
    onlyIn(
      ["decrypt/**/*.ts"],
      [],
      noImport(
        [],
        [
          {
            group: [
              "**",
              "!node:crypto",
              "!jose/errors",
              "!jose/jwe/compact/decrypt",
              "!./**",
              "!../verify/bytes.js",
              "!../verify/compact-jwe.js",
            ],
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
        "no-restricted-globals": noProcess("secrets and settings come in as parameters"),
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
      excludeFiles: ["plugin/main.ts"],
      rules: {
        "no-console": "error",
        "no-restricted-globals": noProcess("the environment is read in plugin/main.ts"),
      },
    },
    onlyIn(["plugin/**/*.ts"], [], noImport([got, pulumi])),
    onlyIn(["local/**/*.ts"], [], noImport([], [{ group: ["**/provider/**"], message: "local/ stands alone" }])),
  ],
});
