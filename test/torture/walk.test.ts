import { expect } from "vitest";
import { recordDonations } from "../../client/kinds/donation.ts";
import { reportHazard } from "../../client/kinds/hazard.ts";
import { leave } from "../../client/registry/people.ts";
import { act } from "../../client/tasks/act.ts";
import { allDuties } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { verbs } from "../../domain/tasks/task-states.ts";
import type { Kind, Role } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { brokenAt, eventsOf } from "../../records/cases/events.ts";
import { newId } from "../../records/rows.ts";
import { gapsOf } from "../../records/tasks/gaps.ts";
import { fullForm } from "../support/forms.ts";
import { beginOf } from "../support/kinds.ts";
import { randomBy, type Trial } from "../support/lines/line.ts";
import type { Organization } from "../support/organization.ts";
import { startWorld, type World, zone } from "../support/world.ts";
import { tortureLine } from "./line.ts";
import { secondMails, twiceOfATask } from "./routine-mails.ts";

/* Random acts by random people on random tasks while time passes; after each act, the invariants are checked. */
const hour = 3_600_000;
const cast: readonly Role[] = [
  "secretariat",
  "deputy",
  "head",
  "supervisory-board",
  "legal-representative",
  "authority",
];

/** Acts of a walk, in which weeks pass. Further walks run side by side in worlds of their own, with seeds of their own. */
const longest = 500;

tortureLine(
  {
    name: "Random acts by random people while time passes",
    pass: "after each act, every open task has a next step, nobody who left gets a notice, no settled task sends one, nobody gets a second routine mail on one day that could have waited, or two about one task, and the chains of the logs are intact",
    n: 2_000,
    fast: 40,
    seconds: 7_200,
  },
  async ({ n, seed, tried, measure, note }) => {
    const walks: Walk[] = [];
    for (let left = n; left > 0; left -= longest) walks.push(await Walk.begin(seed + walks.length));
    const acts = (which: number): number => Math.min(longest, n - which * longest);
    await Promise.all(walks.map((walk, which) => walk.walk(acts(which), tried)));
    measure({ lost: 0 });
    const taken = walks.reduce((sum, walk) => sum + walk.taken, 0);
    note(`${taken} acts taken, ${n - taken} refused or case starts`);
    for (const walk of walks) note(await walk.figures());
  },
);

/** A walk. After each act it checks the result and what has happened since: the mails of the day before, and open tasks. */
class Walk {
  taken = 0;
  private readonly gone = new Set<string>();
  /** Pairs of mails on one day of which the second could not wait until the next morning. */
  private readonly urgent = new Set<string>();
  private readonly judged = new Set<string>();
  private looked = new Date(0);
  private heard = 0;
  private readonly began: Date;
  private readonly city: World;
  private readonly organizations: readonly Organization[];
  private readonly seed: number;
  private readonly random: () => number;

  private constructor(city: World, organizations: readonly Organization[], seed: number) {
    this.city = city;
    this.organizations = organizations;
    this.seed = seed;
    this.random = randomBy(seed);
    this.began = city.now();
  }

  static async begin(seed: number): Promise<Walk> {
    const city = await startWorld();
    const organizations: Organization[] = [];
    for (const type of types) organizations.push(await city.organization({ type }));
    await pauseOthers(city);
    return new Walk(city, organizations, seed);
  }

  private readonly pick: Trial["pick"] = (items) =>
    items[Math.floor(this.random() * items.length)] as (typeof items)[number];

  async walk(acts: number, tried: () => void): Promise<void> {
    const { city, organizations, pick, random, seed } = this;
    for (let n = 0; n < acts; n++) {
      const open = await city.db.task.findMany({
        where: { settledAt: null },
        select: { id: true, organizationId: true, roles: true },
        orderBy: { id: "asc" },
      });
      if (open.length < 4 || (open.length < 40 && random() < 0.15)) await begin(city, organizations, pick, n);
      else if (await step(city, pick(open), random, pick)) this.taken += 1;
      if (random() < 0.1) await give(city, pick);
      if (n === 2 || random() < 0.03) await city.plan();
      if (random() < 0.02) await this.someoneLeaves(pick(organizations));
      if (random() < 0.3) await city.env.sleep(Math.floor(random() * 20 * hour));
      await city.settled();
      await this.holds(`act ${n} of seed ${seed}`);
      tried();
    }
    // Checks all mails once more.
    this.looked = new Date(0);
    await this.holds(`the end of seed ${seed}`);
    for (const { id } of await city.db.case.findMany({ select: { id: true } }))
      expect(brokenAt(await eventsOf(city.db, id)), `chain of ${id}, seed ${seed}`).toBeNull();
    // If there are few acts, all may be refused.
    expect(this.taken).toBeGreaterThanOrEqual(Math.floor(acts / 20));
  }

  /** Duration, and state at the end. */
  async figures(): Promise<string> {
    const { db, now } = this.city;
    const [row] = await db.$queryRaw<{ kinds: string; cases: number; open: number }[]>`
      select string_agg(distinct kind, ' ' order by kind) as kinds, count(*)::int as cases,
        (select count(*)::int from task where settled_at is null) as open from "case"`;
    const days = Math.round((now().getTime() - this.began.getTime()) / (24 * hour));
    return `${days} days, ${row?.cases} cases of ${row?.kinds}, ${row?.open} tasks open at the end`;
  }

  private async someoneLeaves(organization: Organization): Promise<void> {
    const { city, gone } = this;
    const address = organization.email("deputy");
    if (gone.has(address)) return;
    await leave(city.context, organization.person("deputy"), { actor: "administrator" });
    await city.settled();
    // The message that they have left is allowed; after it they get none.
    this.heard = city.inbox.acceptLog.length;
    gone.add(address);
  }

  private async holds(when: string): Promise<void> {
    const { city, gone, urgent, judged } = this;
    // Of a day all mails count: what was judged is not judged again, for a later act may give the task another day.
    const since = new Date(this.looked.getTime() - 48 * hour);
    this.looked = city.now();
    const gaps = await gapsOf(city.db);
    expect(gaps["without a next step"], when).toMatchObject({ count: 0 });
    expect(gaps["set aside"], when).toMatchObject({ count: 0 });
    const heard = city.inbox.acceptLog.slice(this.heard);
    this.heard += heard.length;
    expect(
      heard.filter(({ to }) => gone.has(to)),
      when,
    ).toEqual([]);
    const settled = await city.db.$queryRaw<unknown[]>`
      select n.id, n.step, t.state from notice n join task t on t.id = n.task_id join delivery d on d.id = n.delivery_id
      where n.state = 'sent' and cardinality(n.while_states) > 0 and t.settled_at is not null and d.handed_at > t.settled_at
        and d.handed_at >= ${since}`;
    expect(settled, when).toEqual([]);
    const twice = (await twiceOfATask(city.db, since)).filter(
      ({ person, task, day }) => !urgent.has([person, task, day].join()),
    );
    for (const { person, task, day, tooLate } of twice) if (tooLate) urgent.add([person, task, day].join());
    expect(
      twice.filter(({ tooLate }) => !tooLate),
      when,
    ).toEqual([]);
    const second = (await secondMails(city.db, since)).filter(({ id }) => !judged.has(id));
    for (const { id } of second) judged.add(id);
    expect(
      second.filter(({ couldWait }) => couldWait),
      when,
    ).toEqual([]);
  }
}

/** What of a kind is planned in its rhythm here; all else that comes up by itself is paused. */
const planned = ["16", "22a", "24", "26", "28", "64", "66"];

async function pauseOthers(city: World): Promise<void> {
  const others = allDuties.filter(({ number, cadence }) => cadence !== undefined && !planned.includes(number));
  const data = others.map(({ number }) => ({ id: newId(), duty: number, pausedAt: city.now() }));
  await city.db.dutySetting.createMany({ data });
}

const types = ["CHA", "IND"] as const;
/** Kinds of which somebody begins a case in an organization of a type; the disclosure of a campaign among them. */
const begun: Readonly<Record<(typeof types)[number], readonly Kind[]>> = {
  CHA: ["RX", "RX", "DR", "HI", "HI", "DD", "DD", "CA", "MM"],
  IND: ["RX", "RX", "DR", "HI", "HI", "OL", "CA", "MM"],
};

async function begin(
  city: World,
  organizations: readonly Organization[],
  pick: Trial["pick"],
  n: number,
): Promise<void> {
  const type = pick(types);
  const organization = organizations[types.indexOf(type)] as Organization;
  const kind = pick(begun[type]);
  const severity = pick(["minor", "major", "critical"] as const);
  const { id: organizationId } = organization;
  const finding = { organizationId, subject: `finding ${n}`, actor: "administrator", facts: { severity } } as const;
  if (kind === "RX") await city.start({ duty: "29", ...finding });
  else if (kind === "HI")
    await reportHazard(city.context, { organizationId, what: `hazard ${n}`, severity, actor: "administrator" });
  else await beginOf(city, kind)(organization, `walk-${n}`);
}

/** Somebody gives to a campaign that runs, or its money is used. */
async function give(city: World, pick: Trial["pick"]): Promise<void> {
  const campaigns = await city.db.case.findMany({ where: { kind: "DD", state: "open" }, select: { id: true } });
  if (campaigns.length === 0) return;
  const rows = [
    { on: dateIn(city.now(), zone), direction: pick(["received", "used"]), amount: pick(["100", "12.50"]) },
  ];
  try {
    await recordDonations(city.context, {
      caseId: pick(campaigns).id,
      rows,
      actor: "administrator",
      confirmed: true,
    });
  } catch (error) {
    if (!refused(error)) throw error;
  }
}

/** @returns whether it was taken; what is refused changes nothing */
async function step(
  city: World,
  task: { id: string; organizationId: string; roles: string[] },
  random: () => number,
  pick: Trial["pick"],
): Promise<boolean> {
  // Half the time one of those whose it is: others are refused most of what they try.
  const role = random() < 0.5 && task.roles.length > 0 ? pick(task.roles) : pick(cast);
  const people = await city.db.$queryRaw<{ id: string }[]>`
    select person_id as id from holding where organization_id = ${task.organizationId} and role = ${role} and until_at is null`;
  const [person] = people;
  const other = await city.db.$queryRaw<{ id: string }[]>`
    select person_id as id from holding where organization_id = ${task.organizationId} and until_at is null order by person_id`;
  const verb = random() < 0.3 ? "submit" : pick(verbs);
  try {
    const { changed } = await act(city.context, {
      taskId: task.id,
      verb,
      actor: person && random() < 0.8 ? { personId: person.id } : "administrator",
      reason: "because",
      until: new Date(city.now().getTime() + Math.floor((1 + random() * 10) * 86_400_000)),
      to: pick(other).id,
      ...(verb === "submit" && { submission: { values: await fullForm(city.db, task.id), files: [paper] } }),
    });
    return changed;
  } catch (error) {
    if (refused(error)) return false;
    throw error;
  }
}

const refused = (error: unknown): boolean =>
  error instanceof RefusedError || error instanceof BadInputError || error instanceof NotFoundError;

const paper = { name: "扫描件.pdf", mime: "application/pdf", bytes: new Uint8Array([37, 80, 68, 70, 45, 49, 46, 52]) };
