import { connect } from "node:net";
import type { Client } from "@temporalio/client";
import type { TestWorkflowEnvironment } from "@temporalio/testing";
import type { NativeConnection } from "@temporalio/worker";
import type { Config } from "../config.ts";
import { LocalError } from "../local/errors.ts";
import { keep } from "../local/keep.ts";
import type { Lock } from "../local/lock.ts";
import type { Log } from "../local/progress.ts";
import { startTemporal, type Temporal } from "../local/temporal.ts";
import { exposedAt, findTestServer, startTestServer } from "../local/temporal-test-server.ts";
import { searchAttributes } from "../workflows/protocol.ts";
import { connectClient } from "./connections.ts";
import { restartAdvice } from "./home.ts";
import { connectWorker } from "./native-connection.ts";
import { registerSearchAttributes } from "./search-attributes.ts";

/** The engine, wherever it runs. */
export interface Engine {
  address: string;
  namespace: string;
  client: Client;
  connection: NativeConnection;
  uiUrl?: string;
  /** Only in the demo: the environment whose time can be moved. */
  env?: TestWorkflowEnvironment;
  /** Rejects when an embedded server has ended for good; absent: the server is external. */
  lost?: Promise<never>;
  stop(): Promise<void>;
}

/**
 * Connects to a Temporal server: the configured one, otherwise an embedded one, which is restarted if it ends by itself.
 * @param alarm is called at a restart
 */
export async function startEngine(config: Config, lock: Lock, log: Log, alarm: Log): Promise<Engine> {
  const { namespace } = config.temporal;
  let address = config.temporal.address;
  let uiUrl: string | undefined;
  let lost: Promise<never> | undefined;
  let stopServer = async (): Promise<void> => undefined;
  if (!address) {
    const { home, cache } = config;
    const kept = await keep<Temporal>({
      title: { zh: "内置的Temporal服务器", en: "The embedded Temporal server" },
      tell: alarm,
      advice: restartAdvice(home, "temporal.log", "TEMPORAL_ADDRESS", "Temporal server"),
      start: (onEnd, earlier) =>
        startTemporal({
          home,
          cache,
          log: earlier ? quiet : log,
          searchAttributes,
          onEnd,
          ...(earlier && { earlier }),
        }),
      started: (server) => lock.note(server),
    });
    address = kept.server.address;
    uiUrl = kept.server.uiUrl;
    lost = kept.lost;
    stopServer = () => kept.stop();
  }
  const { client, close } = await connectClient(config, address);
  if (config.temporal.address) await registerSearchAttributes(client, namespace);
  const connection = await connectWorker(config, address);
  return {
    address,
    namespace,
    client,
    connection,
    ...(uiUrl && { uiUrl }),
    ...(lost && { lost }),
    async stop() {
      await connection.close();
      await close();
      await stopServer();
    },
  };
}

function quiet(): void {}

/** In milliseconds: interval of checks whether the demo's server is still running. */
const demoCheck = 1_000;

/** Watches the demo's server, which cannot be restarted: its state would be lost. */
function watchDemo(address: string): { lost: Promise<never>; end(): void } {
  const { hostname, port } = new URL(`tcp://${address}`);
  let timer: NodeJS.Timeout | undefined;
  const lost = new Promise<never>((_, reject) => {
    const look = (): void => {
      const socket = connect({ host: hostname, port: Number(port) });
      // A server that is slow to respond still runs; only one that has ended refuses connections.
      socket.on("error", ({ code }: NodeJS.ErrnoException) => {
        if (code !== "ECONNREFUSED") return;
        clearInterval(timer);
        reject(new LocalError("LOST", demoLost));
      });
      socket.on("connect", () => socket.destroy());
    };
    timer = setInterval(look, demoCheck).unref();
  });
  lost.catch(() => undefined);
  return { lost, end: () => clearInterval(timer) };
}

const demoLost = {
  zh: "演示的Temporal服务器已停止，演示时间也随之失去；请用“npm run demo”重新开始。",
  en: 'The demo\'s Temporal server has ended, and its time with it; begin anew with "npm run demo".',
};

/** Starts the time-skipping server, for the demo only. */
export async function startDemoEngine(log: Log): Promise<Engine> {
  const env = await startTestServer(await findTestServer(log));
  const exposed = await exposedAt(Number(env.address.split(":").at(-1)));
  if (exposed.length > 0)
    log({
      zh: `演示的引擎也在${exposed.join("、")}上响应：能访问本机的人可以拨动其时间`,
      en: `The demo's engine answers at ${exposed.join(", ")} too: whoever reaches this machine can move its time`,
    });
  await registerSearchAttributes(env.client, env.namespace ?? "default");
  const { lost, end } = watchDemo(env.address);
  return {
    address: env.address,
    namespace: env.namespace ?? "default",
    client: env.client,
    connection: env.nativeConnection,
    env,
    lost,
    async stop() {
      end();
      await env.teardown();
    },
  };
}
