import type { World } from "./world.ts";

/** Awaits that a case's workflow has asked for a task: the engine needs a moment for each phase. @returns the task's id */
export async function asked(city: World, caseId: string, key: string): Promise<string> {
  for (let tries = 0; ; tries++) {
    const [row] = await city.db.$queryRaw<{ id: string }[]>`
      select id from task where case_id = ${caseId} and key = ${key}`;
    if (row) {
      await city.settled();
      return row.id;
    }
    if (tries > 400) throw new Error(`case ${caseId} was never asked for ${key}`);
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
