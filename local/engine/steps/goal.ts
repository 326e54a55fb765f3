import type { RegisterResourceRequest } from "@pulumi/pulumi/proto/resource_pb.js";
import { type AliasSpec, decodeAlias } from "./aliases.js";
import { unsupported } from "../errors.js";
import type { CustomTimeouts } from "../state/resource-state.js";
import { DYNAMIC_PACKAGE, packageOf } from "../values/urn.js";
import { type Properties, type Value, fromWire } from "../values/values.js";

/** A resource as the program declares it. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly properties: Properties;
  readonly parent: string | undefined;
  readonly protect: boolean | undefined;
  readonly retainOnDelete: boolean | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly deleteBeforeReplace: boolean | undefined;
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly hideDiffs: readonly string[];
  readonly replacementTrigger: Value;
  readonly additionalSecretOutputs: readonly string[];
  readonly aliases: readonly AliasSpec[];
  readonly customTimeouts: CustomTimeouts | undefined;
}

/** Resource options that this engine doesn't support, and whether the request uses them. */
const unsupportedOptions = (request: RegisterResourceRequest): readonly (readonly [string, boolean])[] => [
  ["the option `import`", request.getImportid() !== ""],
  ["the option `provider`", request.getProvider() !== ""],
  ["the option `providers`", request.getProvidersMap().getLength() > 0],
  ["the option `transforms`", request.getTransformsList().length > 0],
  ["the option `stateMigrations`", request.getStateMigrationsList().length > 0],
  ["the option `deletedWith`", request.getDeletedwith() !== ""],
  ["the option `replaceWith`", request.getReplaceWithList().length > 0],
  ["the option `hooks`", request.hasHooks()],
  ["the option `envVarMappings`", request.getEnvvarmappingsMap().getLength() > 0],
  ["a package with parameters", request.getPackageref() !== ""],
];

const rejectUnsupported = (request: RegisterResourceRequest): void => {
  const what = `${request.getType()} "${request.getName()}"`;
  if (request.getRemote()) throw unsupported(`The component ${what}, which another process constructs`);
  if (request.getCustom() && packageOf(request.getType()) !== DYNAMIC_PACKAGE) {
    throw unsupported(`The resource ${what} of another provider`);
  }
  const [option] = unsupportedOptions(request).find(([, isUsed]) => isUsed) ?? [];
  if (option !== undefined) throw unsupported(`${what} uses ${option}`);
};

const DURATION = /(\d+(?:\.\d*)?|\.\d+)(h|ms|m|s|us|µs|ns)/gy;
const SECONDS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1, ms: 1e-3, us: 1e-6, µs: 1e-6, ns: 1e-9 };

/** Converts a duration such as `1h30m` to seconds, the unit of customTimeouts in a state. */
const seconds = (duration: string): number | undefined => {
  if (duration === "") return undefined;
  const parts = [...duration.matchAll(DURATION)];
  if (parts.map(([part]) => part).join("") !== duration) {
    throw unsupported(`The duration ${JSON.stringify(duration)} in customTimeouts`);
  }
  return parts.reduce((sum, [, count = "0", unit = ""]) => sum + Number(count) * (SECONDS[unit] ?? 0), 0);
};

const decodeTimeouts = (request: RegisterResourceRequest): CustomTimeouts | undefined => {
  const timeouts = request.getCustomtimeouts();
  if (timeouts === undefined) return undefined;
  const decoded = {
    create: seconds(timeouts.getCreate()),
    update: seconds(timeouts.getUpdate()),
    delete: seconds(timeouts.getDelete()),
    read: seconds(timeouts.getRead()),
  };
  return Object.values(decoded).some((value) => value !== undefined) ? decoded : undefined;
};

const decodeTrigger = (request: RegisterResourceRequest): Value => {
  const trigger = request.getReplacementTrigger()?.toJavaScript() ?? null;
  return fromWire({ trigger }).properties["trigger"] ?? null;
};

/** A property without listed dependencies depends on everything that the resource depends on. */
const decodePropertyDependencies = (
  request: RegisterResourceRequest,
  properties: Properties,
  fromValues: ReadonlyMap<string, ReadonlySet<string>>,
): Readonly<Record<string, readonly string[]>> => {
  const listed = request.getPropertydependenciesMap();
  const all = listed.getLength() === 0 ? request.getDependenciesList() : [];
  const keys = new Set(Object.keys(properties));
  listed.forEach((_, key) => keys.add(key));
  return Object.fromEntries(
    [...keys].map((key) => [
      key,
      [...new Set([...(listed.get(key)?.getUrnsList() ?? all), ...(fromValues.get(key) ?? [])])],
    ]),
  );
};

/** Decodes a resource that a program registers. Rejects what this engine doesn't support. */
export const decodeGoal = (request: RegisterResourceRequest, parentGoal: Goal | undefined): Goal => {
  rejectUnsupported(request);
  const { properties, dependencies } = fromWire(request.getObject()?.toJavaScript() ?? {});
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    properties,
    parent: request.getParent() === "" ? undefined : request.getParent(),
    protect: request.hasProtect() ? request.getProtect() : parentGoal?.protect,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : parentGoal?.retainOnDelete,
    dependencies: request.getDependenciesList(),
    propertyDependencies: decodePropertyDependencies(request, properties, dependencies),
    deleteBeforeReplace:
      request.getDeletebeforereplacedefined() || request.getDeletebeforereplace()
        ? request.getDeletebeforereplace()
        : undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    hideDiffs: request.getHidediffsList(),
    replacementTrigger: decodeTrigger(request),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [...request.getAliasurnsList().map((urn) => ({ urn })), ...request.getAliasesList().map(decodeAlias)],
    customTimeouts: decodeTimeouts(request),
  };
};
