import { beforeAll, expect } from "vitest";
import { BadInputError, NotFoundError } from "../../client/context.ts";
import { leave } from "../../client/registry/people.ts";
import { act } from "../../client/tasks/act.ts";
import { RefusedError } from "../../domain/tasks/task.ts";
import { verbs } from "../../domain/tasks/task-states.ts";
import type { Role } from "../../domain/terms.ts";
import { brokenAt, eventsOf } from "../../records/cases/events.ts";
import { gapsOf } from "../../records/tasks/gaps.ts";
import type { Organization } from "../support/organization.ts";
import { startWorld, type World } from "../support/world.ts";
import { tortureLine } from "./line.ts";

/* Random verbs of random people on random tasks while time passes; after each step what must hold of everything holds. */
const cast: readonly Role[] = [
  "secretariat",
  "deputy",
  "head",
  "supervisory-board",
  "legal-representative",
  "authority",
];

let city: World;
beforeAll(async () => {
  city = await startWorld();
});

tortureLine(
  {
    name: "A walk of random verbs by random people while time passes",
    pass: "after each act everything open has a next step, nobody who left is told, nothing settled is asked for, nobody has two routine mails of one day about one task, and the chains hold",
    n: 2_000,
    fast: 60,
    seconds: 7_200,
  },
  async ({ n: acts, seed, random, pick, tried, measure, note }) => {
    const organizations: Organization[] = [await city.organization(), await city.organization()];
    const gone = new Set<string>();
    /** Two mails of one day where the second could not wait: the next morning's would have come too late. */
    const urgent = new Set<string>();
    let taken = 0;
    for (let n = 0; n < acts; n++) {
      const open = await city.db.task.findMany({
        where: { settledAt: null },
        select: { id: true, organizationId: true },
      });
      if (open.length < 4) await begin(pick(organizations), pick(["minor", "major"]), n);
      else if (await step(pick(open), random, pick)) taken += 1;
      if (random() < 0.02) await someoneLeaves(pick(organizations));
      if (random() < 0.3) await city.env.sleep(Math.floor(random() * 20 * 3_600_000));
      await city.settled();
      await holds(`act ${n} of seed ${seed}`);
      tried();
    }
    for (const { id } of await city.db.case.findMany({ select: { id: true } }))
      expect(brokenAt(await eventsOf(city.db, id)), `chain of ${id}, seed ${seed}`).toBeNull();
    expect(taken).toBeGreaterThan(acts / 20);
    measure({ lost: 0 });
    note(`${taken} acts were taken, ${acts - taken} refused or openings`);

    async function someoneLeaves(organization: Organization): Promise<void> {
      const address = organization.email("deputy");
      if (gone.has(address)) return;
      await leave(city.context, organization.person("deputy"), { actor: "administrator" });
      await city.settled();
      // What tells them that they left is theirs; from here on nothing is.
      city.heard();
      gone.add(address);
    }

    async function holds(when: string): Promise<void> {
      const gaps = await gapsOf(city.db);
      expect(gaps["without a next step"], when).toMatchObject({ count: 0 });
      expect(gaps["set aside"], when).toMatchObject({ count: 0 });
      expect(
        city.heard().filter(({ to }) => gone.has(to)),
        when,
      ).toEqual([]);
      const settled = await city.db.$queryRaw<unknown[]>`
        select n.id, n.step, t.state from notice n join task t on t.id = n.task_id join delivery d on d.id = n.delivery_id
        where n.state = 'sent' and cardinality(n.while_states) > 0 and t.settled_at is not null and d.handed_at > t.settled_at`;
      expect(settled, when).toEqual([]);
      const twice = (await twiceADay()).filter(({ person, task, day }) => !urgent.has([person, task, day].join()));
      // Judged when it is first seen: a later act may give the task another day.
      for (const { person, task, day, tooLate } of twice) if (tooLate) urgent.add([person, task, day].join());
      expect(
        twice.filter(({ tooLate }) => !tooLate),
        when,
      ).toEqual([]);
    }
  },
);

interface TwiceADay {
  person: string;
  task: string;
  day: string;
  mails: string[];
  /** The mail of the next morning would come after the task is due. */
  tooLate: boolean;
}

/** Routine mails to one person on one day, of which two are about one task; that it is settled is said at once. */
const twiceADay = (): Promise<TwiceADay[]> => city.db.$queryRaw`
  select person, task, day::text, mails, (day + 1 + time '09:00') at time zone 'Asia/Shanghai' >= t.climb_due_at as "tooLate"
  from (
    select n.person_id as person, n.task_id as task, date(d.handed_at at time zone 'Asia/Shanghai') as day,
      array_agg(to_char(d.handed_at, 'HH24:MI ') || n.shape || ' ' || n.part || ' ' || n.step order by d.handed_at) as mails
    from delivery d join notice n on n.delivery_id = d.id
    where d.channel = 'email' and n.urgency = 'routine' and n.shape <> 'settled' and d.state in ('sent', 'unknown')
    group by 1, 2, 3 having count(distinct d.id) > 1) as twice
  join task t on t.id = twice.task`;

async function begin(organization: Organization, severity: string, n: number): Promise<void> {
  await city.start({
    duty: "29",
    organizationId: organization.id,
    subject: `finding ${n}`,
    actor: "administrator",
    facts: { severity },
  });
}

/** @returns whether it was taken; what is refused changes nothing */
async function step(
  task: { id: string; organizationId: string },
  random: () => number,
  pick: <T>(items: readonly T[]) => T,
): Promise<boolean> {
  const role = pick(cast);
  const people = await city.db.$queryRaw<{ id: string }[]>`
    select person_id as id from holding where organization_id = ${task.organizationId} and role = ${role} and until_at is null`;
  const [person] = people;
  const other = await city.db.$queryRaw<{ id: string }[]>`
    select person_id as id from holding where organization_id = ${task.organizationId} and until_at is null order by person_id`;
  try {
    const { changed } = await act(city.context, {
      taskId: task.id,
      verb: pick(verbs),
      actor: person && random() < 0.8 ? { personId: person.id } : "administrator",
      reason: "because",
      until: new Date(city.now().getTime() + Math.floor((1 + random() * 10) * 86_400_000)),
      to: pick(other).id,
      submission: { values: { note: "通道已清理" }, files: [] },
    });
    return changed;
  } catch (error) {
    if (error instanceof RefusedError || error instanceof BadInputError || error instanceof NotFoundError) return false;
    throw error;
  }
}
