import { beforeAll, describe, expect, test } from "vitest";
import { changePerson } from "../../../client/registry/change-person.ts";
import { importOrganizations } from "../../../client/registry/importing.ts";
import { addPerson, leave } from "../../../client/registry/people.ts";
import { ConsentError } from "../../../domain/errors.ts";
import { rosterColumns } from "../../../domain/roster/roster.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { idAt } from "../../support/organization.ts";
import { startWorld, type World, zone } from "../../support/world.ts";

let city: World;
let number = 0;
/** Duties of the secretary: more than the five entries that a mail lists. */
const duties = ["7", "8", "10", "29", "29", "29", "29"];

/** The other roles are held, so that the secretary does not do their work. */
const others = ["legal_representative", "head", "supervisory_board", "staff"];

beforeAll(async () => {
  city = await startWorld();
});

/** A sheet of one organization. */
function sheet(code: string, people: Readonly<Record<string, string>>): string {
  const cells: Record<string, string> = {
    ...{ code, name: "珠江社", type: "CHA", registration: "foundation", zone: "Asia/Shanghai", language: "zh-CN" },
    ...{ party: "no", qualified: "no" },
    ...Object.fromEntries(others.map((role) => [role, `${role} <${role}.${code.toLowerCase()}@example.org>`])),
    ...people,
  };
  return [rosterColumns, rosterColumns.map((column) => cells[column] ?? "")].map((line) => line.join(",")).join("\n");
}

/** An organization whose secretary was notified of seven tasks some days ago. */
async function atWork(): Promise<{ code: string; id: string; secretary: string; tasks: number }> {
  number += 1;
  const code = `GZ-NEW-${number}`;
  const secretary = `li.${number}@example.org`;
  await importOrganizations(city.context, sheet(code, { secretariat: `李秘书 <${secretary}>` }));
  const { id } = await city.db.organization.findUniqueOrThrow({ where: { code } });
  for (const [index, duty] of duties.entries())
    await city.start({
      ...{ organizationId: id, actor: "administrator", duty, key: `extra-${index}`, subject: `第${index + 1}件` },
      dueAt: instantAt("2031-04-18", "18:00", zone),
      ...(duty === "29" && { facts: { severity: "minor" } }),
    });
  await city.settled();
  const tasks = await city.db.task.count({
    where: { organizationId: id, settledAt: null, waitsFor: 0, roles: { has: "secretariat" } },
  });
  city.newMessages();
  return { code, id, secretary, tasks };
}

const mailsTo = (address: string) =>
  city.newMessages().filter(({ channel, to }) => channel === "email" && to === address);

describe("a person who takes over an organization's work", () => {
  test("is sent all open tasks at once in one mail to a new address, with nothing to the old one", async () => {
    const { code, id, secretary, tasks } = await atWork();
    const other = secretary.replace("li.", "li.new.");
    const report = await importOrganizations(city.context, sheet(code, { secretariat: `李秘书 <${other}>` }));
    expect(report.changes.readdressed).toMatchObject([{ name: "李秘书", from: secretary, to: other }]);
    expect([report.ended, report.changes.ended, report.notified.people]).toEqual([0, [], 1]);
    expect(report.notified.tasks).toBeGreaterThanOrEqual(tasks);
    await city.settled();
    const messages = city.newMessages();
    expect(messages.filter(({ to }) => to === secretary)).toEqual([]);
    const mails = messages.filter(({ to }) => to === other);
    expect(mails).toHaveLength(1);
    const [mail] = mails;
    expect(mail?.subject).toContain(String(report.notified.tasks));
    expect(mail?.text).toContain("联系方式已变更");
    expect(mail?.text).toMatch(/\/t\/\S+\/all/);
    expect(await city.db.person.count({ where: { name: "李秘书", holdings: { some: { organizationId: id } } } })).toBe(
      1,
    );
  });

  test("is notified at once when a sheet gives them the role; its report names the people whose roles end", async () => {
    const { code, secretary, tasks } = await atWork();
    const next = `wang.${number}@example.org`;
    await addPerson(city.context, {
      organization: code,
      role: "volunteer",
      name: "小张",
      email: `zhang.${number}@example.org`,
    });
    await city.settled();
    city.newMessages();
    const people = { secretariat: `王秘书 <${next}>` };
    const before = await importOrganizations(city.context, sheet(code, people), { preview: true });
    await city.settled();
    expect(city.newMessages()).toEqual([]);
    const report = await importOrganizations(city.context, sheet(code, people));
    expect(report).toEqual(before);
    expect(report.changes.ended.map(({ role, name }) => `${name} ${role}`).sort()).toEqual([
      "小张 volunteer",
      "李秘书 secretariat",
    ]);
    expect(report.changes.began).toEqual([{ organization: code, role: "secretariat", name: "王秘书" }]);
    await city.settled();
    const messages = city.newMessages();
    expect(messages.filter(({ to }) => to === secretary)).toEqual([]);
    // Tasks that the change of people itself requests may come in a separate mail.
    const mails = messages.filter(({ to, text }) => to === next && text.includes("新接手"));
    expect(mails).toHaveLength(1);
    expect(Number(/(\d+)项/.exec(mails[0]?.subject ?? "")?.[1])).toBeGreaterThanOrEqual(tasks);
    // The mail links to the page of all tasks with their history.
    expect(mails[0]?.text).toMatch(/\/t\/\S+\/handover/);
  });

  test("is not sent the tasks again that they already have", async () => {
    const { code, secretary } = await atWork();
    await addPerson(city.context, { organization: code, role: "member", name: "李秘书", email: secretary });
    await city.settled();
    expect(mailsTo(secretary)).toEqual([]);
  });

  test("is notified at once when the previous doer leaves", async () => {
    const { code, secretary, tasks } = await atWork();
    const deputy = `deputy.${number}@example.org`;
    await addPerson(city.context, { organization: code, role: "deputy", name: "副手", email: deputy });
    await city.settled();
    city.newMessages();
    const left = await leave(city.context, secretary, { actor: "administrator" });
    expect(left.notified.people).toBe(1);
    expect(left.notified.tasks).toBeGreaterThanOrEqual(tasks);
    await city.settled();
    expect(mailsTo(deputy).filter(({ text }) => text.includes("新接手"))).toHaveLength(1);
  });

  test("is notified at once at an address that was corrected by hand", async () => {
    const { secretary } = await atWork();
    const other = `mended.${number}@example.org`;
    expect(await changePerson(city.context, secretary, { email: other })).toMatchObject({
      changed: ["email"],
      notified: { people: 1 },
    });
    await city.settled();
    const messages = city.newMessages();
    expect(messages.filter(({ to }) => to === other)).toHaveLength(1);
    expect(messages.filter(({ to }) => to === secretary)).toEqual([]);
    // The same change again changes nothing.
    expect(await changePerson(city.context, other, { email: other })).toMatchObject({
      changed: [],
      notified: { tasks: 0 },
    });
    await city.settled();
    expect(mailsTo(other)).toEqual([]);
  });

  test("keeps their name until the sheet's name is confirmed", async () => {
    const { code, secretary } = await atWork();
    const renamed = sheet(code, { secretariat: `李小明 <${secretary}>` });
    await expect(importOrganizations(city.context, renamed)).rejects.toThrow(ConsentError);
    await expect(importOrganizations(city.context, renamed)).rejects.toThrow(
      /"李秘书" \(\S+\) would be called "李小明"/,
    );
    const name = async () =>
      (await city.db.person.findUniqueOrThrow({ where: { id: (await idAt(city.db, secretary)) ?? "" } })).name;
    expect(await name()).toBe("李秘书");
    await importOrganizations(city.context, renamed, { rename: true });
    expect(await name()).toBe("李小明");
  });
});
