/** Whether a host is this machine itself: `127.0.0.1`, `::1` (with or without brackets), `localhost` and names below it. */
export const isLoopback = (host: string): boolean =>
  /^(127(\.\d{1,3}){3}|\[?::1\]?|localhost|[\w.-]+\.localhost)$/i.test(host);
