import { createServer } from "node:net";

/**
 * Returns a port of the loopback interface that is free at this moment. Another process may take it before the caller does; the caller
 * must then ask for another.
 */
export async function freePort(host = "127.0.0.1"): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, host, () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === "object"
          ? resolve(address.port)
          : reject(new Error(`no free port could be taken on ${host}`)),
      );
    });
  });
}
