import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readConfig } from "../../config.ts";
import { createDatabase, dropDatabase } from "../../local/database.ts";
import { findProductionServer, startProductionServer } from "../../local/production-server.ts";
import { inEnglish } from "../../local/progress.ts";
import { startTemporal } from "../../local/temporal.ts";
import { connectClient } from "../../worker/connections.ts";
import { registerSearchAttributes } from "../../worker/search-attributes.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import type { Stage } from "../stage.ts";
import type { Bench } from "../types.ts";

/** A Temporal server that the bench started or connected to. */
export interface BenchEngine {
  address: string;
  /** Absent: the server runs elsewhere. */
  pid?: number;
}

/** Starts a development server or, on the bench's PostgreSQL, the production server; or connects to a running one. */
export async function startBenchEngine(
  { options, tell, ends }: Bench,
  stage: Stage,
  postgres: string,
): Promise<BenchEngine> {
  if (options.engine === undefined) {
    const home = join(stage.home, "engine");
    await mkdir(home);
    const server = await startTemporal({
      home,
      cache: readConfig().cache,
      log: inEnglish(tell),
      searchAttributes,
      ui: false,
    });
    ends.add(() => server.stop());
    return server;
  }
  if (options.engine === "production") return startProduction({ tell, ends }, stage, postgres, "engine");
  await withAttributes(options.engine);
  return { address: options.engine };
}

/** Starts Temporal's production server, with tables of its own in the bench's PostgreSQL. @param name of its folder and tables */
export async function startProduction(
  { tell, ends }: Pick<Bench, "tell" | "ends">,
  stage: Stage,
  postgres: string,
  name: string,
): Promise<Required<BenchEngine>> {
  const home = join(stage.home, `${name}-production`);
  await mkdir(home);
  const executable = await findProductionServer(readConfig().cache, inEnglish(tell));
  const store = await createDatabase(postgres, `${name}_temporal`);
  ends.add(() => dropDatabase(postgres, `${name}_temporal`));
  const visibility = await createDatabase(postgres, `${name}_visibility`);
  ends.add(() => dropDatabase(postgres, `${name}_visibility`));
  const server = await startProductionServer({
    executable,
    home,
    databases: { store, visibility },
    log: inEnglish(tell),
  });
  ends.add(() => server.stop());
  await withAttributes(server.address);
  tell(`Temporal's production server runs at ${server.address}, with 512 shards on PostgreSQL`);
  return server;
}

async function withAttributes(address: string): Promise<void> {
  const { client, close } = await connectClient(readConfig(), address);
  await registerSearchAttributes(client, "default").finally(close);
}
