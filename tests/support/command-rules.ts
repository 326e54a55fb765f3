/** Why a command on a page is known to work: a test runs it, or the reason why not is given. */
export type CommandRule = {
  readonly pattern: RegExp;
  /** The beginning of the paths of pages that the rule applies to. All pages by default. */
  readonly page?: string;
} & (Run | { readonly notRunBecause: string });

/** The file that runs it, and a text in that file. `$1` is the first group of the pattern. */
interface Run {
  readonly runIn: string;
  readonly proof: string;
}

const WORKFLOW = ".github/workflows/test.yml";
const CONFIG = { runIn: "tests/conformance/docs-commands.test.ts", proof: "isAboutConfig" };

/** The first rule that matches the page and the command applies. Commands are matched without leading variables. */
export const COMMAND_RULES: readonly CommandRule[] = [
  // Walkthroughs. Their output is compared too.
  {
    page: "examples/adoption/move",
    pattern: /^pulumi (stack output ordersKey|config set --secret ordersKey|state move) |^cp (source|target)\//,
    runIn: "tests/e2e/adoption.test.ts",
    proof: "move: `pulumi state move` moves the resource",
  },
  {
    page: "examples/adoption/production",
    pattern: /^pulumi config set --path /,
    runIn: "tests/e2e/adoption.test.ts",
    proof: "${connections}.production.environment",
  },
  {
    page: "examples/adoption/",
    pattern: /^(pulumi (up|refresh|preview|config set)|cp|rm)\b/,
    runIn: "tests/e2e/support/walkthrough.ts",
    proof: "A walkthrough cannot run: ",
  },
  {
    page: "tests/vectors/",
    pattern: /^python3 /,
    notRunBecause: "other implementations write the vectors once; the tests compare with the files",
  },
  {
    page: "examples/rotation/",
    pattern: /^npm run --silent rotation -- /,
    runIn: "tests/unit/examples/rotation.test.ts",
    proof: "the README shows each behavior of the API",
  },
  { pattern: /^npm run receiver$/, runIn: "tests/e2e/receiver.test.ts", proof: 'runDemonstration(engine, "receiver")' },

  {
    pattern: /^pulumi package add /,
    runIn: "tests/languages/languages.test.ts",
    proof: '"package", "add", PLUGIN_FILE',
  },
  {
    page: "docs/languages.md",
    pattern: /^(npm pack|mkdir|tar -xzf|pulumi plugin install) ?/,
    notRunBecause: "npm has only released versions, and Pulumi's plugins are outside of the project",
  },
  {
    pattern: /^pulumi import --protect=false cybersource-webhooks:index:/,
    runIn: "tests/languages/languages.test.ts",
    proof: '"import", `cybersource-webhooks:index:${type}`',
  },
  { pattern: /^npm run faults$/, runIn: "tests/faults/client.test.ts", proof: "PRINT_FAULTS" },
  { pattern: /^npm run fuzz$/, runIn: WORKFLOW, proof: "npm run fuzz" },
  {
    pattern: /^npm run sbom$/,
    runIn: "tests/unit/package/supply-chain.test.ts",
    proof: "bill-of-materials.mjs",
  },
  { pattern: /^npm run bench -- --(quick|help)$/, runIn: WORKFLOW, proof: "npm run bench -- --quick" },
  {
    pattern: /^npm run bench$/,
    notRunBecause: "takes an hour; `npm run bench -- --quick` runs the same with few keys",
  },
  { pattern: /^npm run mutation( -- answers)?$/, runIn: WORKFLOW, proof: "npm run mutation" },
  { pattern: /^npm run lint:pipelines$/, runIn: WORKFLOW, proof: "npm run lint:pipelines" },
  {
    pattern: /^pulumi stack export --show-secrets$/,
    notRunBecause: "prints what Pulumi stores; a test runs the end of the pipe",
  },

  // Settings before a run.
  { pattern: /^pulumi config set /, ...CONFIG },
  { pattern: /^base64 < my_merchant\.p12$/, ...CONFIG },
  { pattern: /^node -p 'require\("\.\/answer\.json"\)\.keyInformation\.\w+'$/, ...CONFIG },
  { pattern: /^rm answer\.json$/, notRunBecause: "removes a file of the reader" },
  {
    pattern: /^pulumi config get clientSecret$/,
    notRunBecause: "prints what Pulumi stores; a test runs the end of the pipe",
  },
  {
    pattern: /^export( [A-Z_]+(=\S+)?)+$/,
    notRunBecause: "sets variables in the reader's shell; tests check their names",
  },

  {
    pattern: /^pulumi stack output (verification|decryption)Keys --json --show-secrets > (private-)?keys\.json$/,
    runIn: "local/demonstration/engine.ts",
    proof: '"stack", "output", "--json", "--show-secrets"',
  },
  {
    page: "docs/encryption.md",
    pattern: /^openssl req -x509 /,
    runIn: "tests/unit/docs/certificate-command.test.ts",
    proof: "makes a certificate that the package and the platform take",
  },
  { pattern: /^umask 077$/, notRunBecause: "sets which files of the reader's shell others can read" },

  // Runs.
  {
    pattern: /^pulumi up --yes --refresh --run-program --continue-on-error$/,
    runIn: "tests/e2e/subscription-nightly.test.ts",
    proof: "stack.up({ ...NIGHTLY",
  },
  {
    pattern: /^pulumi destroy --run-program$/,
    runIn: "tests/e2e/subscription-nightly.test.ts",
    proof: "stack.destroy({ ...later, runProgram: true })",
  },
  {
    pattern: /^pulumi (up|preview|refresh)( --(yes|continue-on-error|expect-no-changes|stack [\w/-]+))*$/,
    runIn: "tests/e2e/life-cycle.test.ts",
    proof: "onEveryShell(",
  },
  {
    pattern: /^pulumi stack (init dev|(import|export) --file state\.json)$/,
    runIn: "tests/e2e/engine/exchange.test.ts",
    proof: "to the Pulumi CLI, where nothing changes",
  },

  {
    pattern: /^pulumi import --file \/dev\/stdin --yes --protect=false --generate-code=false$/,
    runIn: "tests/e2e/import.test.ts",
    proof: "pulumi import --file /dev/stdin --yes --protect=false --generate-code=false",
  },

  {
    pattern: /^npx pulumi-cybersource-webhooks (products|subscriptions|send-test)( |$)/,
    runIn: "tests/cli/webhooks.test.ts",
    proof: '["$1"',
  },

  // The package's command. The tests of a subcommand are in the file with its name.
  { pattern: /^npx pulumi-cybersource-webhooks ([a-z-]+)( |$)/, runIn: "tests/cli/$1.test.ts", proof: '"$1"' },

  // Installation, and the commands of a clone.
  {
    pattern: /^npm install pulumi-cybersource-webhooks @pulumi\/pulumi$/,
    runIn: "tests/versions/managers.ts",
    proof: '"npm/bin/npm-cli.js"), "install"',
  },
  { pattern: /^npm (ci|test|start)$/, runIn: WORKFLOW, proof: "npm ci && npm start" },
  {
    pattern: /^npm run (build|lint|types)$/,
    runIn: "package.json",
    proof: "npm run build && node scripts/run-beside.mjs lint,types jest",
  },
  { pattern: /^npm run docs$/, runIn: WORKFLOW, proof: "npm run docs -- --check" },
  { pattern: /^npm run draw$/, runIn: "tests/unit/scripts/pictures.test.ts", proof: "drawn again" },
  { pattern: /^npm run rotation$/, runIn: "tests/unit/examples/rotation.test.ts", proof: "a different seed" },
  { pattern: /^npm run (test:\w+)$/, runIn: WORKFLOW, proof: "npm run test:" },
  {
    pattern: /^(npm run jest -- --config tests\/versions\/jest\.config\.js|node dist\/tests\/versions\/write-page\.js)/,
    notRunBecause: "a part of npm run test:versions, which takes an hour",
  },
  { pattern: /^npm run format$/, notRunBecause: "rewrites the clone; npm run lint checks the same" },
  { pattern: /^npm run record-states$/, notRunBecause: "rewrites recordings; tests/e2e/upgrades.test.ts reads them" },
  {
    pattern: /^npm run jest -- dist\/tests\/unit\/resources\/key\/expiry\.test\.js( -t "window")?$/,
    runIn: "package.json",
    proof: '"jest": ',
  },
  {
    pattern: /^git checkout provider\/resources\/key\/expiry\.ts$/,
    notRunBecause: "reverts a change that was made by hand",
  },

  // The local platform and the embedded engine.
  {
    pattern: /^npm run platform -- deliver /,
    runIn: "tests/unit/local/platform/main.test.ts",
    proof: "makes a running platform deliver a notification",
  },
  {
    pattern: /^npm run platform -- --subscriptions /,
    runIn: "tests/unit/local/platform/subscriptions/command.test.ts",
    proof: "treats subscriptions as its option says",
  },
  {
    pattern: /^npm run platform -- (--help|--port 8480)$/,
    runIn: "tests/unit/local/platform/main.test.ts",
    proof: "explains every option",
  },
  {
    pattern: /^curl -d '.*' http:\/\/127\.0\.0\.1:8480\/-\/emit$/,
    runIn: "tests/unit/local/platform/subscriptions/state-and-control.test.ts",
    proof: 'post("emit", event)',
  },
  {
    pattern: /^curl -d '.*' http:\/\/127\.0\.0\.1:8480\/-\/subscriptions\/review$/,
    runIn: "tests/unit/local/platform/subscriptions/state-and-control.test.ts",
    proof: 'post("subscriptions/review", { webhookId, verdict: "approve" })',
  },
  {
    pattern: /^curl -d '.*' http:\/\/127\.0\.0\.1:8480\/-\/(clock|fault|deliver)$/,
    runIn: "tests/unit/local/platform/control.test.ts",
    proof: "/-/fault",
  },
  {
    pattern: /^npm run engine -- --help$|^engine (up|preview|export|import) --stack dev( |$)/,
    runIn: "tests/unit/local/engine/main.test.ts",
    proof: "has the exit codes of the Pulumi CLI",
  },
  {
    page: "docs/embedded-engine.md",
    pattern: /^grep '"urn"'$|^node -p 'JSON\.parse\(.*\.verificationKeys\.plaintext' > keys\.json$/,
    notRunBecause: "reads what the engine's export prints, in Pulumi's format; tests run the export",
  },
  { pattern: /^engine\(\) \{ npm /, notRunBecause: "a function of the reader's shell around the command above" },
];

/** Splits a command line at pipes and lists, and removes leading variables. */
export const simpleCommands = (text: string): string[] =>
  /^\w+\(\) \{/.test(text)
    ? [text]
    : text.split(/ (?:\||&&) /).map((command) => command.replace(/^(?:[A-Z_]+=\S* )+/, ""));

/** The rule for a command on a page, if there is one. */
export const ruleFor = (page: string, command: string): CommandRule | undefined =>
  COMMAND_RULES.find((rule) => page.startsWith(rule.page ?? "") && rule.pattern.test(command));

/** Where a command is run, by its rule. */
export const runOf = (rule: CommandRule, command: string): Run | undefined => {
  if (!("runIn" in rule)) return undefined;
  const group = rule.pattern.exec(command)?.[1] ?? "";
  return { runIn: rule.runIn.replace("$1", group), proof: rule.proof.replace("$1", group) };
};
