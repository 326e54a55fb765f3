import tls from "node:tls";
import { startPlatform } from "../../local/platform/server.js";
import { createAuthority } from "./certificates.js";
import { type Fault } from "./fault.js";
import { observe, type Observation } from "./observe.js";

export interface Observed {
  readonly fault: Fault;
  readonly observation: Observation;
}

/** Observes all faults, each for its own organization. Faults that mostly wait run at the same time. */
export const observeAll = async (faults: readonly Fault[]): Promise<readonly Observed[]> => {
  const [trusted, untrusted] = [createAuthority("trusted"), createAuthority("untrusted")];
  const known = tls.getCACertificates("default");
  tls.setDefaultCACertificates([...known, trusted.certificate]);
  const platform = await startPlatform();
  try {
    const observed = new Map<Fault, Observation>();
    const meet = async (fault: Fault): Promise<void> => {
      const organizationId = `fault-${faults.indexOf(fault)}`;
      observed.set(fault, await observe(fault, { platform, organizationId, trusted, untrusted }));
    };
    const paced = (...paces: Fault["pace"][]): Fault[] => faults.filter(({ pace }) => paces.includes(pace));
    for (const fault of paced("quick")) await meet(fault);
    await Promise.all(paced("late", "retried").map(meet));
    await Promise.all(paced("timed-out").map(meet));
    return faults.flatMap((fault) => {
      const observation = observed.get(fault);
      return observation === undefined ? [] : [{ fault, observation }];
    });
  } finally {
    await platform.close();
    tls.setDefaultCACertificates(known);
  }
};
