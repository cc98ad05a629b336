import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { readConfig } from "../../config.ts";
import { createDatabase } from "../../local/database.ts";
import { findProductionServer, startProductionServer } from "../../local/production-server.ts";
import { startTemporal } from "../../local/temporal.ts";
import { connectClient } from "../../worker/connections.ts";
import { registerSearchAttributes } from "../../worker/search-attributes.ts";
import { searchAttributes } from "../../workflows/protocol.ts";
import type { Stage } from "../stage.ts";
import type { Bench } from "../types.ts";

/** A development server of the bench's own, the production server on the bench's PostgreSQL, or one that runs. @returns its address */
export async function startBenchEngine(
  { options, tell, ends }: Bench,
  stage: Stage,
  postgres: string,
): Promise<string> {
  const home = join(stage.home, "engine");
  await mkdir(home);
  const { cache } = readConfig();
  if (options.engine === undefined) {
    const server = await startTemporal({ home, cache, log: tell, searchAttributes, ui: false });
    ends.add(() => server.stop());
    return server.address;
  }
  const address = options.engine === "production" ? await production() : options.engine;
  const { client, close } = await connectClient(readConfig(), address);
  await registerSearchAttributes(client.connection, "default").finally(close);
  return address;

  async function production(): Promise<string> {
    const executable = await findProductionServer(cache, tell);
    const databases = {
      store: await createDatabase(postgres, "temporal"),
      visibility: await createDatabase(postgres, "temporal_visibility"),
    };
    const server = await startProductionServer({ executable, home, databases, log: tell });
    ends.add(() => server.stop());
    tell(`Temporal's production server runs at ${server.address}, with 512 shards on PostgreSQL`);
    return server.address;
  }
}
