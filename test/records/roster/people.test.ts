import { describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { importOrganizations } from "../../../client/registry/importing.ts";
import { addPerson, leave } from "../../../client/registry/people.ts";
import { act } from "../../../client/tasks/act.ts";
import { addressFor, isReachedBy } from "../../../domain/channels/index.ts";
import { rosterColumns } from "../../../domain/roster/roster.ts";
import { type Channel, channels, type Role } from "../../../domain/terms.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { eventsOf } from "../../../records/cases/events.ts";
import { refuseAddresses } from "../../../records/roster/addresses.ts";
import { holdersOf } from "../../../records/roster/holders.ts";
import { peopleById, peopleNamed, peopleOf } from "../../../records/roster/people.ts";
import { freshDatabase } from "../../support/database.ts";
import { addressesOf, found, type Organization, refused } from "../../support/organization.ts";

const { db } = await freshDatabase();
let now = new Date("2031-03-03T01:00:00Z");
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const actor = "administrator";

const finding = async (organization: Organization): Promise<{ caseId: string; taskId: string }> => {
  const facts = { severity: "major" };
  const { caseId } = await startCase(context, {
    duty: "29",
    organizationId: organization.id,
    subject: "x",
    facts,
    actor,
  });
  return { caseId, taskId: (await db.task.findFirstOrThrow({ where: { caseId } })).id };
};
const held = async (organization: Organization, personId: string): Promise<string[]> =>
  ((await holdersOf(db, [organization.id], now)).get(organization.id) ?? [])
    .filter((one) => one.personId === personId)
    .map((one) => one.role)
    .sort();
const tick = (): void => {
  now = new Date(now.getTime() + 60_000);
};

describe("an organization without a supervising authority", () => {
  it("has holders of the registrar's role instead, whether all roles are read or only that one", async () => {
    const organization = await found(db, now, { supervised: false });
    const rolesOf = async (...roles: Role[]) =>
      ((await holdersOf(db, [organization.id], now, roles.length > 0 ? roles : undefined)).get(organization.id) ?? [])
        .filter(({ personId }) => personId === organization.person("registrar"))
        .map(({ role }) => role)
        .sort();
    expect(await rolesOf()).toEqual(["authority", "registrar"]);
    expect(await rolesOf("authority")).toEqual(["authority"]);
    expect(await rolesOf("registrar", "staff")).toEqual(["registrar"]);
    const adding = (code: string, role: Role) =>
      addPerson(context, { organization: code, role, name: "联系人", email: `${role}.none@example.org` });
    await expect(adding(organization.code, "authority")).rejects.toThrow("no supervising authority");
    const other = await found(db, now, {});
    await expect(adding(other.code, "party-committee")).rejects.toThrow("only where supervised says no");
    const held = (await holdersOf(db, [other.id], now, ["authority"])).get(other.id) ?? [];
    expect(held.map(({ personId }) => personId)).toEqual([other.person("authority")]);
  });
});

describe("a person who is added", () => {
  it("holds the role from now on, in the organization's language; a second call changes nothing", async () => {
    const organization = await found(db, now, { language: "en" });
    const input = { organization: organization.code, role: "staff", name: "赵六", email: "Zhao@Example.org" };
    const first = await addPerson(context, input);
    expect(first).toMatchObject({ created: true, added: true });
    tick();
    expect(await addPerson(context, input)).toMatchObject({ personId: first.personId, created: false, added: false });
    expect(await held(organization, first.personId)).toEqual(["staff"]);
    const person = await db.person.findUniqueOrThrow({ where: { id: first.personId } });
    expect(person).toMatchObject({ language: "en" });
    expect(await addressesOf(db, person.id)).toMatchObject({ email: "zhao@example.org", phone: null });
  });

  it("can be reached over a channel that did not exist when the tables were created", async () => {
    const organization = await found(db, now, {});
    const personId = organization.person("staff");
    await db.address.create({ data: { personId, channel: "pager", value: "4711" } });
    const [person] = await peopleById(db, [personId]);
    const pager = "pager" as Channel;
    expect(person && [addressFor(person, pager), isReachedBy(person, pager)]).toEqual(["4711", true]);
    expect(await peopleNamed(db, "4711")).toMatchObject([{ id: personId }]);
    await refuseAddresses(db, pager, [personId]);
    const [refusedNow] = await peopleById(db, [personId]);
    expect(refusedNow && channels.filter((channel) => isReachedBy(refusedNow, channel))).toEqual(["email", "sms"]);
    expect(refusedNow && isReachedBy(refusedNow, pager)).toBe(false);
  });

  it("added eight times at once is one person in one role", async () => {
    const organization = await found(db, now, {});
    const input = { organization: organization.code, role: "staff", name: "钱七", email: "qian@example.org" };
    const done = await Promise.all(Array.from({ length: 8 }, () => addPerson(context, input)));
    expect(done.filter(({ created }) => created)).toHaveLength(1);
    expect(done.filter(({ added }) => added)).toHaveLength(1);
    expect(await db.holding.count({ where: { personId: done[0]?.personId ?? "" } })).toBe(1);
  });

  it("is recognized by e-mail address, otherwise by telephone number and name; a given address is tried again", async () => {
    const organization = await found(db, now, {});
    const base = { organization: organization.code, role: "staff", name: "孙八" };
    const { personId } = await addPerson(context, { ...base, phone: "+1 202 555 0170" });
    await refused(db, [personId]);
    const again = { ...base, phone: "+1 202 555 0170", email: "sun@example.org", role: "member" };
    expect(await addPerson(context, again)).toMatchObject({ personId, created: false, added: true });
    expect(await addressesOf(db, personId)).toMatchObject({
      email: "sun@example.org",
      phone: "+12025550170",
      emailState: "ok",
      phoneState: "ok",
    });
    await refused(db, [personId]);
    await addPerson(context, { ...base, name: "孙八", phone: "+1 202 555 0170" });
    expect(await addressesOf(db, personId)).toMatchObject({
      emailState: "refused",
      phoneState: "ok",
    });
    await addPerson(context, { ...base, email: "sun@example.org", phone: "+1 202 555 0171" });
    expect(await addressesOf(db, personId)).toMatchObject({ phone: "+12025550171" });
    expect(await held(organization, personId)).toEqual(["member", "staff"]);
  });

  it("with another name for a known address, or invalid values, is refused, each named", async () => {
    const organization = await found(db, now, {});
    const email = organization.email("head");
    const input = { organization: organization.code, role: "staff", name: "别人", email };
    await expect(addPerson(context, input)).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringMatching(/^name: "别人"; expected "head \d+"/),
    });
    const wrong = {
      organization: organization.code,
      role: "king",
      name: "a<b",
      email: "nowhere",
      phone: "12",
      language: "fr",
    };
    await expect(addPerson(context, wrong)).rejects.toMatchObject({
      problems: [
        expect.stringMatching(/^name: "a<b"/),
        expect.stringMatching(/^role: "king"; expected one of legal-representative/),
        'language: "fr"; expected zh-CN or en',
        expect.stringMatching(/^email: "nowhere"/),
        expect.stringMatching(/^phone: "12"/),
      ],
    });
    await expect(addPerson(context, { organization: organization.code, role: "staff", name: "无址" })).rejects.toThrow(
      "email, phone: neither is given",
    );
    await expect(addPerson(context, { ...input, organization: "GZ-NONE" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
  });
});

describe("a person who leaves", () => {
  it("holds nothing any more; their tasks return to the role, are open again, and are processed now", async () => {
    const organization = await found(db, now, {});
    const { caseId, taskId } = await finding(organization);
    const doer = organization.person("staff");
    await act(context, { taskId, verb: "reassign", actor, to: doer });
    await act(context, { taskId, verb: "acknowledge", actor: { personId: doer } });
    await db.task.update({ where: { id: taskId }, data: { nextAt: new Date(now.getTime() + 1e9) } });
    await db.nudge.deleteMany();
    tick();
    expect(await leave(context, organization.email("staff"), { actor })).toEqual({
      personId: doer,
      organizations: 1,
      tasks: 1,
      notified: { people: 1, tasks: 1 },
    });
    const task = await db.task.findUniqueOrThrow({ where: { id: taskId } });
    expect(task).toMatchObject({ personId: null, state: "open", nextAt: now });
    // A changed roster is gone over anew as well.
    const woken = (await db.nudge.findMany()).map((one) => one.workflowId).sort();
    const rounds = ["22b", "29", "61"].map((duty) => `round-${duty}-${organization.shard}`);
    expect(woken).toEqual(["courier-0", ...rounds]);
    expect(await held(organization, doer)).toEqual([]);
    expect((await eventsOf(db, caseId)).at(-2)).toMatchObject({ verb: "left", actor, after: { personId: doer } });
    tick();
    expect(await leave(context, doer, { actor })).toMatchObject({ personId: doer, organizations: 0, tasks: 0 });
    expect((await eventsOf(db, caseId)).filter(({ verb }) => verb === "left")).toHaveLength(1);
  });

  it("cancels their acknowledgement of a task of the role", async () => {
    const organization = await found(db, now, {});
    const { taskId } = await finding(organization);
    const doer = organization.person("secretariat");
    await act(context, { taskId, verb: "acknowledge", actor: { personId: doer } });
    await leave(context, doer, { actor });
    expect((await db.task.findUniqueOrThrow({ where: { id: taskId } })).state).toBe("open");
  });

  it("in one organization stays in the others; added again, they are back", async () => {
    const one = await found(db, now, {});
    const two = await found(db, now, {});
    const email = one.email("head");
    const { name } = await db.person.findUniqueOrThrow({ where: { id: one.person("head") } });
    const { personId } = await addPerson(context, { organization: two.code, role: "deputy", name, email });
    const here = await finding(one);
    const there = await finding(two);
    for (const { taskId } of [here, there]) await act(context, { taskId, verb: "reassign", actor, to: personId });
    tick();
    expect(await leave(context, email, { organization: one.code, actor })).toMatchObject({
      organizations: 1,
      tasks: 1,
    });
    expect(await held(two, personId)).toEqual(["deputy"]);
    expect((await db.task.findUniqueOrThrow({ where: { id: there.taskId } })).personId).toBe(personId);
    tick();
    await leave(context, email, { actor });
    expect(await held(two, personId)).toEqual([]);
    tick();
    await addPerson(context, { organization: one.code, role: "head", name, email });
    expect(await held(one, personId)).toEqual(["head"]);
  });

  it("is identified by id if several share a number", async () => {
    const organization = await found(db, now, {});
    const base = { organization: organization.code, role: "member", phone: "+1 202 555 0188" };
    const first = await addPerson(context, { ...base, name: "周九" });
    await addPerson(context, { ...base, name: "吴十" });
    await expect(leave(context, "+1 202 555 0188", { actor })).rejects.toMatchObject({
      code: "BAD_INPUT",
      message: expect.stringContaining(first.personId),
    });
    await expect(leave(context, "nobody@example.org", { actor })).rejects.toMatchObject({ code: "NOT_FOUND" });
    expect(await leave(context, first.personId, { actor })).toMatchObject({ organizations: 1 });
  });

  it("leaves also when a sheet no longer lists them", async () => {
    const organization = await found(db, now, {});
    const { taskId } = await finding(organization);
    await act(context, { taskId, verb: "reassign", actor, to: organization.person("staff") });
    tick();
    const row: Record<string, string> = {
      code: organization.code,
      name: "改名",
      type: "CHA",
      registration: "foundation",
      party: "no",
      qualified: "no",
      secretariat: "新人 <xin@example.org>",
    };
    const csv = [rosterColumns, rosterColumns.map((column) => row[column] ?? "")]
      .map((cells) => cells.join(","))
      .join("\n");
    expect(await importOrganizations(context, csv)).toMatchObject({ updated: 1, ended: 13 });
    expect(await db.task.findUnique({ where: { id: taskId } })).toMatchObject({ personId: null, nextAt: now });
    expect((await peopleOf(db, organization.id, now)).map(({ role, name }) => `${role} ${name}`)).toEqual([
      "secretariat 新人",
    ]);
  });
});
