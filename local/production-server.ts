import { randomInt } from "node:crypto";
import { chmod, mkdir, readFile, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { childEnvironment } from "../config.ts";
import { runCommand } from "./command.ts";
import { dynamicConfig } from "./dynamic-config.ts";
import { firstThatWorks } from "./engine-cache.ts";
import { LocalError, reason, t } from "./errors.ts";
import { type Identity, startChild } from "./process.ts";
import { type Log, withProgress } from "./progress.ts";

/** Temporal's production server, and the tool that creates its tables. */
const version = "v1.32.0";
const modules = { server: "go.temporal.io/server/cmd/server", sql: "go.temporal.io/server/cmd/tools/sql" } as const;
const retention = "72h";

/**
 * Finds the server and its schema tool in the cache. If they are missing, builds them with Go, which takes about four minutes on two cores.
 * @returns the path of the server; the tool is in the same folder
 * @throws {LocalError} `NO_ENGINE` with what was tried and what to install
 */
export function findProductionServer(cache: string, log: Log): Promise<string> {
  const env = childEnvironment();
  return firstThatWorks(
    {
      what: t("Temporal正式服务器", "Temporal's production server"),
      folder: `temporal-server-${version.slice(1)}`,
      program: "server",
      ways: [
        {
          name: t(`go install ${modules.server}@${version}`, `go install ${modules.server}@${version}`),
          async fetch(folder) {
            for (const module of Object.values(modules))
              await withProgress(t(`正在用Go编译${module}`, `Building ${module} with Go`), log, () =>
                runCommand("go", ["install", `${module}@${version}`], {
                  env: { ...env, GOBIN: folder, CGO_ENABLED: "0" },
                  timeoutMs: 3_600_000,
                }),
              );
            return "server";
          },
        },
      ],
      check: async (path) => {
        const printed = await runCommand(path, ["--version"], { env, timeoutMs: 30_000 });
        if (!/temporal/i.test(printed)) throw new Error("it is not Temporal's server");
      },
      advice: t(
        "请安装Go 1.26或以上版本，并确保可以访问其模块代理。",
        "Install Go 1.26 or later, with its module proxy within reach.",
      ),
    },
    cache,
    log,
  );
}

export interface ProductionServer extends Identity {
  address: string;
  stop(): Promise<void>;
}

/**
 * Runs the server on a PostgreSQL, with 512 history shards and all four services in one process.
 * @param databases URLs of two empty databases of one user: for the store and for visibility
 * @throws {LocalError} `ENGINE` it did not answer, with the path of its log
 */
export async function startProductionServer(options: {
  executable: string;
  home: string;
  databases: { store: string; visibility: string };
  log: Log;
}): Promise<ProductionServer> {
  const { executable, home, databases, log } = options;
  await mkdir(join(home, "config"), { recursive: true });
  const tool = join(dirname(executable), "sql");
  await withProgress(t("正在建立Temporal的数据表", "Making the tables of Temporal"), log, async () => {
    await makeTables(tool, databases.store, "postgresql/v12/temporal");
    await makeTables(tool, databases.visibility, "postgresql/v12/visibility");
  });
  const ports: number[] = [];
  while (ports.length < 9) {
    const port = await lowPort();
    if (!ports.includes(port)) ports.push(port);
  }
  const file = join(home, "config", "development.yaml");
  await writeFile(file, configOf(databases, ports, join(home, "config", "dynamic.yaml")), { mode: 0o600 });
  await writeFile(join(home, "config", "dynamic.yaml"), dynamicYaml());
  await chmod(home, 0o755);
  const logFile = join(home, "temporal-server.log");
  const child = await startChild({
    name: "temporal-server",
    command: executable,
    args: ["--root", home, "--config", "config", "--env", "development", "--allow-no-auth", "start"],
    logFile,
  });
  const address = `127.0.0.1:${ports[0]}`;
  try {
    const gone = child.ended.then((how) => Promise.reject(new Error(`it ${how}`)));
    gone.catch(() => undefined);
    await Promise.race([withNamespace(address), gone]);
  } catch (error) {
    await child.stop(2_000);
    const words = (await readFile(logFile, "utf8").catch(() => "")).trim().split("\n").slice(-3).join("\n  ");
    throw new LocalError(
      "ENGINE",
      t(
        `Temporal服务器在${address}没有响应：${reason(error)}\n  ${words}`,
        `Temporal's server did not answer at ${address}: ${reason(error)}\n  ${words}`,
      ),
    );
  }
  const { pid, began } = child;
  return { pid, began, address, stop: () => child.stop(10_000) };
}

/** Returns a free port that fits the server's 15-bit column and is below the ephemeral ports. */
async function lowPort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 32_000);
    const free = await new Promise<boolean>((resolve) => {
      const trial = createServer().once("error", () => resolve(false));
      trial.listen(port, "127.0.0.1", () => trial.close(() => resolve(true)));
    });
    if (free) return port;
  }
}

async function makeTables(tool: string, url: string, schema: string): Promise<void> {
  const { hostname, port, username, password, pathname } = new URL(url);
  const on = ["--plugin", "postgres12_pgx", "--ep", hostname, "-p", port, "-u", username, "--db", pathname.slice(1)];
  const env = childEnvironment({ SQL_PASSWORD: decodeURIComponent(password) });
  await runCommand(tool, [...on, "setup-schema", "-v", "0.0"], { env });
  await runCommand(tool, [...on, "update-schema", "--schema-name", schema], { env });
}

/** Registers the namespace, which on this server is the operator's task, and waits until it can be searched. */
async function withNamespace(address: string): Promise<void> {
  const deadline = Date.now() + 180_000;
  for (;;) {
    let connection: Connection | undefined;
    try {
      connection = await Connection.connect({ address, connectTimeout: 2_000 });
      const { workflowService } = connection;
      await workflowService
        .registerNamespace({
          namespace: "default",
          workflowExecutionRetentionPeriod: { seconds: (Number.parseInt(retention, 10) * 3_600) as never },
        })
        .catch((error: { code?: number }) => {
          // The namespace exists already.
          if (error.code !== 6) throw error;
        });
      await workflowService.listWorkflowExecutions({ namespace: "default", pageSize: 1 });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(500);
    } finally {
      await connection?.close();
    }
  }
}

const dynamicYaml = (): string =>
  Object.entries(dynamicConfig)
    .map(([name, value]) => `${name}:\n  - value: ${value}\n`)
    .join("");

function configOf(
  { store, visibility }: { store: string; visibility: string },
  ports: readonly number[],
  dynamicFile: string,
): string {
  const datastore = (name: string, url: string, connections: number): string => {
    const { host, username, password, pathname } = new URL(url);
    return `    ${name}:
      sql:
        pluginName: "postgres12_pgx"
        databaseName: ${JSON.stringify(pathname.slice(1))}
        connectAddr: ${JSON.stringify(host)}
        connectProtocol: "tcp"
        user: ${JSON.stringify(username)}
        password: ${JSON.stringify(decodeURIComponent(password))}
        maxConns: ${connections}
        maxIdleConns: ${connections}
        maxConnLifetime: "1h"
`;
  };
  const service = (name: string, at: number): string => `  ${name}:
    rpc:
      grpcPort: ${ports[at]}
      membershipPort: ${ports[at + 4]}
      bindOnLocalHost: true
`;
  return `log:
  stdout: true
  level: error
persistence:
  defaultStore: store
  visibilityStore: visibility
  numHistoryShards: 512
  datastores:
${datastore("store", store, 20)}${datastore("visibility", visibility, 5)}global:
  membership:
    maxJoinDuration: 30s
    broadcastAddress: "127.0.0.1"
services:
${["frontend", "matching", "history", "worker"].map(service).join("")}clusterMetadata:
  enableGlobalNamespace: false
  failoverVersionIncrement: 10
  masterClusterName: "active"
  currentClusterName: "active"
  clusterInformation:
    active:
      enabled: true
      initialFailoverVersion: 1
      rpcName: "frontend"
      rpcAddress: "127.0.0.1:${ports[0]}"
dynamicConfigClient:
  filepath: ${JSON.stringify(dynamicFile)}
  pollInterval: "60s"
`;
}
