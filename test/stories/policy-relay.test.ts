import { beforeAll, describe, expect } from "vitest";
import { issueCircular, moveMeeting } from "../../client/cases/circulars.ts";
import { pauseOrganization, resumeOrganization } from "../../client/registry/organizations.ts";
import { addPerson, leave } from "../../client/registry/people.ts";
import { distributionId } from "../../domain/ids.ts";
import { chapters } from "../support/chapters.ts";
import { idAt, type Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { sentByLadder } from "../support/sent-by-ladder.ts";
import { notMet, policy, policyIn } from "../support/stories/policy.ts";
import { startWorld, type World } from "../support/world.ts";

let city: World;
let chamber: Organization;
let school: Organization;
let charity: Organization;

beforeAll(async () => {
  city = await startWorld();
  chamber = await city.organization({ type: "IND" });
  school = await city.organization({ type: "SVC", party: false });
  charity = await city.organization({ type: "CHA", vacant: ["head"] });
  const second = { id: "member-two", shard: 0, createdAt: city.now() };
  await city.db.person.create({ data: { ...second, name: "second member", language: "en" } });
  await city.db.address.create({ data: { personId: "member-two", channel: "email", value: "member2@example.org" } });
  const holding = { organizationId: chamber.id, personId: second.id, role: "member", fromAt: city.now() };
  await city.db.holding.create({ data: { id: second.id, ...holding } });
});

const { casesOf, tasksOf, submit, accept } = policyIn(() => city);

describe("a policy that an authority issues", () => {
  const chapter = chapters();
  let circular = "";

  chapter(
    "is first reported, once, to the heads of all organizations concerned; later tasks wait, and the other duties that it starts open",
    async () => {
      city.newMessages();
      const issued = await issueCircular(city.context, policy({ key: "穗社管〔2031〕3号", urgency: "urgent" }));
      expect(issued).toMatchObject({ created: true, organizations: 3 });
      expect(await issueCircular(city.context, policy({ key: "穗社管〔2031〕3号", urgency: "urgent" }))).toEqual({
        ...issued,
        created: false,
      });
      circular = issued.id;
      await city.until("2031-03-03 09:00");
      const late = await city.organization({ type: "CHA" });
      await city.until("2031-03-03 09:05");
      const prompts = city.newMessages(chamber);
      expect(recipientsOf(prompts)).toEqual(expect.arrayContaining(["secretariat email", "secretariat sms"]));
      expect(prompts.find((one) => one.channel === "email")?.text).toContain("加急：关于做好岁末年初防控工作的通知");
      // An organization that joined later has no case.
      expect((await casesOf(late, circular)).size).toBe(0);

      const cases = await casesOf(chamber, circular);
      expect([...cases.keys()]).toEqual(["3", "13", "16", "17", "24", "45"]);
      const relayed = await tasksOf(cases.get("13")?.id ?? "");
      expect(relayed.map(({ key, duty, waitsFor }) => `${duty} ${key.split(":")[0]} ${waitsFor}`).sort()).toEqual(
        [
          "13 report 0",
          "1 study 1",
          "2 carry-out 1",
          "7 first-topic 1",
          "14 table-date 1",
          "14 table 1",
          "44 relay 1",
          "44 relay 1",
          "44 relay 1",
        ].sort(),
      );
      // Without a party organization, no first topic is requested; the checklist is that of the issuer.
      const ofSchool = await tasksOf((await casesOf(school, circular)).get("13")?.id ?? "");
      expect(ofSchool.map(({ key }) => key).sort()).toEqual(
        ["carry-out", "report", "source-industry", "study", "table", "table-date"].sort(),
      );
      await city.record("distribution", distributionId(chamber.shard));
    },
  );

  chapter("is confirmed by the head's verdict, never by the reporter's; then the other tasks begin", async () => {
    const caseId = (await casesOf(chamber, circular)).get("13")?.id ?? "";
    await expect(submit(chamber, caseId, "study", "secretariat")).rejects.toMatchObject({
      missing: [{ en: "Report policy to the heads" }],
    });
    await submit(chamber, caseId, "report", "secretariat");
    await expect(accept(chamber, caseId, "report", "secretariat")).rejects.toThrow();
    const report = await city.task(caseId, "report");
    await city.act({
      taskId: report.id,
      verb: "return",
      actor: { personId: chamber.person("head") },
      reason: "请写明报告了哪些负责人",
    });
    await submit(chamber, caseId, "report", "secretariat", { "reported-to": "会长、秘书长" });
    city.newMessages();
    await accept(chamber, caseId, "report", "head");
    await city.settled();
    expect((await tasksOf(caseId)).filter(({ waitsFor }) => waitsFor > 0).map(({ key }) => key)).toEqual(["table"]);
    expect(recipientsOf(city.newMessages(chamber))).toEqual(
      expect.arrayContaining(["party-organization email", "member email"]),
    );
    // Without a head, the legal representative verifies.
    const other = (await casesOf(charity, circular)).get("13")?.id ?? "";
    await submit(charity, other, "report", "secretariat");
    await expect(accept(charity, other, "report", "supervisory-board")).rejects.toThrow();
    await accept(charity, other, "report", "legal-representative");
  });

  chapter(
    "is discussed on the day that was set for the meeting, and each resolution opens a case of its own",
    async () => {
      const caseId = (await casesOf(chamber, circular)).get("13")?.id ?? "";
      await expect(submit(chamber, caseId, "table-date", "secretariat", { date: "2031-02-28" })).rejects.toMatchObject({
        missing: [{ zh: "会议日期应在今天至一年之内" }],
      });
      await submit(chamber, caseId, "table-date", "secretariat", { date: "2031-03-21", meeting: "三届二次理事会" });
      // The meeting is on a Friday; its minutes are due on the next workday, Monday.
      expect((await city.task(caseId, "table")).dueAt).toEqual(new Date("2031-03-24T10:00:00Z"));
      // Minutes are refused before the meeting.
      await expect(
        submit(chamber, caseId, "table", "secretariat", { resolutions: "成立防控小组" }),
      ).rejects.toMatchObject({
        missing: [{ zh: expect.stringMatching(/^会议日期为2031-03-21（还有\d+天），会后方可提交会议纪要$/) }],
      });
      await moveMeeting(city.context, { caseId, to: "2031-03-03", actor: "administrator" });
      await submit(chamber, caseId, "table", "secretariat", { resolutions: "成立防控小组\n采购防护物资" });
      const resolutions = await city.db.case.findMany({ where: { parentId: caseId }, orderBy: { subject: "desc" } });
      expect(resolutions.map(({ duty, subject }) => [duty, subject])).toEqual([
        ["15", "采购防护物资"],
        ["15", "成立防控小组"],
      ]);
      for (const { id } of resolutions) await submit(chamber, id, "implement", "secretariat");
    },
  );

  chapter(
    "reaches each member, who confirms; silent members are excepted with a reason, and the case is done",
    async () => {
      const caseId = (await casesOf(chamber, circular)).get("13")?.id ?? "";
      await submit(chamber, caseId, `relay:${chamber.person("member")}`, "member");
      await expect(submit(chamber, caseId, "relay", "secretariat")).rejects.toMatchObject({
        missing: [{ en: expect.stringContaining("second member: not done yet") }],
      });
      await submit(chamber, caseId, "relay", "secretariat", { exceptions: "second member：已停业" });
      for (const [key, who] of [
        ["study", "secretariat"],
        ["carry-out", "secretariat"],
        ["first-topic", "party-organization"],
      ] as const)
        await submit(chamber, caseId, key, who);
      await city.settled();
      expect((await casesOf(chamber, circular)).get("13")).toMatchObject({ state: "done" });
      // 24 and 45 are the briefings that the circular starts.
      const cases = await casesOf(chamber, circular);
      for (const duty of ["24", "45"]) await submit(chamber, cases.get(duty)?.id ?? "", "do", "secretariat");
      expect((await casesOf(chamber, circular)).get("45")).toMatchObject({ state: "done" });
    },
  );

  chapter(
    "is checked against the rules of its issuer, with one checklist for each issuer; rules that are not met are rectified",
    async () => {
      const { id } = await issueCircular(city.context, policy({ source: "local", organizations: [school.code] }));
      await city.until("2031-03-03 09:20");
      const cases = [(await casesOf(school, circular)).get("13"), (await casesOf(school, id)).get("13")];
      for (const [index, source] of (["industry", "local"] as const).entries()) {
        const caseId = cases[index]?.id ?? "";
        await submit(school, caseId, "report", "secretariat");
        await accept(school, caseId, "report", "head");
        await submit(school, caseId, `source-${source}`, "secretariat", notMet(source, "没有传达到夜班"));
      }
      const found = { parentId: { in: cases.map((one) => one?.id ?? "") }, duty: "29" };
      expect(await city.db.case.count({ where: found })).toBe(2);
    },
  );

  chapter("is distributed completely and once, however often its distribution is interrupted", async () => {
    let cuts = 0;
    city.replaceDeps({
      page: 1,
      failPoint: (name, from) => {
        if (name.startsWith("distribute") && from === "1" && cuts++ % 2 === 0) throw new Error("cut off");
      },
    });
    const { id } = await issueCircular(city.context, policy({ title: "关于开展防疫培训的通知" }));
    await city.until("2031-03-03 09:40");
    expect(cuts).toBeGreaterThanOrEqual(4);
    const cases = await city.db.case.findMany({ where: { circularId: id }, include: { tasks: true } });
    // The chamber has 6 cases, with 9 tasks of row 13; the school, the charity and the later organization have 5 and 6 each.
    expect(cases).toHaveLength(21);
    expect(cases.flatMap(({ tasks }) => tasks)).toHaveLength(44);
    expect(new Set(cases.map(({ organizationId }) => organizationId)).size).toBe(4);
    const prompts = await city.db.notice.findMany({
      where: { channel: "email", task: { step: "report", case: { circularId: id } } },
    });
    expect(prompts).toHaveLength(4);
    expect(new Set(prompts.map(({ taskId }) => taskId)).size).toBe(4);
    city.replaceDeps({});
  });

  chapter(
    "waits while the organization is paused and continues with the new role holder; the meeting can be moved",
    async () => {
      city.newMessages();
      await pauseOrganization(city.context, school.code, "administrator");
      const { id } = await issueCircular(city.context, policy({ source: "authority", organizations: [school.code] }));
      await city.until("2031-03-03 10:04");
      expect(city.newMessages(school)).toEqual([]);
      await addPerson(city.context, {
        organization: school.code,
        role: "secretariat",
        name: "新任秘书",
        email: "new.secretary@example.org",
      });
      await leave(city.context, school.email("secretariat"), { organization: school.code, actor: "administrator" });
      await resumeOrganization(city.context, school.code, "administrator");
      await city.until("2031-03-03 10:05");
      expect(city.newMessages(school).map((one) => one.to)).toContain("new.secretary@example.org");
      const actor = { personId: (await idAt(city.db, "new.secretary@example.org")) ?? "" };
      const caseId = (await casesOf(school, id)).get("13")?.id ?? "";
      const submit = async (key: string, values: Record<string, string>) =>
        city.act({
          taskId: (await city.task(caseId, key)).id,
          verb: "submit",
          actor,
          submission: { values, files: [] },
        });
      await submit("report", { "reported-to": "负责人" });
      await accept(school, caseId, "report", "head");
      await submit("table-date", { date: "2031-03-18" });
      await moveMeeting(city.context, { caseId, to: "2031-03-25", actor: "administrator" });
      expect(await moveMeeting(city.context, { caseId, to: "2031-03-25", actor: "administrator" })).toEqual({
        changed: false,
      });
      expect((await city.task(caseId, "table")).dueAt).toEqual(new Date("2031-03-26T10:00:00Z"));
      await moveMeeting(city.context, { caseId, to: "2031-03-03", actor: "administrator" });
      await submit("table", { minutes: "已部署" });
      const late = moveMeeting(city.context, { caseId, to: "2031-03-26", actor: "administrator" });
      await expect(late).rejects.toThrow(/the meeting is over/);
    },
  );

  chapter("also has a monthly row, studying, which needs no policy", async () => {
    await city.plan();
    const monthly = await city.db.case.findMany({
      where: { organizationId: chamber.id, kind: "PR", key: "2031-03" },
      include: { tasks: { include: { notices: true } } },
      orderBy: { duty: "asc" },
    });
    const rows = monthly.map(({ duty, tasks }) => ({
      duty,
      keys: tasks.map(({ key }) => key),
      notified: tasks.every(({ notices }) => notices.length > 0),
    }));
    expect(rows).toEqual([
      { duty: "1", keys: ["study"], notified: true },
      { duty: "7", keys: ["first-topic"], notified: true },
    ]);
  });

  chapter(
    "escalates from D on while nobody reports it, to the legal representative, the board and the authority, and repeats",
    async () => {
      const { id } = await issueCircular(city.context, policy({ organizations: [charity.code] }));
      await city.until("2031-03-17 12:00");
      const report = await city.db.task.findFirstOrThrow({ where: { case: { circularId: id }, step: "report" } });
      const steps = (await sentByLadder(city, report.id)).filter((step) => !step.endsWith("copy"));
      expect(steps).toEqual([
        "03-03 10h secretariat email",
        "03-03 10h secretariat sms",
        "03-03 14h secretariat sms",
        "03-04 18h legal-representative email",
        "03-04 18h legal-representative sms",
        "03-05 09h supervisory-board email",
        "03-07 09h authority email",
        "03-14 09h authority email",
        "03-14 09h secretariat email",
      ]);
      const study = await city.db.task.findFirst({ where: { case: { circularId: id }, step: "study" } });
      expect(study?.state).toBe("open");
    },
  );
});
