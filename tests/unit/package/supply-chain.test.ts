import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { z } from "zod";
import { PROJECT_ROOT } from "../../support/project.js";

const read = (...path: string[]): string => readFileSync(join(PROJECT_ROOT, ...path), "utf8");

const manifest = z
  .object({
    name: z.string(),
    version: z.string(),
    scripts: z.record(z.string(), z.string()),
    dependencies: z.record(z.string(), z.string()),
    devDependencies: z.record(z.string(), z.string()),
    peerDependencies: z.record(z.string(), z.string()),
  })
  .parse(JSON.parse(read("package.json")));

/** Packages that some tests install in their own folder. */
const ofTests = readdirSync(join(PROJECT_ROOT, "tests"))
  .map((folder) => join("tests", folder, "package.json"))
  .filter((path) => existsSync(join(PROJECT_ROOT, path)))
  .map((path) => z.object({ devDependencies: z.record(z.string(), z.string()) }).parse(JSON.parse(read(path))))
  .map(({ devDependencies }) => devDependencies);

/** By path in node_modules. The first entry is the package itself. */
const lock = z
  .object({
    packages: z.record(
      z.string(),
      z.object({
        version: z.string().optional(),
        dev: z.boolean().optional(),
        peer: z.boolean().optional(),
        hasInstallScript: z.boolean().optional(),
      }),
    ),
  })
  .parse(JSON.parse(read("package-lock.json")));

/** The packages that a user installs with this package, except `@pulumi/pulumi`, which users already have. */
const published = Object.entries(lock.packages).filter(([path, { dev, peer }]) => path !== "" && !dev && !peer);

const PLUGIN = "pulumi-resource-cybersource-webhooks";

describe("the tarball", () => {
  /** The packed package, unpacked by the build. */
  const folder = join(PROJECT_ROOT, "node_modules", manifest.name);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));

  test("contains compiled files, types and the listed pages", () => {
    const compiled = /^dist\/(cli|decrypt|provider|testing|verify)\/[a-z0-9/-]+\.(js|d\.ts|mjs|d\.mts)$/;
    expect(files.filter((file) => !compiled.test(file)).sort()).toEqual(
      [
        ...["CHANGELOG.md", "LICENSE", "README.md", "SECURITY.md", "package.json"],
        ...["package.json", PLUGIN, `${PLUGIN}.cmd`, "THIRD-PARTY-LICENSES"].map((name) => `dist/native/${name}`),
      ].sort(),
    );
    expect(files).toContain("dist/provider/index.js");
  });

  test("runs no scripts during installation", () => {
    const { scripts } = manifest;
    expect(["preinstall", "install", "postinstall"].filter((name) => name in scripts)).toEqual([]);
    expect(files).not.toContain("binding.gyp");
  });
});

describe("dependencies", () => {
  test("that users install run no scripts during installation", () => {
    expect(published.length).toBeGreaterThan(0);
    expect(published.filter(([, { hasInstallScript }]) => hasInstallScript)).toEqual([]);
  });

  test("are all justified in docs/design.md, which justifies no others", () => {
    const section = read("docs", "design.md").split("\n## What each library replaces\n")[1]?.split("\n## ")[0] ?? "";
    const justified = [...section.matchAll(/^\| (`[^|]+)\|/gm)].flatMap(([, cell = ""]) =>
      [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name),
    );
    const used = [manifest.dependencies, manifest.devDependencies, manifest.peerDependencies, ...ofTests].flatMap(
      Object.keys,
    );
    const named = (name: string): string => (name.startsWith("@types/") ? "@types/*" : name);
    expect([...new Set(justified)].sort()).toEqual([...new Set(used.map(named))].sort());
  });

  test("and those in the plugin are exactly those in the bill of materials of a release", () => {
    const printed = execFileSync(process.execPath, [join(PROJECT_ROOT, "scripts", "bill-of-materials.mjs")], {
      encoding: "utf8",
    });
    const bill = z
      .object({
        bomFormat: z.literal("CycloneDX"),
        metadata: z.object({ component: z.object({ name: z.string() }) }),
        components: z.array(z.object({ name: z.string(), version: z.string() })),
      })
      .parse(JSON.parse(printed));
    expect(bill.metadata.component.name).toBe(manifest.name);
    const inLock = published.map(([path, { version }]) => `${path.replace(/^.*node_modules\//, "")}@${version ?? ""}`);
    const listed = bill.components.map(({ name, version }) => `${name}@${version}`);
    const licensed = [...read("dist/native/THIRD-PARTY-LICENSES").matchAll(/^(\S+) (\S+) \(.+\)$/gm)];
    const inPlugin = licensed.map(([, name = "", version = ""]) => `${name}@${version}`);
    expect(inPlugin).toEqual(
      expect.arrayContaining([expect.stringMatching(/^@grpc\/grpc-js@/), expect.stringMatching(/^zod@/)]),
    );
    expect(listed.sort()).toEqual([...new Set([...inLock, ...inPlugin])].sort());
  });
});

describe("workflows", () => {
  const workflow = z.object({
    permissions: z.object({}).strict(),
    jobs: z.record(
      z.string(),
      z.object({
        environment: z.string().optional(),
        permissions: z.record(z.string(), z.string()),
        steps: z.array(
          z.object({
            uses: z.string().optional(),
            run: z.string().optional(),
            with: z.record(z.string(), z.unknown()).optional(),
          }),
        ),
      }),
    ),
  });
  const folder = join(PROJECT_ROOT, ".github", "workflows");
  const workflows = readdirSync(folder).map((file) => ({
    file,
    text: readFileSync(join(folder, file), "utf8"),
    ...workflow.parse(parse(readFileSync(join(folder, file), "utf8"))),
  }));

  test("pin every action to the hash of a commit, with its version in a comment", () => {
    const uses = workflows.flatMap(({ text }) => text.match(/^.*\buses:.*$/gm) ?? []);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((line) => !/uses: [\w.-]+(\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+/.test(line))).toEqual([]);
  });

  test("allow only one job to publish; all others can only read", () => {
    const jobs = workflows.flatMap(({ file, jobs: each }) =>
      Object.entries(each).map(([name, job]) => ({ file, name, ...job })),
    );
    const writing = jobs.filter(({ permissions }) => Object.values(permissions).includes("write"));
    expect(writing.map(({ file, name, environment }) => ({ file, name, environment }))).toEqual([
      { file: "release.yml", name: "publish", environment: "npm" },
    ]);
    const [publish] = writing;
    expect(publish?.permissions).toEqual({ attestations: "write", contents: "write", "id-token": "write" });
    const commands = (publish?.steps ?? []).map(({ run = "" }) => run).join("\n");
    expect(commands).toMatch(/npm ci --ignore-scripts/);
    expect(commands).toMatch(/npm publish --provenance/);
    expect(commands).toMatch(/npm run --silent sbom/);
  });

  test("attest the provenance of every file of a release, archives too, before any is published", () => {
    const steps = workflows.find(({ file }) => file === "release.yml")?.jobs["publish"]?.steps ?? [];
    const attests = steps.findIndex(({ uses = "" }) => uses.startsWith("actions/attest@"));
    const drafts = steps.findIndex(({ run = "" }) =>
      /^gh release view .+ \|\| gh release create .+ --draft /.test(run),
    );
    const publishes = steps.findIndex(({ run = "" }) => run.includes("npm publish"));
    const releases = steps.findIndex(({ run = "" }) => run.endsWith("--draft=false"));
    const packs = steps.findLastIndex(({ run = "" }) => /\bnpm pack\b|pack-plugin\.mjs archives/.test(run));
    const inOrder = [packs, attests, drafts, publishes, releases];
    expect(inOrder.every((index) => index >= 0)).toBe(true);
    expect(inOrder).toEqual([...inOrder].sort((a, b) => a - b));
    const attested = String(steps[attests]?.with?.["subject-path"]).trim().split("\n");
    const released = /gh release upload \S+ --clobber (.+)/.exec(steps[drafts]?.run ?? "")?.[1]?.split(" ") ?? [];
    expect(attested.sort()).toEqual(released.map((path) => path.replace(/^\.\//, "")).sort());
    expect(attested).toContain("archives/*");
  });
});
