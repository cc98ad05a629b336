import { beforeAll, expect, test } from "vitest";
import { simulationScene } from "../../../client/registry/simulation.ts";
import { reportOf } from "../../../client/reporting/report.ts";
import { dutyOf } from "../../../domain/catalogue/packs/index.ts";
import { dueDay } from "../../../domain/escalation/rungs.ts";
import { fieldsOf } from "../../../domain/procedures/steps.ts";
import type { Simulated, SimulatedAct, SimulatedTask } from "../../../domain/simulation/found.ts";
import type { Span } from "../../../domain/simulation/scenario.ts";
import { messagesOf } from "../../../domain/simulation/sending.ts";
import { simulate } from "../../../domain/simulation/simulate.ts";
import { doing } from "../../../domain/tasks/task-states.ts";
import { addDays } from "../../../domain/time/dates.ts";
import { dateIn, timeIn } from "../../../domain/time/zones.ts";
import { photo } from "../../support/browser/pictures.ts";
import { fullForm } from "../../support/forms.ts";
import type { Organization } from "../../support/organization.ts";
import { startWorld, type World, zone } from "../../support/world.ts";

/** A quarter, from the day of the import. */
const span: Span = { from: "2031-03-03", to: "2031-05-31", answers: "on-time" };

let city: World;
let organization: Organization;
let foreseen: Simulated;

beforeAll(async () => {
  city = await startWorld();
  await city.db.hazardLevel.deleteMany();
  organization = await city.organization({
    type: "OTH",
    registration: "association",
    qualified: false,
    charity: false,
  });
  const { organizations, rules } = await simulationScene(city.context, [organization.id], undefined);
  const [one] = organizations;
  if (!one) throw new Error("the organization is not there");
  foreseen = simulate(one, rules, span);
});

const wall = (at: Date): string => `${dateIn(at, zone)} ${timeIn(at, zone)}`;
/** Planning and sending may be seconds apart, so times are compared by the hour; nothing else happens within an hour. */
const hourOf = (at: Date): string => wall(at).slice(0, 13);
const within = (at: Date): boolean => dateIn(at, zone) <= span.to;

/** Days on which the planner has something to do. */
const planDays = (): string[] => [
  ...new Set(
    foreseen.cases
      .filter(({ cadence }) => cadence !== null)
      .flatMap(({ opensOn }) => [addDays(opensOn, -1), opensOn])
      .filter((day) => day > span.from && day <= span.to),
  ),
];

/** The values that the simulation submits; boxes that would credit another duty stay unticked. */
async function valuesOf(id: string, task: SimulatedTask): Promise<Record<string, string>> {
  const form = (await fullForm(city.db, id)) as Record<string, string>;
  const result = Object.entries(task.case.result).filter((one): one is [string, string] => typeof one[1] === "string");
  const unticked = ["all-staff", "materials", "led"].filter((name) => form[name] !== undefined);
  return { ...form, ...Object.fromEntries(unticked.map((name) => [name, "no"])), ...Object.fromEntries(result) };
}

/** A photo if the form requires a file. */
const filesOf = ({ duty, step, facts }: SimulatedTask) =>
  fieldsOf(dutyOf(duty), step, facts).some(({ type, required }) => type === "file" && required)
    ? [{ name: "photo.jpg", mime: "image/jpeg", bytes: photo("photo") }]
    : [];

async function perform({ personId, verb, tasks }: SimulatedAct): Promise<void> {
  for (const task of tasks) {
    const { duty, step, personId: own } = task;
    const state = verb === "submit" ? { in: [...doing] } : "submitted";
    const open = await city.db.task.findMany({
      where: { organizationId: organization.id, duty, step, state, openedAt: { lte: city.now() }, personId: own },
    });
    // Each task of the simulation exists exactly once.
    expect(open, `${verb} ${duty} ${step}`).toHaveLength(1);
    const taskId = open[0]?.id ?? "";
    const by = { taskId, actor: { personId } };
    if (verb === "accept") await city.act({ ...by, verb });
    else {
      const submission = { values: await valuesOf(taskId, task), files: filesOf(task) };
      await city.act({ ...by, verb, submission });
    }
  }
  await city.settled();
}

/** Each message that was sent, with its notices and their tasks. */
async function messagesSent() {
  const notices = await city.db.notice.findMany({ where: { deliveryId: { not: null } }, include: { task: true } });
  const ids = notices.map(({ deliveryId }) => deliveryId ?? "");
  const deliveries = await city.db.delivery.findMany({ where: { id: { in: ids } } });
  return deliveries.map(({ id, createdAt: at, personId, channel }) => ({
    at,
    personId,
    channel,
    tasks: notices.flatMap(({ deliveryId, shape, task }) =>
      deliveryId === id && task ? [`${task.duty} ${task.step} ${shape}`] : [],
    ),
  }));
}

test("the simulation of an organization's quarter has the same acts, cases and messages as a real run", async () => {
  await city.plan();
  const steps = [
    ...planDays().map((day) => ({ at: `${day} 00:05`, run: () => city.plan() })),
    ...foreseen.acts.filter(({ at }) => within(at)).map((act) => ({ at: wall(act.at), run: () => perform(act) })),
  ].sort((one, other) => (one.at < other.at ? -1 : 1));
  for (const { at, run } of steps) {
    await city.until(at);
    await run();
  }
  await city.until(`${span.to} 23:50`);

  const cases = await city.db.case.findMany({ where: { organizationId: organization.id } });
  const nameOf = (duty: string, key: string, state: string) => `${duty} ${key.replace(/:.*/, "")} ${state}`;
  const opened = foreseen.cases.filter(({ opensOn }) => opensOn <= span.to);
  expect(
    cases
      .filter(({ openedAt }) => within(openedAt))
      .map(({ duty, key, state }) => nameOf(duty, key, state))
      .sort(),
  ).toEqual(opened.map(({ duty, key, state }) => nameOf(duty.number, key, state)).sort());

  const sent = await messagesSent();
  const expected = messagesOf(foreseen.notices, zone).filter(({ at }) => within(at));
  // A sheet takes several transactions, between which a mail may be sent, so that one mail becomes two of the same hour.
  const lines = (
    messages: readonly { at: Date; personId: string; channel: string; tasks: readonly string[] }[],
  ): string[] => {
    const hours = new Map<string, Set<string>>();
    for (const { at, personId, channel, tasks } of messages) {
      const key = [hourOf(at), personId, channel].join(" ");
      hours.set(key, new Set([...(hours.get(key) ?? []), ...tasks]));
    }
    return [...hours].map(([key, tasks]) => `${key} ${[...tasks].sort().join(", ")}`).sort();
  };
  const foreseenLines = expected.map(({ notices, ...one }) => ({
    ...one,
    tasks: notices.map(({ task, shape }) => `${task.duty} ${task.step} ${shape}`),
  }));
  expect(lines(sent)).toEqual(lines(foreseenLines));
  expect(sent.length).toBeGreaterThanOrEqual(expected.length);
  const open = await city.db.task.count({
    where: { organizationId: organization.id, state: { in: [...doing] }, openedAt: { lte: city.now() } },
  });
  expect(open).toBe(foreseen.tasks.filter(({ state, openedAt }) => doing.includes(state) && within(openedAt)).length);

  // The reports of March and April match the simulation: the tasks due in each month, all in time.
  for (const month of ["2031-03", "2031-04"]) {
    const { total } = await reportOf(city.context, { period: month, organization: organization.code }, null);
    const due = foreseen.tasks.filter(
      ({ dueAt, state }) => dueDay(dueAt, zone).startsWith(month) && state !== "cancelled" && state !== "superseded",
    );
    expect(due.length).toBeGreaterThan(2);
    expect(total.counts).toMatchObject({ asked: due.length, inTime: due.length, late: 0, overdue: 0, missed: 0 });
  }
});
