import type { Client } from "@temporalio/client";
import type { Config } from "../../config.ts";
import { NotFoundError } from "../../domain/errors.ts";
import { wakeCourier, wakeRound } from "../../domain/ids.ts";
import { cause } from "../../domain/reasons/index.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { nudge, sleepersOf } from "../../records/nudges.ts";
import { connectClient } from "../connections.ts";
import { grpcStatus, serverErrorOf } from "../grpc-status.ts";
import { refuseUnshared } from "./required-settings.ts";

/** A build of a worker deployment. */
export interface Build {
  name: string;
  buildId: string;
}

/**
 * Makes a build the current one: new workflows start on it, and cases move to it with their next step. Rounds and couriers stay with the build that
 * started them until they wake; they are woken here, so that the previous build soon has no work.
 * @returns number of workflows that are woken
 */
export async function makeCurrent(client: Client, db: Db, { name, buildId }: Build, now: Date): Promise<number> {
  await client.workflowService.setWorkerDeploymentCurrentVersion({
    namespace: client.options.namespace,
    deploymentName: name,
    buildId,
    identity: "duban",
  });
  const { rounds, shards } = await sleepersOf(db);
  await db.$transaction((tx) => nudge(tx, [...rounds.map(wakeRound), ...shards.map(wakeCourier)], now));
  return rounds.length + shards.length;
}

/** `duban deploy BUILD`. @returns number of workflows that are woken @throws {NotFoundError} no worker of this build was started */
export async function deploy(config: Config, buildId: string): Promise<number> {
  refuseUnshared(config, "duban deploy", ["DATABASE_URL", "TEMPORAL_ADDRESS"]);
  const { client, close } = await connectClient(config, config.temporal.address ?? "");
  const db = connect(config.databaseUrl ?? "", { connections: 2 });
  try {
    return await makeCurrent(client, db, { name: config.deployment?.name ?? "duban", buildId }, new Date());
  } catch (error) {
    // The engine knows a build after a worker of it has polled.
    if (serverErrorOf(error)?.code === grpcStatus.notFound)
      throw new NotFoundError(cause("no-build", { value: buildId }));
    throw error;
  } finally {
    await db.$disconnect();
    await close();
  }
}
