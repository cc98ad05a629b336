import { waiting } from "../../domain/tasks/task-states.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";
import { doubtfulOrganizations, unreachableTasks } from "./unreachable.ts";

/** Maximum number of ids listed with a gap. */
const sampled = 5;

export interface Gap {
  count: number;
  /** Ids of the first few tasks. */
  sample: string[];
  detail: string;
}

/** Why open tasks are not pursued: no next step, set aside after an error, or no reachable recipient. */
export async function gapsOf(tx: Tx): Promise<Record<"set aside" | "without a next step" | "unreachable", Gap>> {
  const going = Prisma.sql`o.paused_at is null and o.closed_at is null`;
  const running = Prisma.sql`t.state in (${Prisma.join([...waiting])}) and ${going}`;
  const gap = async (where: Prisma.Sql, detail: string): Promise<Gap> => {
    const rows = await tx.$queryRaw<{ id: string; count: number }[]>`
      select t.id, count(*) over ()::int as count from task t join organization o on o.id = t.organization_id
      where ${running} and ${where} order by t.id limit ${sampled}`;
    return { count: rows[0]?.count ?? 0, sample: rows.map((row) => row.id), detail };
  };
  const unreachable = await unreachableTasks(tx, going, endOfTime, await doubtfulOrganizations(tx, going, endOfTime));
  return {
    "set aside": await gap(Prisma.sql`t.poison is not null`, "their step fails; see `duban task show`"),
    "without a next step": await gap(
      Prisma.sql`t.next_at is null and t.poison is null and t.waits_for = 0
        and not exists (select 1 from duty_setting s where s.duty = t.duty and s.paused_at is not null
                        and (s.organization_id is null or s.organization_id = t.organization_id))`,
      "nobody will be reminded; `duban task press` wakes them",
    ),
    unreachable: {
      count: unreachable.length,
      sample: unreachable.slice(0, sampled),
      detail: "nobody who is to do them has a working address; see `duban person list`",
    },
  };
}

/** A demo's clock may be ahead. At this instant only holdings without an end are held. */
const endOfTime = new Date("9999-12-31T00:00:00Z");
