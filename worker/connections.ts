import { Client, Connection } from "@temporalio/client";
import { loadClientConnectConfig } from "@temporalio/envconfig";
import type { Config } from "../config.ts";
import { cause } from "../domain/reasons/index.ts";
import { grpcStatus, serverErrorOf } from "./grpc-status.ts";
import { clientInterceptor } from "./tracing/interceptors.ts";
import { UnreachableError } from "./watch/unreachable.ts";

const interceptors = { workflow: [clientInterceptor] };

/**
 * Connection options of the engine: address and namespace from the settings; TLS, API key and profile from Temporal's own environment configuration.
 */
export function connectionOptions(config: Config, address: string) {
  const { connectionOptions: own } = loadClientConnectConfig();
  return { ...own, address, namespace: config.temporal.namespace };
}

/** Connects to the engine. @param address host:port @throws {UnreachableError} names the address */
export async function connectClient(
  config: Config,
  address: string,
): Promise<{ client: Client; close(): Promise<void> }> {
  const { namespace, ...rest } = connectionOptions(config, address);
  try {
    const connection = await Connection.connect({ ...rest, connectTimeout: "5 seconds" });
    return { client: new Client({ connection, namespace, interceptors }), close: () => connection.close() };
  } catch (error) {
    const reason = refusals.includes(serverErrorOf(error)?.code) ? "engine-refuses" : "engine-silent";
    throw new UnreachableError(cause(reason, { address }), { cause: error });
  }
}

const refusals: readonly (number | undefined)[] = [grpcStatus.permissionDenied, grpcStatus.unauthenticated];

/** A client that connects when it is first used, for processes that only flush nudges: while the engine is unreachable, nudges wait. */
export function lazyClient(config: Config, address: string): { client: Client; close(): Promise<void> } {
  const { namespace, ...rest } = connectionOptions(config, address);
  const connection = Connection.lazy({ ...rest, connectTimeout: "2 seconds" });
  return { client: new Client({ connection, namespace, interceptors }), close: () => connection.close() };
}
