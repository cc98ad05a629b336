import type { Organization } from "./organization.ts";
import type { World } from "./world.ts";

/** A task, with the state of its case and the key of the event that started the case. */
export interface Found {
  id: string;
  caseId: string;
  key: string;
  state: string;
  personId: string | null;
  dueAt: Date;
  role: Parameters<Organization["person"]>[0];
  case: string;
  started: string;
}

/** Tasks of a duty in an organization, newest case first; a covering task comes before its parts. */
export async function tasksOfDuty(city: World, duty: string, organization: Organization): Promise<Found[]> {
  const tasks = await city.db.task.findMany({
    where: { organizationId: organization.id, duty },
    include: { case: true },
    orderBy: [
      { case: { openedAt: "desc" } },
      { parentTaskId: { sort: "asc", nulls: "first" } },
      { key: "asc" },
      { id: "asc" },
    ],
  });
  return tasks.map(({ case: of, roles, ...task }) => ({
    ...task,
    role: roles[0] as Found["role"],
    case: of.state,
    started: of.key,
  }));
}

/** The newest task of a duty in an organization. */
export async function newestOf(city: World, duty: string, organization: Organization): Promise<Found> {
  const [task] = await tasksOfDuty(city, duty, organization);
  if (!task) throw new Error(`nothing was asked of duty ${duty}`);
  return task;
}
