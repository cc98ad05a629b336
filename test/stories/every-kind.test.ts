import { beforeAll, describe, expect } from "vitest";
import { closeOrganization } from "../../client/cases/closing.ts";
import { pauseOrganization, resumeOrganization } from "../../client/registry/organizations.ts";
import { leave } from "../../client/registry/people.ts";
import { type Kind, kinds } from "../../domain/terms.ts";
import { dateIn } from "../../domain/time/zones.ts";
import { chapters } from "../support/chapters.ts";
import { beginOf, typeOf } from "../support/kinds.ts";
import type { Organization } from "../support/organization.ts";
import { roleOf } from "../support/recipients.ts";
import { startWorld, type World, zone } from "../support/world.ts";

/*
 * Behaviour that all kinds share, each tested with its own case and organization: a case sends nothing while its organization is paused
 * and continues afterwards, continues when people leave, and ends with its organization.
 */
interface Started {
  organization: Organization;
  caseId: string;
}

const actor = "administrator" as const;
let city: World;
const day = (offset: number): string => dateIn(new Date(city.now().getTime() + offset * 86_400_000), zone);

const started = new Map<Kind, Started>();
const waiting = (kind: Kind) =>
  city.db.task.findMany({ where: { caseId: started.get(kind)?.caseId ?? "", settledAt: null, waitsFor: 0 } });

beforeAll(async () => {
  city = await startWorld();
  for (const kind of kinds) {
    const organization = await city.organization({ type: typeOf[kind] });
    started.set(kind, { organization, caseId: await beginOf(city, kind)(organization, "K") });
  }
  await city.settled();
  // On this day the disclosure requests its first task.
  await city.until("2031-03-06 10:00");
});

const all = <T>(work: (kind: Kind, one: Started) => Promise<T>): Promise<[Kind, T][]> =>
  Promise.all([...started].map(async ([kind, one]): Promise<[Kind, T]> => [kind, await work(kind, one)]));
const each = <T>(value: (kind: Kind) => T): [Kind, T][] => kinds.map((kind) => [kind, value(kind)]);

const chapter = chapters();

describe("a case of every kind", () => {
  chapter("has a task whose doer has been notified", async () => {
    expect(await all(async (kind) => (await waiting(kind)).length > 0)).toEqual(each(() => true));
    const notified = await all(async (_, { caseId }) => (await city.db.notice.count({ where: { caseId } })) > 0);
    expect(notified).toEqual(each(() => true));
  });

  chapter("has no next rung while its organization is paused, and has one again afterwards", async () => {
    const steps = () => all(async (kind) => (await waiting(kind)).some(({ nextAt }) => nextAt !== null));
    for (const { organization } of started.values()) await pauseOrganization(city.context, organization.code, actor);
    expect(await steps()).toEqual(each(() => false));
    for (const { organization } of started.values()) await resumeOrganization(city.context, organization.code, actor);
    await city.settled();
    expect(await steps()).toEqual(each(() => true));
  });

  chapter("continues when its doer leaves; the leaver is sent nothing more and can do nothing more", async () => {
    const left = await all(async (kind, { organization }) => {
      const [task] = await waiting(kind);
      const [role = "secretariat"] = (task?.roles ?? []) as Parameters<Organization["person"]>[0][];
      return { taskId: task?.id ?? "", role, personId: organization.person(role), email: organization.email(role) };
    });
    city.newMessages();
    for (const [, { email }] of left) await leave(city.context, email, { actor });
    await city.settled();
    const messages = city.newMessages();
    for (const [kind, { taskId, role, personId }] of left) {
      await expect(city.act({ taskId, verb: "acknowledge", actor: { personId } }), kind).rejects.toThrow();
      const here = started.get(kind)?.organization.id;
      expect([kind, messages.filter((one) => one.organization === here).map(roleOf)]).toEqual([
        kind,
        expect.not.arrayContaining([role]),
      ]);
    }
    expect(await states()).toEqual(each(() => "open"));
  });

  chapter("ends with its organization", async () => {
    for (const { organization } of started.values())
      await closeOrganization(city.context, organization.code, { reason: "注销登记", actor });
    await city.settled();
    expect(await states()).toEqual(each(() => "cancelled"));
    expect(await all(async (kind) => (await waiting(kind)).length)).toEqual(each(() => 0));
    const ends = await all(async (_, { caseId }) => {
      const { workflowId } = await city.db.case.findUniqueOrThrow({ where: { id: caseId } });
      return workflowId ? city.resultOf(workflowId) : "cancelled";
    });
    expect(ends).toEqual(each(() => "cancelled"));
  });

  chapter("sends nothing more a month later", async () => {
    // The notice that the organization is closed.
    await city.until(`${day(1)} 10:00`);
    city.newMessages();
    await city.until(`${day(30)} 10:00`);
    expect(city.newMessages()).toEqual([]);
  });
});

const states = () =>
  all(async (_, { caseId }) => (await city.db.case.findUniqueOrThrow({ where: { id: caseId } })).state);
