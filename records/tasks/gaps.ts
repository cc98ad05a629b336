import { doing, waiting } from "../../domain/tasks/task-states.ts";
import { Prisma, type Tx } from "../../prisma/client.ts";

export interface Gap {
  count: number;
  /** Ids, five at most. */
  sample: string[];
  detail: string;
}

/** What keeps an open task from being pursued: no next step, set aside, nobody who could be told. */
export async function gapsOf(tx: Tx): Promise<Record<"set aside" | "without a next step" | "unreachable", Gap>> {
  const running = Prisma.sql`t.state in (${Prisma.join([...waiting])}) and o.paused_at is null and o.closed_at is null`;
  const gap = async (where: Prisma.Sql, detail: string): Promise<Gap> => {
    const rows = await tx.$queryRaw<{ id: string; count: number }[]>`
      select t.id, count(*) over ()::int as count from task t join organization o on o.id = t.organization_id
      where ${running} and ${where} order by t.id limit 5`;
    return { count: rows[0]?.count ?? 0, sample: rows.map((row) => row.id), detail };
  };
  return {
    "set aside": await gap(Prisma.sql`t.poison is not null`, "their step fails; see `duban task show`"),
    "without a next step": await gap(
      Prisma.sql`t.next_at is null and t.poison is null and t.waits_for = 0
        and not exists (select 1 from duty_setting s where s.duty = t.duty and s.paused_at is not null
                        and (s.organization_id is null or s.organization_id = t.organization_id))`,
      "nobody will be reminded; `duban task press` wakes them",
    ),
    unreachable: await gap(
      Prisma.sql`t.state in (${Prisma.join([...doing])}) and not exists (
        select 1 from holding h join person p on p.id = h.person_id
        where h.organization_id = t.organization_id and h.until_at is null and p.left_at is null
          and (h.role = any(t.roles) or p.id = t.person_id)
          and ((p.email is not null and p.email_state = 'ok') or (p.phone is not null and p.phone_state = 'ok')))`,
      "nobody who is to do them has a working address; see `duban person list`",
    ),
  };
}
