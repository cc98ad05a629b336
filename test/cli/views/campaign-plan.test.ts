import { describe, expect, it } from "vitest";
import { instantAt } from "../../../domain/time/zones.ts";
import { chapters } from "../../support/chapters.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2031-03-03", "10:00", zone);
const { duban } = commandLine(db, () => now);
const charity = await found(db, now, {});
const hub = await found(db, now, { type: "HUB" });
const helper = await found(db, now, { type: "VOL", qualified: false });

interface Plan {
  case: string;
  created: boolean;
  late: boolean;
  state: string;
  campaign: string | null;
  missing: string[];
  steps: { task: string; step: string; dueAt: string; basis: { name: string; status: string } | null }[];
}
const plan = async (org: string, ...more: string[]): Promise<Plan> => {
  const { code, data, err } = await duban("campaign", "plan", "冬日暖阳", "--org", org, ...more, "--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  return data as Plan;
};

const chapter = chapters();

describe("duban campaign plan", () => {
  chapter("requests filing and notice from a qualified charity, with rule and status", async () => {
    const planned = await plan(charity.code, "--from", "2031-04-03", "--to", "2031-05-03", "--key", "winter");
    expect(planned).toMatchObject({ created: true, late: false, state: "planned" });
    expect(planned.steps.find(({ step }) => step === "file-plan")).toMatchObject({
      basis: { name: "fundraising-plan-before", status: "P" },
    });
    const again = await plan(charity.code, "--from", "2031-06-03", "--key", "winter");
    expect(again).toMatchObject({ case: planned.case, created: false });
    const { out } = await duban("campaign", "show", planned.case);
    expect(out).toContain("as quoted elsewhere");
    expect(out).toContain("  - File the fundraising plan");
    expect((await duban("campaign", "list", "--org", charity.code)).out).toContain("planned");
    const filing = planned.steps.find(({ step }) => step === "file-plan")?.task ?? "";
    expect((await duban("task", "show", filing)).out).toContain("art. 11 (as quoted elsewhere)");
  });

  chapter("accepts no donation before the campaign begins, and says how long that will be", async () => {
    const { case: caseId } = await plan(charity.code, "--from", "2031-04-03", "--key", "early");
    const early = await duban("donation", "list", caseId, "--json");
    expect(early.code).toBe(4);
    expect(JSON.parse(early.err).error).toMatchObject({
      code: "REFUSED",
      reason: "campaign-not-begun",
      values: { state: "open", startsOn: "2031-04-03", days: 31 },
    });
    const chinese = commandLine(db, () => now, { locale: "zh_CN.UTF-8" }).duban;
    expect((await chinese("donation", "list", caseId)).err).toContain("开始日期为2031-04-03，还有31天");
  });

  chapter("shows the case first, then its tasks, then what is missing; entirely in Chinese", async () => {
    const chinese = commandLine(db, () => now, { locale: "zh_CN.UTF-8" }).duban;
    const words = ["campaign", "plan", "春风送暖", "--org", charity.code, "--from", "2031-05-05", "--key", "order"];
    const lines = (await duban(...words)).out.split("\n");
    const { case: caseId } = await plan(charity.code, "--from", "2031-05-05", "--key", "order");
    expect(lines[0]).toBe(`Campaign ${caseId} is planned.`);
    expect(lines[1]).toContain(`(${charity.code}), planned; from 2031-05-05`);
    const at = (text: string): number => lines.findIndex((line) => line.includes(text));
    expect(at("Missing before it may begin")).toBeGreaterThan(at("as quoted elsewhere"));
    expect(at("as quoted elsewhere")).toBeGreaterThan(1);
    for (const command of [words, ["campaign", "show", caseId]]) {
      const { out } = await chinese(...command);
      expect(out).toMatch(/（GZ-TEST-\d+），筹划中；自2031-05-05起\n[\s\S]*\n开始前还缺：\n {2}- [^A-Za-z]*\n/);
      expect(out.replaceAll(/GZ-TEST-\d+|\b[0-9a-z]{16}\b/g, "")).not.toMatch(/[A-Za-z]{3,}/);
    }
  });

  chapter("requests a partner from an unqualified organization, and says if it is late from the start", async () => {
    const planned = await plan(helper.code, "--from", "2031-03-10");
    expect(planned.late).toBe(true);
    expect(planned.steps.map(({ step }) => step)).toEqual(
      expect.arrayContaining(["assess-partner", "agreement", "partner-plan", "begin"]),
    );
    // Five business days would end on the first day itself, so D is the workday before.
    const due = (step: string): string | null | undefined => planned.steps.find((one) => one.step === step)?.dueAt;
    // The agreement waits for the assessment, so its term has not begun.
    expect([due("assess-partner"), due("agreement")]).toEqual(["2031-03-07T10:00:00.000Z", null]);
    const moved = await duban("campaign", "move", planned.case, "--from", "2031-03-06", "--json");
    expect(moved.code).toBe(0);
    const assess = planned.steps.find(({ step }) => step === "assess-partner")?.task ?? "";
    const { dueAt } = await db.task.findUniqueOrThrow({ where: { id: assess } });
    expect(dueAt).toEqual(instantAt("2031-03-05", "18:00", zone));
  });

  it.each([
    [["plan", "x", "--org", "GZ-9", "--from", "2031-04-03"], 3, "GZ-9"],
    [["plan", "x", "--org", charity.code, "--from", "2031-02-30"], 2, "2031-02-30"],
    [["plan", "x", "--org", charity.code, "--from", "2031-03-01"], 2, "a day from 2031-03-03 on"],
    [["plan", "x", "--org", charity.code, "--from", "2031-04-03", "--to", "2031-04-01"], 2, "2031-04-01"],
    [["start", "--org", hub.code, "--title", "x"], 4, "Publish the solicitation notice"],
    [["start", "--org", charity.code, "--title", "x"], 4, "Publish the solicitation notice"],
    [["start", "--org", helper.code, "--title", "x", "--emergency"], 4, "Assess the partner"],
    [["start", "--plan", "nowhere"], 3, "nowhere"],
    [["start", "--title", "x"], 2, "--org"],
  ])("refuses %j with exit code %i, and writes nothing", async (argv, code, words) => {
    const before = await db.case.count();
    const refused = await duban("campaign", ...argv);
    expect(refused.code).toBe(code);
    expect(refused.err).toContain(words);
    expect(await db.case.count()).toBe(before);
  });
});

describe("a planned campaign", () => {
  chapter(
    "accepts no donation before it begins; it begins by its plan when nothing is missing, and then also accepts donations by the plan's id",
    async () => {
      const planned = await plan(charity.code, "--from", "2031-03-03", "--to", "2031-04-03", "--key", "spring");
      const shut = await duban("donation", "record", planned.case, "--amount", "1");
      expect(shut.code).toBe(4);
      expect(shut.err).toContain("File the fundraising plan");
      expect((await duban("campaign", "start", "--plan", planned.case, "--title", "x")).code).toBe(2);
      const task = (step: string): string => planned.steps.find((one) => one.step === step)?.task ?? "";
      const items = ["name", "certificate", "plan", "contacts", "query"].flatMap((item) => [
        "--set",
        `items.${item}=ok`,
      ]);
      await duban("task", "submit", task("file-plan"), "--set", "filing-number=A1", "--set", "certificate=B1");
      const notice = ["--set", "address=https://example.org/n", ...items, "--set", "items.platform=na"];
      expect((await duban("task", "submit", task("publish-notice"), ...notice)).code).toBe(0);
      expect((await duban("campaign", "show", planned.case)).out).toContain("may begin");
      const started = await duban("campaign", "start", "--plan", planned.case, "--json");
      expect(started).toMatchObject({ code: 0, data: { created: true, plan: planned.case } });
      const given = await duban("donation", "record", planned.case, "--amount", "100", "--json");
      expect(given).toMatchObject({ code: 0, data: { case: (started.data as { case: string }).case, recorded: 1 } });
      expect((await duban("campaign", "cancel", planned.case, "--reason", "不办了")).code).toBe(4);
      expect((await duban("campaign", "move", planned.case, "--from", "2031-04-10")).code).toBe(4);
    },
  );

  chapter("is cancelled with its disclosures while nothing was donated", async () => {
    const started = await duban("campaign", "start", "--org", charity.code, "--title", "救灾", "--emergency", "--json");
    const { case: caseId, plan: planId } = started.data as { case: string; plan: string };
    expect((await duban("campaign", "cancel", caseId, "--reason", "险情解除")).code).toBe(0);
    const states = await db.case.findMany({ where: { id: { in: [caseId, planId] } } });
    expect(states.map(({ state }) => state)).toEqual(["cancelled", "cancelled"]);
  });
});

describe("other matters of a campaign", () => {
  chapter("have their own term with its source: a donor's question, a changed use, a related party", async () => {
    now = instantAt("2031-03-03", "10:00", zone);
    const started = await duban("campaign", "start", "--org", hub.code, "--title", "助学", "--duty", "40b", "--json");
    const { case: caseId } = started.data as { case: string };
    const due = async (...argv: string[]) => {
      const { code, data } = await duban("donation", ...argv, "--json");
      expect(code).toBe(0);
      return data as { task: string; dueAt: string; created: boolean; basis: { status: string } };
    };
    // 20 days after Monday 2031-03-03 is Sunday 03-23, so D is the Monday after.
    const query = await due("query", caseId, "我的捐款用在哪里？", "--key", "Q1");
    expect(query).toMatchObject({
      dueAt: instantAt("2031-03-24", "18:00", zone).toISOString(),
      basis: { status: "V" },
    });
    expect(await due("query", caseId, "我的捐款用在哪里？", "--key", "Q1")).toMatchObject({
      task: query.task,
      created: false,
    });
    expect(await due("change-use", caseId, "改购药品")).toMatchObject({
      dueAt: instantAt("2031-03-13", "18:00", zone).toISOString(),
    });
    expect(await due("related", caseId, "向理事单位采购")).toMatchObject({
      dueAt: instantAt("2031-04-02", "18:00", zone).toISOString(),
    });
    expect((await duban("donation", "query", caseId, "x", "--on", "2031-03-09")).code).toBe(2);
    expect((await duban("task", "submit", query.task, "--set", "answer=用于第一批书包")).code).toBe(0);
  });
});

describe("duban matter", () => {
  chapter(
    "plans, moves and records a major matter; refuses the record without the receipt, unless the matter took place anyway",
    async () => {
      now = instantAt("2031-03-03", "10:00", zone);
      const plan = [
        "matter",
        "plan",
        "召开会员代表大会",
        "--org",
        hub.code,
        "--on",
        "2031-03-31",
        "--key",
        "c",
        "--json",
      ];
      const planned = await duban(...plan);
      expect(planned).toMatchObject({ code: 0, data: { created: true, late: false, on: "2031-03-31" } });
      const { case: caseId } = planned.data as { case: string };
      expect(await duban(...plan)).toMatchObject({ data: { case: caseId, created: false } });
      expect(await duban("matter", "move", caseId, "--on", "2031-03-10", "--json")).toMatchObject({
        data: { changed: true, late: true, on: "2031-03-10" },
      });
      now = instantAt("2031-03-10", "09:00", zone);
      const held = await duban("matter", "hold", caseId);
      expect(held.code).toBe(4);
      expect(held.err).toContain("The filing receipt of the major matter is not there");
      expect((await duban("matter", "hold", caseId, "--anyway")).code).toBe(2);
      expect((await duban("matter", "hold", caseId, "--anyway", "--reason", "主管单位要求")).code).toBe(0);
      expect((await duban("matter", "list", "--org", hub.code)).out).toContain("召开会员代表大会");
      expect((await duban("case", "show", caseId)).out).toContain("主管单位要求");
      expect((await duban("matter", "plan", "x", "--org", hub.code, "--on", "2031-03-01")).code).toBe(2);
      expect((await duban("matter", "show", "nowhere")).code).toBe(3);
    },
  );
});
