import type { Config } from "../../config.ts";
import { type Cause, causeText } from "../../domain/reasons/index.ts";
import { reason } from "../../local/errors.ts";
import { runningInstance } from "../../local/lock.ts";
import { findBinaries } from "../../local/postgres-binaries.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { countLed } from "../../records/cases/workflows.ts";
import { nudgeLag } from "../../records/nudges.ts";
import { gapsOf } from "../../records/tasks/gaps.ts";
import { lazyClient } from "../connections.ts";
import { matterWith } from "../database.ts";
import { demoHome } from "../home.ts";
import { databaseSkew, engineChecks } from "./engine-checks.ts";
import type { Finding } from "./finding.ts";

/** Checks each part from outside, with advice for what is wrong. */
export async function doctor(config: Config): Promise<Finding[]> {
  const instance = (await runningInstance(config.home)) ?? (await runningInstance(demoHome(config.home)));
  const findings: Finding[] = [
    {
      part: "node",
      ok: Number(process.versions.node.split(".")[0]) >= 20,
      detail: `${process.versions.node}; expected 20.19, 22 or 24`,
    },
    {
      part: "instance",
      ok: true,
      detail: instance ? `running at ${instance.url ?? "(starting)"}` : `none in ${config.home}`,
    },
    await postgresBinaries(config),
    ...(await databaseOf(instance?.databaseUrl ?? config.databaseUrl)),
    ...(await engineOf(config, instance?.temporalAddress ?? config.temporal.address)),
  ];
  return findings;
}

async function postgresBinaries(config: Config): Promise<Finding> {
  if (config.databaseUrl) return { part: "postgresql", ok: true, detail: "DATABASE_URL is set; none is embedded" };
  try {
    const { postgres } = await findBinaries(() => undefined);
    return { part: "postgresql", ok: true, detail: postgres };
  } catch (error) {
    return { part: "postgresql", ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

async function databaseOf(url: string | undefined): Promise<Finding[]> {
  if (!url) return [{ part: "database", ok: true, detail: "embedded; comes with `npm start`" }];
  const db = connect(url, { connections: 1 });
  try {
    const { count, oldest } = await nudgeLag(db);
    return [
      { part: "database", ok: true, detail: new URL(url).host },
      await databaseSkew(db),
      {
        part: "relay",
        ok: count < 1_000,
        detail: oldest ? `${count} nudges wait since ${oldest.toISOString()}` : "nothing waits",
      },
      await caseWorkflows(db),
      ...(await gaps(db)),
    ];
  } catch (error) {
    return [{ part: "database", ok: false, detail: said(await matterWith(url)) ?? reason(error) }];
  } finally {
    await db.$disconnect();
  }
}

/** Checks case workflows. A planned case that nobody has answered rightly has none yet. */
async function caseWorkflows(db: Db): Promise<Finding> {
  const { due, notYet } = await countLed(db);
  const detail = `${due} cases have a workflow; ${notYet} begin theirs when a first task settles`;
  return { part: "case workflows", ok: true, detail };
}

/** Finds tasks whose wait nothing would ever end. */
async function gaps(db: Db): Promise<Finding[]> {
  const found = await gapsOf(db);
  return Object.entries(found).map(([part, { count, sample, detail }]) => ({
    part,
    ok: count === 0,
    detail: count === 0 ? "none" : `${count} (${sample.join(", ")}${count > sample.length ? ", …" : ""}): ${detail}`,
  }));
}

async function engineOf(config: Config, address: string | undefined): Promise<Finding[]> {
  if (!address) return [{ part: "engine", ok: true, detail: "embedded; comes with `npm start`" }];
  const { client, close } = lazyClient(config, address);
  try {
    const info = await client.connection.withDeadline(Date.now() + 4_000, () =>
      client.workflowService.getSystemInfo({}),
    );
    return [
      { part: "engine", ok: true, detail: `${address}, server ${info.serverVersion || "of the demo"}` },
      ...(await engineChecks(client)),
    ];
  } catch {
    return [
      {
        part: "engine",
        ok: false,
        detail: `${address} does not answer; start Temporal there, or mend TEMPORAL_ADDRESS`,
      },
    ];
  } finally {
    await close().catch(() => undefined);
  }
}

const said = (matter: Cause | undefined): string | undefined => matter && causeText(matter).en;
