import { LogSeverity } from "@pulumi/pulumi/proto/engine_pb.js";
import { type Properties } from "../../provider/resources/protocol.js";
import { type EngineLog } from "./engine-log.js";
import { type PluginProcess, urnOf } from "./plugin-process.js";
import { type Bag, ProviderFailure } from "./provider-client.js";
import { type HeldResource, type ResourceSite } from "./subscription-site.js";

type PluginSite = Pick<ResourceSite, "told" | "restart" | "state" | "up" | "refresh" | "destroy">;

/** How a change is told in the answer to diff. */
const CHANGE = 2;

/** What a program of another language gives: the shell adds the rest. */
const given = (news: Properties): Bag =>
  Object.fromEntries(Object.entries(news).filter(([name]) => !name.startsWith("__"))) as Bag;

/**
 * One resource with its state, driven through the native plugin as the engine drives it.
 *
 * @param resource its type and name
 * @param processes the plugin of the first run, and that of all runs after a restart
 */
export const createPluginSite = (
  resource: string,
  processes: readonly [PluginProcess, PluginProcess],
  { logged }: EngineLog,
): PluginSite => {
  let [plugin] = processes;
  let state: HeldResource | undefined;
  const outputs = (): Bag => (state?.outputs ?? {}) as Bag;

  const create = async (news: Bag): Promise<void> => {
    try {
      const { id, outs } = await plugin.create(resource, news);
      state = { id, outputs: outs, isHalfMade: false };
    } catch (error) {
      const half = error instanceof ProviderFailure ? error.half : undefined;
      if (half !== undefined) state = { id: half.id, outputs: half.properties, isHalfMade: true };
      throw error;
    }
  };

  return {
    get told() {
      return logged
        .filter(({ urn }) => urn === urnOf(resource))
        .map(({ severity, message }) => (severity === LogSeverity.WARNING ? `warning: ${message}` : message));
    },
    restart: () => {
      [, plugin] = processes;
    },
    state: () => state,
    up: async (all) => {
      const news = given(all);
      const { reasons } = await plugin.check(resource, outputs(), news);
      if (reasons.length > 0) throw new Error(reasons.join("\n"));
      if (state === undefined) {
        await create(news);
        return ["create"];
      }
      const { id, isHalfMade } = state;
      const { changes, replaces } = await plugin.diff(resource, id, outputs(), news);
      if (replaces.length > 0) throw new Error(`a replacement because of ${replaces.join()}`);
      if (changes !== CHANGE && !isHalfMade) return [];
      state = { id, outputs: await plugin.update(resource, id, outputs(), news), isHalfMade: false };
      return ["update"];
    },
    refresh: async () => {
      if (state === undefined) return;
      const { id, outs } = await plugin.read(resource, state.id, outputs());
      state = id === "" ? undefined : { id, outputs: outs, isHalfMade: false };
    },
    destroy: async () => {
      if (state === undefined) return;
      await plugin.remove(resource, state.id, outputs());
      state = undefined;
    },
  };
};
