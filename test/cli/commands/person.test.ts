import { describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { act } from "../../../client/tasks/act.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { eventsOf } from "../../../records/cases/events.ts";
import { findTask, tasksOfCase } from "../../../records/tasks/tasks.ts";
import { freshDatabase } from "../../support/database.ts";
import { addressesOf, found, refused } from "../../support/organization.ts";
import { standIn } from "../stand-in.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2026-11-02", "10:00", zone);
const { duban } = commandLine(db, () => now);
const context = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };

const countOf = async (): Promise<[number, number]> => [await db.person.count(), await db.holding.count()];
const adding = (org: string, ...more: string[]): string[] => ["person", "add", "--org", org, ...more];
const idOf = async (...argv: string[]): Promise<string> =>
  ((await duban(...argv, "--json")).data as { personId: string }).personId;

describe("duban person away", () => {
  it.each(["2026-02-31", "2026-11-01", "", "２０２６-１２-０１", "2026/12/1", "20260-12-01", "9999-12-31"])(
    "names the day %j at both options, with what was expected",
    async (day) => {
      const organization = await found(db, now, {});
      const [who, delegate] = [organization.email("secretariat"), organization.email("deputy")];
      const { code, err } = await duban("person", "away", who, "--to", delegate, "--from", day, "--until", day);
      expect(code).toBe(2);
      for (const place of ["from", "until"])
        expect(err).toContain(`${place}: "${day}"; expected a day from 2026-11-02 to 2028-11-02, YYYY-MM-DD`);
      expect(await db.absence.count({ where: { organizationId: organization.id } })).toBe(0);
    },
  );

  it("needs a last day that is not before the first", async () => {
    const organization = await found(db, now, {});
    const [who, delegate] = [organization.email("secretariat"), organization.email("deputy")];
    const days = ["--from", "2026-11-10", "--until", "2026-11-09"];
    const { err } = await duban("person", "away", who, "--to", delegate, ...days);
    expect(err).toContain('until: "2026-11-09"; expected a day from 2026-11-10 to 2028-11-02');
    expect(err).not.toContain("from:");
  });
});

describe("duban person add", () => {
  it("gives a person a role, once however often it is called", async () => {
    const { code } = await found(db, now, { language: "en" });
    const argv = adding(code, "--role", "staff", "--name", "Wu Xia", "--email", "Wu.Xia@example.org");
    const first = await duban(...argv, "--json");
    expect([first.code, first.data]).toEqual([
      0,
      { personId: expect.any(String), created: true, added: true, notified: { people: 0, tasks: 0 }, toldBefore: 0 },
    ]);
    const before = await countOf();
    expect((await duban(...argv, "--json")).data).toMatchObject({ created: false, added: false });
    expect(await countOf()).toEqual(before);
    const { data } = await duban("person", "list", "--org", code, "--json");
    expect(data).toContainEqual(
      expect.objectContaining({
        name: "Wu Xia",
        email: "wu.xia@example.org",
        language: "en",
        holds: [expect.objectContaining({ organization: code, role: "staff" })],
      }),
    );
  });

  it("recognizes a person by e-mail address in every organization, and refuses another name for it", async () => {
    const one = await found(db, now, {});
    const two = await found(db, now, {});
    const mail = ["--email", "zhao@example.org"];
    const id = await idOf(...adding(one.code, "--role", "head", "--name", "赵", ...mail));
    expect(await idOf(...adding(two.code, "--role", "authority", "--name", "赵", ...mail))).toBe(id);
    const before = await countOf();
    const other = await duban(...adding(two.code, "--role", "head", "--name", "钱", ...mail));
    expect([other.code, other.err]).toEqual([2, expect.stringContaining('name: "钱"; expected "赵"')]);
    expect(await countOf()).toEqual(before);
  });

  it("says that nobody is notified again of whoever left and returned within a minute", async () => {
    const { id: organizationId, code } = await found(db, now, { language: "en" });
    const facts = { severity: "minor" };
    const started = { organizationId, duty: "29", key: "one", subject: "x", facts, actor: "administrator" } as const;
    const { caseId } = await startCase(context, started);
    const email = "zhou@example.org";
    const add = () => duban(...adding(code, "--role", "secretariat", "--name", "Zhou", "--email", email));
    const leave = () => duban("person", "leave", email, "--org", code);
    const [task] = await tasksOfCase(db, caseId);
    expect((await add()).out).toContain("1 person is notified at once of what is open for them: 1 task.");
    await standIn(db).carry(task?.id ?? "", now);
    const later = (seconds: number): void => {
      now = new Date(now.getTime() + seconds * 1_000);
    };
    later(20);
    await leave();
    later(20);
    const again = (await add()).out;
    expect(again).toContain("They were notified of 1 open task within the last minute, and are not again.");
    expect(again).not.toContain("at once");
    // What was not sent because they had left is sent now.
    later(5);
    await leave();
    later(5);
    await db.notice.updateMany({ where: { taskId: task?.id ?? "" }, data: { state: "dropped" } });
    expect((await add()).out).toContain("1 person is notified at once");
    expect(await db.notice.count({ where: { taskId: task?.id ?? "", state: "queued" } })).toBeGreaterThan(0);
  });

  it("uses a refused address again after it was corrected", async () => {
    const { code } = await found(db, now, {});
    const who = adding(code, "--role", "staff", "--name", "孙", "--email", "sun@example.org");
    const id = await idOf(...who, "--phone", "13800138001");
    await refused(db, [id]);
    const listed = async (): Promise<string[]> => {
      const { data } = await duban("person", "list", "--org", code, "--unreachable", "--json");
      return (data as { id: string }[]).map((person) => person.id);
    };
    expect(await listed()).toEqual([id]);
    await duban(...who, "--phone", "+86 139 0013 9001");
    expect(await addressesOf(db, id)).toMatchObject({
      phone: "+8613900139001",
      phoneState: "ok",
      emailState: "ok",
    });
    expect(await listed()).toEqual([]);
  });

  it("lists each invalid value, and writes nothing", async () => {
    const { code } = await found(db, now, {});
    const before = await countOf();
    const wrong = await duban(
      ...adding(code, "--role", "boss", "--name", "<x>", "--email", "x@", "--phone", "12", "--language", "fr"),
    );
    expect(wrong.code).toBe(2);
    for (const words of [
      'role: "boss"',
      'name: "<x>"',
      'email: "x@"',
      'phone: "12"',
      'language: "fr"; expected zh-CN or en',
    ])
      expect(wrong.err).toContain(words);
    const nowhere = await duban(...adding(code, "--role", "staff", "--name", "周"));
    expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining("neither is given")]);
    const unknown = await duban(...adding("GZ-NOWHERE", "--role", "staff", "--name", "周", "--email", "z@example.org"));
    expect([unknown.code, unknown.err]).toEqual([3, expect.stringContaining('No organization "GZ-NOWHERE"')]);
    expect((await duban("person", "add", "--org", code)).code).toBe(2);
    expect(await countOf()).toEqual(before);
  });
});

describe("duban person set", () => {
  it("sets the hour and the channel of the daily message, and refuses a channel that does not reach the person", async () => {
    const { code } = await found(db, now, {});
    const mail = ["--email", "early@example.org"];
    const id = await idOf(...adding(code, "--role", "staff", "--name", "早", ...mail));
    expect((await duban("person", "set", id, "--hour", "10:00", "--json")).data).toMatchObject({ changed: ["hour"] });
    expect((await duban("person", "set", id, "--hour", "10", "--json")).data).toMatchObject({ changed: [] });
    for (const wrong of [
      ["--hour", "8"],
      ["--channel", "sms"],
      ["--channel", "pigeon"],
    ])
      expect((await duban("person", "set", id, ...wrong)).code).toBe(2);
    const sms = ["--phone", "13800138123", "--channel", "sms"];
    expect((await duban("person", "set", id, ...sms, "--json")).data).toMatchObject({ changed: ["phone", "channel"] });
    expect((await duban("person", "set", id, "--phone", "none", "--json")).data).toMatchObject({
      changed: ["phone", "channel"],
    });
  });

  it("changes the given fields, once, and prints the old values", async () => {
    const { code } = await found(db, now, { language: "en" });
    const id = await idOf(...adding(code, "--role", "staff", "--name", "褚", "--email", "chu@example.org"));
    await refused(db, [id], ["email"]);
    const set = ["person", "set", "chu@example.org", "--email", "chu.new@example.org", "--name", "褚一"];
    const first = await duban(...set, "--language", "zh-CN", "--phone", "13800138011", "--json");
    expect([first.code, first.data]).toMatchObject([
      0,
      { personId: id, changed: ["name", "email", "phone", "language"], notified: { people: 1 } },
    ]);
    expect(await db.person.findUnique({ where: { id } })).toMatchObject({ name: "褚一", language: "zh-CN" });
    expect(await addressesOf(db, id)).toMatchObject({
      ...{ email: "chu.new@example.org", phone: "+8613800138011", emailState: "ok" },
    });
    expect((await duban("person", "set", id, "--name", "褚一")).out).toContain("nothing changed");
    expect((await duban("person", "set", id, "--phone", "none", "--json")).data).toMatchObject({ changed: ["phone"] });
  });

  it("rejects invalid values, another person's address, and the removal of the last address", async () => {
    const { code } = await found(db, now, {});
    const id = await idOf(...adding(code, "--role", "staff", "--name", "卫", "--email", "wei@example.org"));
    await idOf(...adding(code, "--role", "staff", "--name", "蒋", "--email", "jiang@example.org"));
    const wrong = await duban(
      "person",
      "set",
      id,
      "--email",
      "x@",
      "--phone",
      "12",
      "--language",
      "fr",
      "--name",
      "<x>",
    );
    expect(wrong.code).toBe(2);
    for (const words of ['email: "x@"', 'phone: "12"', 'language: "fr"', 'name: "<x>"'])
      expect(wrong.err).toContain(words);
    const refused = await duban("person", "set", id, "--email", "jiang@example.org");
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('"jiang@example.org" is 蒋\'s')]);
    const none = await duban("person", "set", id, "--email", "none");
    expect([none.code, none.err]).toEqual([2, expect.stringContaining("neither would be left")]);
    expect((await duban("person", "set", id)).code).toBe(2);
    expect((await duban("person", "set", "nobody@example.org", "--name", "x")).code).toBe(3);
  });
});

describe("duban person list", () => {
  it("lists as many rows as --limit says, and says that there are more", async () => {
    await found(db, now, {});
    const { out } = await duban("person", "list", "--limit", "2");
    expect(out.trim().split("\n")).toHaveLength(4);
    expect(out).toContain("… and more; --limit 2");
    const wrong = await duban("person", "list", "--limit", "0");
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--limit: "0"')]);
    expect((await duban("person", "list", "--org", "GZ-NOWHERE")).code).toBe(3);
  });
});

describe("duban person leave", () => {
  const open = async (organizationId: string): Promise<string> => {
    const { caseId } = await startCase(context, {
      duty: "7",
      organizationId,
      subject: "",
      actor: "administrator",
      dueAt: instantAt("2026-11-27", "18:00", zone),
    });
    const [task] = await tasksOfCase(db, caseId);
    return task?.id ?? "";
  };

  it("returns the open tasks of a person who leaves to the role, at once", async () => {
    const organization = await found(db, now, { type: "CHA" });
    const colleague = await idOf(
      ...adding(organization.code, "--role", "staff", "--name", "新同事", "--email", "colleague@example.org"),
    );
    const taskId = await open(organization.id);
    const kept = await open(organization.id);
    for (const [id, to] of [
      [taskId, colleague],
      [kept, organization.person("deputy")],
    ] as const)
      await act(context, { taskId: id, verb: "reassign", actor: "administrator", to });
    await act(context, { taskId, verb: "acknowledge", actor: { personId: colleague } });
    await db.task.updateMany({
      where: { organizationId: organization.id },
      data: { nextAt: instantAt("2026-11-20", "09:00", zone) },
    });
    await db.nudge.deleteMany();

    now = instantAt("2026-11-04", "10:00", zone);
    const left = await duban("person", "leave", "--org", organization.code, "colleague@example.org", "--json");
    expect([left.code, left.data]).toEqual([
      0,
      { personId: colleague, organizations: 1, tasks: 1, notified: { people: 1, tasks: 1 } },
    ]);
    const task = await findTask(db, taskId);
    expect(task).toMatchObject({ personId: null, state: "open", nextAt: now });
    expect(await findTask(db, kept)).toMatchObject({ personId: organization.person("deputy") });
    expect((await findTask(db, kept))?.nextAt).not.toEqual(now);
    // The changed roster also requests rows 22b and 61 again.
    const woken = (await db.nudge.findMany()).map((row) => row.workflowId).sort();
    expect(woken).toEqual(["courier-0", "round-22b-0", "round-61-0", task?.round]);
    expect((await eventsOf(db, task?.caseId ?? "")).at(-2)).toMatchObject({ verb: "left", actor: "administrator" });
    const again = await duban("person", "leave", "--org", organization.code, "colleague@example.org");
    expect([again.code, again.out]).toEqual([0, expect.stringContaining("held no role")]);
  });

  it("keeps their roles in other organizations, unless they leave all of them", async () => {
    const one = await found(db, now, {});
    const two = await found(db, now, {});
    const mail = ["--name", "郑", "--email", "zheng@example.org", "--phone", "13800138009"];
    const id = await idOf(...adding(one.code, "--role", "head", ...mail));
    await duban(...adding(two.code, "--role", "head", ...mail));
    const held = (): Promise<number> => db.holding.count({ where: { personId: id, untilAt: null } });
    await duban("person", "leave", "--org", one.code, id);
    expect(await held()).toBe(1);
    expect((await duban("person", "leave", "+86 138 0013 8009")).code).toBe(0);
    expect(await held()).toBe(0);
    expect((await db.person.findUnique({ where: { id } }))?.leftAt).toEqual(now);
  });

  it("rejects an unknown person, and asks which one is meant if several match", async () => {
    const { code } = await found(db, now, {});
    const nobody = await duban("person", "leave", "--org", code, "nobody@example.org");
    expect([nobody.code, nobody.err]).toEqual([3, expect.stringContaining('No person "nobody@example.org"')]);
    for (const name of ["冯", "陈"])
      await duban(...adding(code, "--role", "staff", "--name", name, "--phone", "020 8312 3456"));
    const before = await db.holding.count({ where: { untilAt: null } });
    const several = await duban("person", "leave", "--org", code, "020 8312 3456");
    expect([several.code, several.err]).toEqual([2, expect.stringContaining("expected the id of one")]);
    expect((await duban("person", "leave", "--org", "GZ-NOWHERE", "x")).code).toBe(3);
    expect(await db.holding.count({ where: { untilAt: null } })).toBe(before);
  });
});
