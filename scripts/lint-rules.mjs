/** Rules of this project that the linter doesn't have. Loaded by oxlint.config.ts. */
export default {
  meta: { name: "project" },
  rules: {
    "no-export-all": {
      create: (context) => ({
        ExportAllDeclaration: (node) => context.report({ node, message: "no `export *`" }),
      }),
    },
  },
};
