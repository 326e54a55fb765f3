import { type Socket } from "node:net";

/** Keeps track of the idle connections that are to be closed. */
export interface IdleConnections {
  /** Sets how long a connection may be idle; undefined sets no limit. */
  closeAfter(milliseconds: number | undefined): void;
  /** Records that a connection is idle from now on. */
  answered(socket: Socket): void;
  /** Whether a connection was idle for too long before the request that arrives on it now. */
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
