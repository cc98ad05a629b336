import { expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import type { Part } from "../../../domain/messages/message.ts";
import type { Role } from "../../../domain/terms.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { storiesOf } from "../../../records/messages/stories.ts";
import { newId } from "../../../records/rows.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T02:00:00Z");

it("names a reader of several roles by the one for which the message was sent", async () => {
  const organization = await found(db, now, { language: "zh-CN", party: false });
  const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
  const start = { organizationId: organization.id, key: "1", subject: "漏水", actor: "system" as const };
  const { caseId } = await startCase(context, { ...start, duty: "29", facts: { severity: "major" } });
  const task = await db.task.findFirstOrThrow({ where: { caseId } });
  const also = (personId: string, ...roles: readonly Role[]) =>
    db.holding.createMany({
      data: roles.map((role) => ({ id: newId(), organizationId: organization.id, personId, role, fromAt: now })),
    });
  await also(organization.person("legal-representative"), "head", "member", "deputy");
  await also(organization.person("supervisory-board"), "member", "secretariat");
  await also(organization.person("secretariat"), "head", "deputy");
  const left = async (personId: string, part: Part, minute: number, details = {}) => {
    const at = new Date(now.getTime() + minute * 60_000);
    const id = newId();
    const delivery = { id, personId, channel: "email", reference: id, state: "sent", run: "x" };
    await db.delivery.create({ data: { ...delivery, createdAt: at, finishedAt: at } });
    const notice = {
      id,
      taskId: task.id,
      caseId,
      organizationId: organization.id,
      personId,
      channel: "email",
      shard: 0,
    };
    const told = { shape: "due", step: `0:d:${minute}`, state: "sent", deliveryId: id, createdAt: at, sendAt: at };
    await db.notice.create({ data: { ...notice, part, ...told, details } });
  };
  await left(organization.person("secretariat"), "doer", 1);
  await left(organization.person("supervisory-board"), "verifier", 2);
  await left(organization.person("supervisory-board"), "doer", 3);
  await left(organization.person("legal-representative"), "supervisor", 4);
  await left(organization.person("legal-representative"), "copy", 5);
  // Attached to the task only to be opened: no part of its story.
  await left(organization.person("head"), "participant", 6, { level: { hazard: "flood", level: "watch" } });
  await left(organization.person("head"), "participant", 7, { calendar: { year: 2032, moved: 1 } });
  const story = (await storiesOf(db, [task.id])).get(task.id) ?? [];
  expect(story.filter(({ verb }) => verb === "sent-email").map(({ who }) => who)).toEqual([
    ["secretariat"],
    ["supervisory-board"],
    ["secretariat"],
    ["legal-representative"],
    ["legal-representative"],
  ]);
});
