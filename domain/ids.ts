/** Workflow ids, and names derived from them. They contain ids only, never a person's name, address or number. */

/** Task queues. Couriers have their own, because beside the rounds they were starved. */
export const queues = { rounds: "duban-rounds", couriers: "duban-couriers" } as const;
export type QueueName = keyof typeof queues;

export const roundId = (duty: string, shard: number): string => `round-${duty}-${shard}`;
export const courierId = (shard: number): string => `courier-${shard}`;
export const plannerId = (shard: number): string => `planner-${shard}`;
export const distributionId = (shard: number): string => `distribution-${shard}`;
export const caseWorkflowId = (type: string, caseId: string): string => `${type}-${caseId}`;

/** The case of a workflow id; null: not a case workflow. */
export const caseOfWorkflow = (workflowId: string): string | null =>
  /^[a-z-]+-([0-9a-z]{16})$/.exec(workflowId)?.[1] ?? null;

/** How to reach a workflow and how to start it if it does not run; the content of a nudge. */
export interface Wake {
  workflowId: string;
  workflowType: string;
  taskQueue: string;
  args: unknown[];
  /** False: it is only signalled if it runs. @default true */
  starts?: boolean;
}

/** The parts of a round's id. */
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

/** The workflow that sends webhooks; database triggers write the same (prisma/migrations). */
export const wakeWebhooks = (): Wake => ({
  workflowId: "webhooks",
  workflowType: "webhooks",
  taskQueue: queues.couriers,
  args: [{}],
});

/** The workflow that begins levels on their days. */
export const wakeLevels = (): Wake => ({
  workflowId: "levels",
  workflowType: "levels",
  taskQueue: queues.rounds,
  args: [{}],
});

/** The workflow that distributes circulars to the organizations of a shard. */
export const wakeDistribution = (shard: number): Wake => ({
  workflowId: distributionId(shard),
  workflowType: "distribution",
  taskQueue: queues.rounds,
  args: [{ shard }],
});
