import { mkdir, readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Connection } from "@temporalio/client";
import { dynamicConfig } from "./dynamic-config.ts";
import { endedIn, LocalError, reason, t } from "./errors.ts";
import { freePort } from "./free-port.ts";
import { type Child, type Identity, startChild } from "./process.ts";
import { type FindOptions, findTemporal } from "./temporal-binary.ts";

/** temporal.api.enums.v1.IndexedValueType */
const indexedValueTypes = { Text: 1, Keyword: 2, Int: 3, Double: 4, Bool: 5, Datetime: 6, KeywordList: 7 } as const;
export type SearchAttributeType = keyof typeof indexedValueTypes;

export interface TemporalOptions extends FindOptions {
  /** Data folder, with the server's SQLite file and log. */
  home: string;
  /** Path of the program, if it is known already. */
  executable?: string;
  /** Search attributes to register in the default namespace before this returns, also in a data file of an earlier version. */
  searchAttributes?: Readonly<Record<string, SearchAttributeType>>;
  /** @default true */
  ui?: boolean;
  /** false: all data is in memory and is lost at the end. @default true */
  durable?: boolean;
  /** More arguments to `temporal server start-dev`. */
  extraArgs?: readonly string[];
  /** A server that has ended, whose addresses this one uses. */
  earlier?: { address: string; uiUrl?: string };
  /** Called when the server ends unexpectedly. */
  onEnd?(how: string): void;
}

export interface Temporal extends Identity {
  name: string;
  /** host:port of the frontend, for TEMPORAL_ADDRESS. */
  address: string;
  uiUrl?: string;
  stop(graceMs?: number): Promise<void>;
}

/**
 * Starts a real Temporal server on free ports of the loopback interface, with its data in `home/temporal.db`; returns when it answers.
 *
 * @throws {LocalError} `NO_ENGINE` no program found · `ENGINE` it ended or did not answer within 60 s, with the end of its log
 */
export async function startTemporal(options: TemporalOptions): Promise<Temporal> {
  const home = resolve(options.home);
  await mkdir(home, { recursive: true });
  const command = options.executable ?? (await findTemporal(options));
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(command, home, options);
    } catch (error) {
      // Another process may take the free port first. If it takes one that the server itself chose, the server panics.
      if (attempt === 3 || !/address already in use|can't set frontend port|panic:/i.test(reason(error))) throw error;
      await sleep(200);
    }
  }
}

async function start(command: string, home: string, options: TemporalOptions): Promise<Temporal> {
  const { earlier } = options;
  const port = earlier ? portOf(`tcp://${earlier.address}`) : await freePort();
  const uiPort = options.ui === false ? undefined : earlier?.uiUrl ? portOf(earlier.uiUrl) : await freePort();
  const logFile = join(home, "temporal.log");
  const attributes = options.searchAttributes ?? {};
  const child = await startChild({
    name: "temporal",
    command,
    args: [
      "server",
      "start-dev",
      ...(options.durable === false ? [] : ["--db-filename", join(home, "temporal.db")]),
      ...Object.entries(dynamicConfig).flatMap(([name, value]) => ["--dynamic-config-value", `${name}=${value}`]),
      ...["--ip", "127.0.0.1", "--port", String(port), "--log-level", "error"],
      ...(uiPort === undefined ? ["--headless"] : ["--ui-port", String(uiPort)]),
      ...Object.entries(attributes).flatMap(([name, type]) => ["--search-attribute", `${name}=${type}`]),
      ...(options.extraArgs ?? []),
    ],
    logFile,
    ...(earlier && { append: true }),
    ...(options.env && { env: options.env }),
  });
  let stopping = false;
  const stop = (graceMs?: number) => {
    stopping = true;
    return child.stop(graceMs);
  };
  const address = `127.0.0.1:${port}`;
  try {
    await ready(child, address, attributes);
  } catch (error) {
    await stop(2_000);
    const words = lastWords(await readFile(logFile, "utf8").catch(() => ""));
    throw new LocalError(
      "ENGINE",
      t(
        `Temporal服务器（${command}）未能启动：${reason(error)}\n  ${words}`,
        `The Temporal server (${command}) did not start: ${reason(error)}\n  ${words}`,
      ),
      {
        cause: error,
      },
    );
  }
  void child.ended.then((how) => {
    if (stopping) return;
    options.log(
      t(
        `Temporal服务器${endedIn(how).zh}；最后的记录在${logFile}`,
        `Temporal server ${how}; its last words are in ${logFile}`,
      ),
    );
    options.onEnd?.(how);
  });
  const { name, pid, began } = child;
  return { name, pid, began, address, ...(uiPort !== undefined && { uiUrl: `http://127.0.0.1:${uiPort}` }), stop };
}

const portOf = (url: string): number => Number(new URL(url).port);

/** The last five lines of the log; of a panic its first line, which says more than the end of its stack. */
function lastWords(log: string): string {
  const lines = log.trim().split("\n");
  const panic = lines.findLastIndex((line) => line.startsWith("panic:"));
  return (panic < 0 ? lines.slice(-5) : lines.slice(panic, panic + 1)).join("\n  ");
}

/** Waits until the default namespace answers and has the search attributes. */
async function ready(child: Child, address: string, attributes: Readonly<Record<string, SearchAttributeType>>) {
  let ended: string | undefined;
  void child.ended.then((how) => {
    ended = how;
  });
  const deadline = performance.now() + 60_000;
  let last: unknown;
  while (performance.now() < deadline) {
    if (ended !== undefined) throw new Error(`it ${ended}`);
    let connection: Connection | undefined;
    try {
      connection = await Connection.connect({ address, connectTimeout: 1_000 });
      await connection.withDeadline(Date.now() + 5_000, async () => register(connection as Connection, attributes));
      return;
    } catch (error) {
      last = error;
      await sleep(100);
    } finally {
      await connection?.close();
    }
  }
  throw new Error(`it did not answer at ${address} in 60 s (${reason(last)})`);
}

/** Registers missing search attributes. `start-dev` registers them only in a new data file. */
async function register(connection: Connection, attributes: Readonly<Record<string, SearchAttributeType>>) {
  await connection.workflowService.describeNamespace({ namespace: "default" });
  const known = await connection.operatorService.listSearchAttributes({ namespace: "default" });
  const missing = Object.entries(attributes).filter(([name]) => !(name in (known.customAttributes ?? {})));
  if (missing.length === 0) return;
  await connection.operatorService.addSearchAttributes({
    namespace: "default",
    searchAttributes: Object.fromEntries(missing.map(([name, type]) => [name, indexedValueTypes[type]])),
  });
}
