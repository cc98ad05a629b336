import { beforeAll, describe, expect } from "vitest";
import { cancelCase } from "../../client/cases/cases.ts";
import { issueCircular, withdrawCircular } from "../../client/cases/circulars.ts";
import { chapters } from "../support/chapters.ts";
import type { Organization } from "../support/organization.ts";
import { recipientsOf } from "../support/recipients.ts";
import { notMet, policy, policyIn } from "../support/stories/policy.ts";
import { startWorld, type World } from "../support/world.ts";

let city: World;
let chamber: Organization;
let school: Organization;

beforeAll(async () => {
  city = await startWorld();
  chamber = await city.organization({ type: "IND" });
  school = await city.organization({ type: "SVC", party: false });
  // Organizations in which nobody submits anything.
  await city.organization({ type: "CHA", vacant: ["head"] });
  await city.organization({ type: "CHA" });
});

const { casesOf, tasksOf, submit, accept } = policyIn(() => city);

describe("a policy that an authority issues", () => {
  const chapter = chapters();

  chapter("that is cancelled in one organization requests nothing more there, also not from members", async () => {
    const { id } = await issueCircular(city.context, policy({ organizations: [chamber.code] }));
    await city.until("2031-03-03 09:50");
    const caseId = (await casesOf(chamber, id)).get("13")?.id ?? "";
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "文件已废止" });
    await city.settled();
    expect(new Set((await tasksOf(caseId)).map(({ state }) => state))).toEqual(new Set(["cancelled"]));
  });

  chapter("that is cancelled in one organization ends its resolutions there, and notifies their doers", async () => {
    const { id } = await issueCircular(city.context, policy({ organizations: [school.code] }));
    await city.until("2031-03-03 09:51");
    const caseId = (await casesOf(school, id)).get("13")?.id ?? "";
    await city.awaitTask(caseId, "table");
    await submit(school, caseId, "report", "secretariat");
    await accept(school, caseId, "report", "head");
    await submit(school, caseId, "table-date", "secretariat", { date: "2031-03-03" });
    await submit(school, caseId, "table", "secretariat", { resolutions: "成立工作组" });
    const resolved = () => city.db.case.findFirstOrThrow({ where: { parentId: caseId, duty: "15" } });
    expect(await resolved()).toMatchObject({ subject: "成立工作组", state: "open" });
    await city.settled();
    city.newMessages();
    await cancelCase(city.context, { caseId, actor: "administrator", reason: "文件不适用于本机构" });
    await city.settled();
    expect(await resolved()).toMatchObject({ state: "cancelled" });
    expect(
      city
        .newMessages(school)
        .map(({ text }) => text)
        .join("\n"),
    ).toContain("成立工作组");
  });

  chapter(
    "that is withdrawn ends once everywhere, however often this is interrupted; the doers are notified of the reason",
    async () => {
      let cuts = 0;
      city.replaceDeps({
        page: 1,
        failPoint: (name, from) => {
          if (name === "withdraw" && from === "1" && cuts++ === 0) throw new Error("cut off");
        },
      });
      const { id } = await issueCircular(city.context, policy({ title: "关于暂停聚集性活动的通知" }));
      await city.until("2031-03-03 09:54");
      await submit(chamber, (await casesOf(chamber, id)).get("13")?.id ?? "", "report", "secretariat");
      await city.settled();
      city.newMessages();
      const withdrawal = { id, reason: "与新文件重复", actor: "administrator" as const };
      expect(await withdrawCircular(city.context, withdrawal)).toEqual({ changed: true, organizations: 4, goesOn: 0 });
      expect(await withdrawCircular(city.context, { ...withdrawal, reason: "x" })).toEqual({
        changed: false,
        organizations: 0,
        goesOn: 0,
      });
      await city.until("2031-03-03 09:56");
      expect(cuts).toBeGreaterThan(1);
      const ended = await city.db.case.findMany({ where: { circularId: id }, include: { tasks: true } });
      expect(new Set(ended.flatMap(({ state, tasks }) => [state, ...tasks.map((task) => task.state)]))).toEqual(
        new Set(["cancelled"]),
      );
      expect(ended.map(({ duty }) => duty)).toEqual(expect.arrayContaining(["3", "13", "16", "17", "24", "45"]));
      const messages = city.newMessages();
      for (const organization of [chamber, school]) {
        const mails = messages.filter((one) => one.organization === organization.id);
        expect(recipientsOf(mails)).toContain("secretariat email");
        for (const mail of mails) expect(mail.text).toContain("与新文件重复");
      }
      // Nobody is notified twice, or of a task whose request had not been sent.
      const words = await city.db.notice.findMany({
        where: { shape: "settled", task: { case: { circularId: id } } },
        include: { task: true },
      });
      expect(words.length).toBeGreaterThan(4);
      expect(words.every(({ task }) => task?.waitsFor === 0)).toBe(true);
      expect(new Set(words.map(({ taskId, personId }) => `${taskId} ${personId}`)).size).toBe(words.length);
      const relayed = (await casesOf(chamber, id)).get("13")?.id ?? "";
      const [last] = await city.db.event.findMany({ where: { caseId: relayed }, orderBy: { id: "desc" }, take: 1 });
      expect(last).toMatchObject({ verb: "withdrawn", actor: "administrator", after: { reason: "与新文件重复" } });
      city.replaceDeps({});
    },
  );

  chapter(
    "that is withdrawn during its distribution is not distributed further; the workflows of a call end",
    async () => {
      const key = "穗社管〔2031〕9号";
      city.replaceDeps({
        page: 1,
        failPoint: async (name, from) => {
          if (name !== "distribute:first" || from !== "2") return;
          const { id } = await city.db.circular.findUniqueOrThrow({ where: { key } });
          await withdrawCircular(city.context, { id, reason: "发错了", actor: "administrator" });
        },
      });
      const { id } = await issueCircular(city.context, policy({ key }));
      await city.until("2031-03-03 09:58");
      const cases = await city.db.case.findMany({ where: { circularId: id } });
      expect(cases.length).toBeGreaterThan(0);
      expect(new Set(cases.map(({ organizationId }) => organizationId)).size).toBe(2);
      expect(new Set(cases.map(({ state }) => state))).toEqual(new Set(["cancelled"]));
      city.replaceDeps({});

      const call = policy({ event: "call-issued", title: "请支援社区", organizations: [chamber.code] });
      const issued = await issueCircular(city.context, call);
      await city.until("2031-03-03 09:59");
      const [called] = await city.db.case.findMany({ where: { circularId: issued.id } });
      await withdrawCircular(city.context, { id: issued.id, reason: "已由区里安排", actor: "administrator" });
      expect(await city.resultOf(`call-${called?.id}`)).toBe("cancelled");
    },
  );

  chapter("that is withdrawn after it was done ends its resolutions; findings are still rectified", async () => {
    const { id } = await issueCircular(city.context, policy({ source: "local", organizations: [school.code] }));
    await city.until("2031-03-03 10:01");
    const cases = await casesOf(school, id);
    const caseId = cases.get("13")?.id ?? "";
    await submit(school, caseId, "report", "secretariat");
    await accept(school, caseId, "report", "head");
    for (const key of ["study", "carry-out"]) await submit(school, caseId, key, "secretariat");
    await submit(school, caseId, "table-date", "secretariat", { date: "2031-03-03" });
    await submit(school, caseId, "table", "secretariat", { resolutions: "成立工作组\n采购口罩" });
    await submit(school, caseId, "source-local", "secretariat", notMet("local", "夜班无人知晓"));
    for (const [duty, one] of cases)
      if (duty !== "13") await cancelCase(city.context, { caseId: one.id, actor: "administrator", reason: "已合并" });
    const childCases = async () =>
      (
        await city.db.case.findMany({ where: { parentId: caseId }, orderBy: [{ duty: "asc" }, { subject: "asc" }] })
      ).map(({ id, state, duty, subject }) => ({ id, state, about: `${duty} ${subject}` }));
    const resolved = (await childCases()).find(({ about }) => about === "15 成立工作组");
    await submit(school, resolved?.id ?? "", "implement", "secretariat");
    await city.settled();
    city.newMessages();

    const withdrawal = { id, reason: "与新文件重复", actor: "administrator" as const };
    expect(await withdrawCircular(city.context, withdrawal)).toEqual({ changed: true, organizations: 1, goesOn: 1 });
    await city.until("2031-03-03 10:02");
    expect((await childCases()).map(({ about, state }) => `${about} ${state}`)).toEqual([
      "15 成立工作组 done",
      "15 采购口罩 cancelled",
      expect.stringMatching(/^29 .*夜班无人知晓.* open$/),
    ]);
    const words = city.newMessages(school).filter(({ text }) => text.includes("与新文件重复"));
    expect(recipientsOf(words)).toEqual(["secretariat email"]);
    expect(words[0]?.text).toContain("采购口罩");
  });
});
