/**
 * Ids that workflows carry, and the names made of them. Only ids stand in them, never a name, address or number of a person.
 */

/** Task queues: couriers have their own, because beside the rounds they starved. */
export const queues = { rounds: "duban-rounds", couriers: "duban-couriers" } as const;
export type QueueName = keyof typeof queues;

export const roundId = (duty: string, shard: number): string => `round-${duty}-${shard}`;
export const courierId = (shard: number): string => `courier-${shard}`;
export const plannerId = (shard: number): string => `planner-${shard}`;
export const distributionId = (shard: number): string => `distribution-${shard}`;
export const caseWorkflowId = (type: string, caseId: string): string => `${type}-${caseId}`;

/** The case that a workflow is of; null: it is none's. */
export const caseOfWorkflow = (workflowId: string): string | null =>
  /^[a-z-]+-([0-9a-z]{16})$/.exec(workflowId)?.[1] ?? null;

/** Where a workflow is and how it is started if it is not there: what a nudge carries. */
export interface Wake {
  workflowId: string;
  workflowType: string;
  taskQueue: string;
  args: unknown[];
  /** False: it is told only where it runs. @default true */
  starts?: boolean;
}

/** What a round's id is made of. */
export function partsOfRound(id: string): { duty: string; shard: number } {
  const [, duty = "", shard = "0"] = /^round-(.+)-(\d+)$/.exec(id) ?? [];
  return { duty, shard: Number(shard) };
}

export const wakeRound = (id: string): Wake => ({
  workflowId: id,
  workflowType: "round",
  taskQueue: queues.rounds,
  args: [{ id, ...partsOfRound(id) }],
});

export const wakeCourier = (shard: number): Wake => ({
  workflowId: courierId(shard),
  workflowType: "courier",
  taskQueue: queues.couriers,
  args: [{ id: courierId(shard), shard }],
});

export const wakeCase = (type: string, caseId: string, workflowId = caseWorkflowId(type, caseId)): Wake => ({
  workflowId,
  workflowType: type,
  taskQueue: queues.rounds,
  args: [{ caseId }],
});

export const wakePlanner = (shard: number): Wake => ({
  workflowId: plannerId(shard),
  workflowType: "planner",
  taskQueue: queues.rounds,
  args: [{ shard }],
});

/** Tells webhooks what happened; triggers write the same (prisma/migrations). */
export const wakeWebhooks = (): Wake => ({
  workflowId: "webhooks",
  workflowType: "webhooks",
  taskQueue: queues.couriers,
  args: [{}],
});

/** Begins levels on their days. */
export const wakeLevels = (): Wake => ({
  workflowId: "levels",
  workflowType: "levels",
  taskQueue: queues.rounds,
  args: [{}],
});

/** Brings what an authority issued to the organizations of a shard. */
export const wakeDistribution = (shard: number): Wake => ({
  workflowId: distributionId(shard),
  workflowType: "distribution",
  taskQueue: queues.rounds,
  args: [{ shard }],
});
