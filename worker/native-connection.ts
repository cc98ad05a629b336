import { NativeConnection } from "@temporalio/worker";
import type { Config } from "../config.ts";
import { connectionOptions } from "./connections.ts";

export async function connectWorker(config: Config, address: string): Promise<NativeConnection> {
  const { namespace: _, ...rest } = connectionOptions(config, address);
  return NativeConnection.connect(rest as Parameters<typeof NativeConnection.connect>[0]);
}
