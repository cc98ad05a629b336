import type { Client, Connection } from "@temporalio/client";
import type { TestWorkflowEnvironment } from "@temporalio/testing";
import type { NativeConnection } from "@temporalio/worker";
import type { Config } from "../config.ts";
import type { Lock } from "../local/lock.ts";
import { startTemporal } from "../local/temporal.ts";
import { exposedAt, findTestServer, startTestServer } from "../local/temporal-test-server.ts";
import { searchAttributes } from "../workflows/protocol.ts";
import { connectClient } from "./connections.ts";
import { connectWorker } from "./native-connection.ts";
import { registerSearchAttributes } from "./search-attributes.ts";

type Log = (line: string) => void;

/** The engine as the program uses it, wherever it runs. */
export interface Engine {
  address: string;
  namespace: string;
  client: Client;
  connection: NativeConnection;
  uiUrl?: string;
  /** Only in the demo: the environment whose time can be moved. */
  env?: TestWorkflowEnvironment;
  stop(): Promise<void>;
}

/** A real Temporal server: the one that is set, else the embedded one. */
export async function startEngine(config: Config, lock: Lock, log: Log): Promise<Engine> {
  const { namespace } = config.temporal;
  let address = config.temporal.address;
  let uiUrl: string | undefined;
  let stopServer = async (): Promise<void> => undefined;
  if (!address) {
    const server = await startTemporal({ home: config.home, cache: config.cache, log, searchAttributes });
    await lock.note(server);
    address = server.address;
    uiUrl = server.uiUrl;
    stopServer = () => server.stop();
  }
  const { client, close } = await connectClient(config, address);
  if (config.temporal.address) await registerSearchAttributes(client.connection as Connection, namespace);
  const connection = await connectWorker(config, address);
  return {
    address,
    namespace,
    client,
    connection,
    ...(uiUrl && { uiUrl }),
    async stop() {
      await connection.close();
      await close();
      await stopServer();
    },
  };
}

/** The time-skipping server, for the demo alone. */
export async function startDemoEngine(log: Log): Promise<Engine> {
  const env = await startTestServer(await findTestServer(log));
  const exposed = await exposedAt(Number(env.address.split(":").at(-1)));
  if (exposed.length > 0)
    log(`The demo's engine answers at ${exposed.join(", ")} too: whoever reaches this machine can move its time`);
  await registerSearchAttributes(env.connection, env.namespace ?? "default");
  return {
    address: env.address,
    namespace: env.namespace ?? "default",
    client: env.client,
    connection: env.nativeConnection,
    env,
    stop: () => env.teardown(),
  };
}
