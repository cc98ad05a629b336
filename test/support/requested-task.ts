import { awake } from "../../local/temporal-test-server.ts";
import { eventually } from "./timeouts.ts";
import type { World } from "./world.ts";

/** Waits until a case's workflow has requested a task, which takes the engine a moment for each phase. @returns the task's id */
export async function requestedTask(city: World, caseId: string, key: string): Promise<string> {
  const { id } = await awake(city.env, () =>
    eventually(
      async () => (await city.db.task.findFirst({ where: { caseId, key }, select: { id: true } })) ?? undefined,
    ),
  );
  await city.settled();
  return id;
}
