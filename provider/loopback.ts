/** Whether a host, as in a Host header, is a loopback host: this machine. */
export const isLoopbackHost = (host: string): boolean => {
  const hostname = URL.parse(`http://${host}`)?.hostname;
  return hostname !== undefined && /^(localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/.test(hostname);
};
