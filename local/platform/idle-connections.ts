import { type Socket } from "node:net";

/** Which connections were idle for so long that the local platform closes them. */
export interface IdleConnections {
  /** Closes those that were idle for longer, or none. */
  closeAfter(milliseconds: number | undefined): void;
  /** Notes that a connection has nothing to do from now on. */
  answered(socket: Socket): void;
  /** Whether a connection was idle for too long before the request that comes on it now. */
  isStale(socket: Socket): boolean;
}

export const createIdleConnections = (now: () => Date, closeAfterMs: number | undefined): IdleConnections => {
  const idleSince = new WeakMap<Socket, number>();
  let limitMs = closeAfterMs ?? Infinity;
  return {
    closeAfter: (milliseconds = Infinity) => {
      limitMs = milliseconds;
    },
    answered: (socket) => {
      idleSince.set(socket, now().getTime());
    },
    isStale: (socket) => now().getTime() - (idleSince.get(socket) ?? Infinity) > limitMs,
  };
};
