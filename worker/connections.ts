import { Client, Connection } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import { NativeConnection } from "@temporalio/worker";
import type { Config } from "../config.ts";

/** The engine or the database cannot be reached (exit code 5). */
export class Unreachable extends Error {
  readonly code = "UNREACHABLE";
  override readonly name = "Unreachable";
}

/** How the engine is reached: address and namespace of the settings; TLS, API key and profile as Temporal's own settings give them. */
function options(config: Config, address: string) {
  const { connectionOptions } = loadClientConnectConfig();
  return { ...connectionOptions, address, namespace: config.temporal.namespace };
}

/** @param address host:port @throws {Unreachable} naming it */
export async function connectClient(
  config: Config,
  address: string,
): Promise<{ client: Client; close(): Promise<void> }> {
  const { namespace, ...rest } = options(config, address);
  try {
    const connection = await Connection.connect({ ...rest, connectTimeout: "5 seconds" });
    return { client: new Client({ connection, namespace }), close: () => connection.close() };
  } catch (error) {
    throw new Unreachable(`Temporal at ${address} does not answer; expected a server there (TEMPORAL_ADDRESS).`, {
      cause: error,
    });
  }
}

/** A client that connects when it is first used, for those who only flush: while the engine is away, their nudges wait. */
export function lazyClient(config: Config, address: string): { client: Client; close(): Promise<void> } {
  const { namespace, ...rest } = options(config, address);
  const connection = Connection.lazy({ ...rest, connectTimeout: "2 seconds" });
  return { client: new Client({ connection, namespace }), close: () => connection.close() };
}

export async function connectWorker(config: Config, address: string): Promise<NativeConnection> {
  const { namespace: _, ...rest } = options(config, address);
  return NativeConnection.connect(rest as Parameters<typeof NativeConnection.connect>[0]);
}
