import { describe, expect, it } from "vitest";
import { startCase } from "../../../client/cases/cases.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { instantAt } from "../../../domain/time/zones.ts";
import { linkKey, makeLinks } from "../../../records/messages/links.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { standIn } from "../stand-in.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2026-09-01", "10:00", zone);
const { duban } = commandLine(db, () => now);
const engine = standIn(db);
const organization = await found(db, now, {});
const calendar = chinaCalendar();

/** A recurring task of September 2026, due on its last day. */
async function monthly(of = organization): Promise<string> {
  const context = { db, now: () => now, calendar, flush: async () => undefined };
  const { caseId } = await startCase(context, {
    duty: "17",
    organizationId: of.id,
    key: "2026-09",
    subject: "",
    actor: "system",
    dueAt: instantAt("2026-09-30", "18:00", zone),
  });
  const [task] = await db.task.findMany({ where: { caseId } });
  return task?.id ?? "";
}
const noticesOf = (taskId: string) => db.notice.findMany({ where: { taskId }, orderBy: { createdAt: "asc" } });

describe("duban why", () => {
  it("prints clause, rule, person, the shift of the day, and the outcome of the message", async () => {
    now = instantAt("2026-09-15", "10:00", zone);
    const own = await found(db, now, {});
    const taskId = await monthly(own);
    await engine.rounds(now);
    await engine.carry(taskId, now);
    now = instantAt("2026-09-22", "09:00", zone);
    await engine.rounds(now);
    const [delivery = ""] = await engine.carry(taskId, now);
    const { code, data } = await duban("why", delivery, "--json");
    expect(code).toBe(0);
    expect(data).toMatchObject([
      {
        task: taskId,
        duty: { number: "17" },
        person: own.person("secretariat"),
        roles: ["secretariat"],
        rule: { policy: "ordinary", rung: "-5bd", at: "2026-09-22T01:00:00.000Z", dueAt: "2026-09-30T10:00:00.000Z" },
        delivery: { id: delivery, state: "sent" },
        shifts: [
          {
            of: "rung",
            n: -5,
            unit: "business days",
            from: "2026-09-30",
            to: "2026-09-22",
            skipped: [{ from: "2026-09-25", to: "2026-09-27", kind: "holiday" }],
            makeUp: [],
            provisional: false,
          },
        ],
      },
    ]);
    const { out } = await duban("why", delivery);
    expect(out).toContain("−5 business days from 2026-09-30 is 2026-09-22: skipped 09-25..09-27 (holiday)");
    expect(out).toContain("policy ordinary: 5 business days before, 2026-09-22 09:00");
    expect(out).toContain("the last day of September 2026");
    expect(out).toContain(`secretariat of 测试机构`);
    expect(out).toMatch(
      /Source {3}Guangzhou guideline .* clause 二（二）2; Website of the Guangzhou registrar, .*; last read on \d/,
    );
    expect(out).toMatch(/Figure {3}rhythm: monthly; default of this program \(the text names no number/);
    expect(out).toMatch(/Came by {2}on the secretariat of 测试机构\d* since 2026-09-15 10:00/);
    expect(out).toContain("asked of the role: secretariat");
    // The first mail of the task was sent before this one.
    expect(out).toMatch(/Before {3}2026-09-15 10:00 {2}.+ by e-mail, due \(at the opening\): sent/);
    expect(data).toMatchObject([
      {
        source: { readOn: "2026-11-24", address: expect.stringMatching(/^https:/) },
        figure: { by: "default", value: { en: "monthly" } },
        before: [{ rung: "opened", delivery: { state: "sent" } }],
      },
    ]);
    expect(out).toMatch(/Message {2}sent \(250\) by smtp, 2026-09-22 09:00; notice \w+, delivery \w+, first attempt/);
  });

  it("finds a message by its reference, its notice, and its link, as code or as address", async () => {
    const taskId = await monthly(await found(db, now, {}));
    await engine.rounds(now);
    await engine.carry(taskId, now);
    const [notice] = await noticesOf(taskId);
    if (!notice?.deliveryId || !notice.taskId) throw new Error("the notice was carried");
    const [delivery] = await db.delivery.findMany({ where: { id: notice.deliveryId } });
    const wanted = { personId: notice.personId, taskId: notice.taskId, purpose: "task" } as const;
    const codes = await makeLinks(db, [wanted], now, "a secret of thirty-two characters", 30);
    const code = codes.get(linkKey(wanted)) ?? "";
    const byReference = (await duban("why", delivery?.reference ?? "", "--json")).data as { notice: string }[];
    expect(byReference.map((one) => one.notice)).toEqual([notice.id]);
    expect((await duban("why", `<${delivery?.reference}@duban.example.org>`, "--json")).data).toEqual(byReference);
    expect((await duban("why", notice.id, "--json")).data).toEqual(byReference);
    const byCode = (await duban("why", code, "--json")).data as { notice: string }[];
    expect(byCode.map((one) => one.notice)).toContain(notice.id);
    expect((await duban("why", `https://duban.example.org/t/${code}?x=1`, "--json")).data).toEqual(byCode);
  });

  it("counts a make-up workday, and states the term with which a rectification began", async () => {
    now = instantAt("2026-09-15", "10:00", zone);
    const { data } = await duban("rectification", "start", "--org", organization.code, "漏水", "--json");
    const { task: taskId } = data as { task: string };
    await engine.rounds(now);
    const [notice] = await noticesOf(taskId);
    const { out } = await duban("why", notice?.id ?? "");
    expect(out).toMatch(
      /it is due 2026-\S+ 18:00, counted from the day it began: \+\d+ business days from 2026-09-15 is .*counted make-up workday 09-20/,
    );
    expect(out).toContain("Message  queued, to go out from 2026-09-15 10:00");
  });

  it("states between which times of day a term in hours is counted", async () => {
    now = instantAt("2026-09-15", "22:00", zone);
    await duban("hazard", "report", "路灯不亮", "--org", organization.code, "--severity", "minor");
    await engine.rounds(now);
    const task = await db.task.findFirstOrThrow({ where: { policy: "hazard-minor" } });
    const [notice] = await noticesOf(task.id);
    const { out } = await duban("why", notice?.id ?? "");
    expect(out).toContain(
      "it is due 2026-09-16 16:00, 8 hours after it began (counted from 08:00 to 20:00 of each day only)",
    );
    now = instantAt("2026-09-16", "12:00", zone);
    await engine.rounds(now);
    const again = (await noticesOf(task.id)).find(({ step }) => step.includes("4h"));
    expect((await duban("why", again?.id ?? "")).out).toContain(
      "this step stands at 2026-09-16 12:00: 4 hours from its opening (counted from 08:00 to 20:00 of each day only)",
    );
  });

  it("states from which day an extended task counts now, and explains a notice that was sent at once", async () => {
    now = instantAt("2026-10-12", "10:00", zone);
    const started = await duban("rectification", "start", "--org", organization.code, "灯坏了", "--json");
    const { task: taskId } = started.data as { task: string };
    await engine.rounds(now);
    const first = (await noticesOf(taskId)).map((notice) => notice.id);
    const dueAt = (await db.task.findMany({ where: { id: taskId } }))[0]?.dueAt;
    now = instantAt("2026-10-13", "10:00", zone);
    await duban("task", "extend", taskId, "--until", "2026-11-30");
    await duban("task", "press", taskId, "--say", "快一点");
    const [pressed] = (await noticesOf(taskId)).filter((notice) => notice.step.includes("press"));
    const { out } = await duban("why", pressed?.id ?? "");
    expect(out).toContain("it is due 2026-11-30 18:00, since it was granted more time");
    expect(out).toContain("told at once: it was sent a reminder at 2026-10-13 10:00");
    expect(out).toContain("“快一点”");
    // An earlier notice was counted from the first D, and still says so.
    const { data } = await duban("why", first[0] ?? "", "--json");
    expect(data).toMatchObject([{ rule: { dueAt: dueAt?.toISOString() } }]);
  });

  it("names the article of a statutory day, and who assigned the task to its reader", async () => {
    now = instantAt("2026-10-12", "10:00", zone);
    const own = await found(db, now, { types: ["SVC"] });
    const started = await duban("rectification", "start", "--org", own.code, "灯坏了", "--json");
    const { task: taskId } = started.data as { task: string };
    await engine.rounds(now);
    now = instantAt("2026-10-13", "10:00", zone);
    expect(await duban("task", "delegate", taskId, "--to", own.person("deputy"))).toMatchObject({ code: 0, err: "" });
    await engine.rounds(now);
    const given = (await noticesOf(taskId)).findLast(({ personId }) => personId === own.person("deputy"));
    const { out } = await duban("why", given?.id ?? "");
    expect(out).toMatch(/Came by {2}a deputy head of 测试机构\d* since /);
    expect(out).toContain("given to them by administrator at 2026-10-13 10:00");
    expect(out).toMatch(/Before {3}2026-10-12 10:00/);
    const { caseId } = await startCase(
      { db, now: () => now, calendar, flush: async () => undefined },
      {
        duty: "S1",
        organizationId: own.id,
        key: "2027",
        subject: "",
        actor: "system",
        dueAt: instantAt("2027-03-31", "18:00", zone),
      },
    );
    const [task] = await db.task.findMany({ where: { caseId } });
    await engine.rounds(now);
    const [asked] = await noticesOf(task?.id ?? "");
    expect((await duban("why", asked?.id ?? "")).out).toMatch(
      /Figure {3}due day: by 03-31; by law: Regulations on social associations art. 28; National database of laws and regulations, .*; last read on 2026-11-24/,
    );
  });

  it("states that the calendar of a year is not announced yet", async () => {
    now = instantAt("2031-03-03", "10:00", zone);
    const { data } = await duban("rectification", "start", "--org", organization.code, "远期", "--json");
    await engine.rounds(now);
    const [notice] = await noticesOf((data as { task: string }).task);
    expect((await duban("why", notice?.id ?? "")).out).toContain("not announced yet, so Monday to Friday was assumed");
  });

  it.each(["nothing-of-the-kind", " ", "https://duban.example.org/"])("rejects %j", async (message) => {
    const { code, err } = await duban("why", message);
    expect(code).toBe(3);
    expect(err).toContain("No message");
  });
});
