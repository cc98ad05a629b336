import { beforeEach, describe, expect, it } from "vitest";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { newId } from "../../../records/rows.ts";
import { refused } from "../../support/organization.ts";
import { type Desk, openDesk } from "../portal.ts";

let desk: Desk;
let cookie: string;
beforeEach(async () => {
  desk = await openDesk();
  cookie = await desk.session(null);
});

const page = (path: string, who = cookie): Promise<string> => desk.page(path, who);
const section = (text: string, id: string): string =>
  new RegExp(`<h2 id="${id}">[\\s\\S]*?</section>`).exec(text)?.[0] ?? "";
const tasksIn = (text: string): string[] => [
  ...new Set([...text.matchAll(/href="\/board\/task\/(\w+)"/g)].map(([, id = ""]) => id)),
];
const state = (text: string, name: string): string =>
  new RegExp(`href="/board/organizations\\?state=${name}"><b>(\\d+)</b>`).exec(text)?.[1] ?? "";

describe("the desk", () => {
  it("shows dangers before older tasks: doer with number, outcome of the message, next rung", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const old = await desk.finding(organization, "账目不清", "minor");
    desk.pass(24 * 30);
    const leak = await desk.finding(organization, "四楼燃气泄漏", "critical");
    const stuck = await desk.finding(organization, "屋顶渗水");
    await desk.db.$executeRaw`
      update task set outlook = 'blocked', outlook_at = ${desk.now()}, outlook_note = '施工队还没有定' where id = ${stuck.taskId}`;
    const text = section(await page("/board"), "danger");
    expect(tasksIn(text)).toEqual([leak.taskId, stuck.taskId]);
    expect(text).not.toContain(old.taskId);
    expect(text).toContain("紧急事项");
    expect(text).toContain("施工队还没有定");
    expect(text).toContain("尚未发出消息，本人尚未确认");
    // Within three days, the next rung and the term are shown as times.
    expect(text).toMatch(/下一步：(今日|明日|\d+月\d+日)\d\d:\d\d /);
    expect(text).toMatch(/<span class="left ">还有[^<（]+（(今日|明日|\d+月\d+日)\d\d:\d\d前）<\/span>/);
    expect(text).toMatch(/href="tel:\+\d+"/);
    expect(text).toContain('<span class="count">2</span>');
    // The telephone number is shown to a supervisory board, not to a party head.
    const board = await desk.session(organization.person("supervisory-board"));
    expect(section(await page("/board", board), "danger")).toMatch(/href="tel:/);
    // A filtered board has no desk.
    expect(section(await page("/board?view=late"), "danger")).toBe("");
    expect(section(await page("/board?severity=critical"), "danger")).toBe("");
  });

  it("hides no danger of the reader behind a thousand of others, and counts all of the reader's", async () => {
    const [mine, theirs] = await Promise.all([1, 2].map(() => desk.organization({ language: "zh-CN" })));
    if (!mine || !theirs) throw new Error("two were made");
    const many = await desk.finding(theirs, "别家的事");
    await desk.db
      .$executeRaw`update task set outlook = 'blocked', outlook_at = ${desk.now()} where id = ${many.taskId}`;
    await desk.db.$executeRaw`
      insert into task select (jsonb_populate_record(t, jsonb_build_object('id', 'more' || n, 'key', 'more' || n))).*
      from task t, generate_series(1, 1200) n where t.id = ${many.taskId}`;
    desk.pass(1);
    const own = await desk.finding(mine, "屋顶渗水");
    await desk.db.$executeRaw`update task set outlook = 'blocked', outlook_at = ${desk.now()} where id = ${own.taskId}`;
    const board = await desk.session(mine.person("supervisory-board"));
    const danger = section(await page("/board", board), "danger");
    expect(tasksIn(danger)).toEqual([own.taskId]);
    expect(section(await page("/board"), "danger")).toContain('<span class="count">1202</span>');
  });

  it("treats tasks as dangers if their policy, written by an administrator, sends at night", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "堤坝巡查");
    const definition = { ...defaultPolicies.emergency, name: "dike-watch" } as object;
    await desk.db.policyRow.create({ data: { name: "dike-watch", definition, updatedAt: desk.now() } });
    expect(tasksIn(section(await page("/board"), "danger"))).toEqual([]);
    await desk.db.$executeRaw`update task set policy = 'dike-watch' where id = ${taskId}`;
    const danger = section(await page("/board"), "danger");
    expect(tasksIn(danger)).toEqual([taskId]);
    expect(danger).toContain("限时处置");
  });

  it("shows whether the link of the last message was opened since", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId, caseId } = await desk.finding(organization, "四楼燃气泄漏", "critical");
    const doer = organization.person("secretariat");
    const sent = async (): Promise<void> => {
      const [at, delivery] = [desk.now(), newId()];
      await desk.db
        .$executeRaw`insert into delivery (id, person_id, channel, reference, state, run, created_at, finished_at)
        values (${delivery}, ${doer}, 'email', ${delivery}, 'sent', 'r', ${at}, ${at})`;
      await desk.db.$executeRaw`
        insert into notice (id, task_id, case_id, organization_id, person_id, step, channel, shape, part, shard, state, send_at, created_at, delivery_id)
        values (${newId()}, ${taskId}, ${caseId}, ${organization.id}, ${doer}, ${newId()}, 'email', 'due', 'doer', 0, 'sent', ${at}, ${at}, ${delivery})`;
    };
    await sent();
    const code = await desk.code(doer, taskId);
    expect(section(await page("/board"), "danger")).toContain("链接未打开");
    desk.pass(1);
    await desk.get(`/t/${code}`);
    expect(section(await page("/board"), "danger")).toMatch(/链接已打开 [^，]*11:00/);
    desk.pass(1);
    await sent();
    expect(section(await page("/board"), "danger")).toContain("链接未打开");
  });

  it("shows a verifier the tasks that wait for their verdict, with their evidence, and nobody else", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "消防通道堵塞");
    const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    await desk.send(doer, "submit", { "ask-note": "已清理通道" });
    const board = await desk.session(organization.person("supervisory-board"));
    const mine = section(await page("/board", board), "mine");
    expect(tasksIn(mine)).toEqual([taskId]);
    expect(mine).toContain("已清理通道");
    expect(section(await page("/board"), "mine")).toBe("");
    const head = await desk.session(organization.person("head"));
    expect(section(await page("/board", head), "mine")).toContain("没有等您核验的事项");
  });

  it("counts organizations by state, with links; one without any contact is silent, one without an address unreachable", async () => {
    const [late, silent, mute, risk] = await Promise.all(
      [1, 2, 3, 4].map(() => desk.organization({ language: "zh-CN" })),
    );
    if (!late || !silent || !mute || !risk) throw new Error("four were made");
    await desk.organization();
    const touched = await desk.finding(late, "一");
    await desk.finding(silent, "二");
    await desk.finding(mute, "三");
    const held = await desk.db.holding.findMany({ where: { organizationId: mute.id } });
    await refused(
      desk.db,
      held.map(({ personId }) => personId),
    );
    desk.pass(24 * 30);
    await desk.db.$executeRaw`update task set state = 'acknowledged' where id = ${touched.taskId}`;
    const { taskId } = await desk.finding(risk, "四");
    await desk.db.$executeRaw`update task set outlook = 'at-risk', outlook_at = ${desk.now()} where id = ${taskId}`;
    const text = await page("/board");
    const states = ["unreachable", "silent", "late", "at-risk", "good"].map((one) => [one, state(text, one)]);
    expect(states).toEqual([
      ["unreachable", "1"],
      ["silent", "1"],
      ["late", "1"],
      ["at-risk", "1"],
      ["good", "1"],
    ]);
    const listed = async (query: string): Promise<string[]> =>
      [...(await page(`/board/organizations${query}`)).matchAll(/href="\/board\?q=([^"]+)"/g)].map(
        ([, code = ""]) => code,
      );
    expect(await listed("?state=silent")).toEqual([silent.code]);
    expect(await listed("?state=good")).toHaveLength(1);
    expect((await listed("")).slice(0, 4)).toEqual([mute.code, silent.code, late.code, risk.code]);
    expect(await listed("")).toHaveLength(5);
    expect(await listed(`?q=${late.code}`)).toEqual([late.code]);
    // The board of an organization sees only its own.
    const board = await desk.session(silent.person("supervisory-board"));
    const own = await page("/board", board);
    expect(/<h2 id="city">.*?<\/h2>/.exec(own)?.[0]).toMatch(/(逾期且无回应|Silent)/);
    expect((await page("/board/organizations", board)).match(/class="row"/g)).toHaveLength(1);
  });

  it("shows the share done on time in each past month, and compares the last month with the one before", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    // openDesk begins on 2026-11-23.
    const settled = async (day: string, late: boolean): Promise<void> => {
      const { taskId, caseId } = await desk.finding(organization, day);
      const [due, at] = [new Date(`${day}T10:00:00Z`), new Date(`${day}T${late ? "11" : "09"}:00:00Z`)];
      await desk.db.$executeRaw`
        update task set state = 'accepted', due_at = ${due}, submitted_at = ${at}, settled_at = ${at} where id = ${taskId}`;
      await desk.db.$executeRaw`update "case" set state = 'done', settled_at = ${at} where id = ${caseId}`;
    };
    await settled("2026-09-10", false);
    await settled("2026-09-11", true);
    for (const day of ["2026-10-12", "2026-10-13", "2026-10-14"]) await settled(day, false);
    await settled("2026-10-15", true);
    const city = section(await page("/board"), "city");
    expect(city).toContain("上月按期率75%，比前一个月高25个百分点");
    expect(city).toMatch(/2026年9月<\/th><td class="number">50%<\/td><td class="number">2<\/td>/);
    expect(city).not.toContain("2026年8月</th>");
  });

  it("filters its tables by district, type, severity and due day, and keeps the filter in the address", async () => {
    const here = await desk.organization({ type: "CHA", language: "zh-CN" });
    const there = await desk.organization({ type: "SVC", language: "zh-CN" });
    await desk.db
      .$executeRaw`update organization set district = case id when ${here.id} then '越秀区' else '天河区' end`;
    await desk.finding(here, "越秀的事", "critical");
    await desk.finding(there, "天河的事", "minor");
    desk.pass(24 * 60);
    for (const query of ["district=越秀区", "type=CHA", "severity=critical"]) {
      const text = await page(`/board?${query}`);
      expect(text, query).toContain("越秀的事");
      expect(text, query).not.toContain("天河的事");
    }
    const text = await page("/board?district=天河区&due=today&view=late");
    expect(text).toContain("天河的事");
    expect(text).not.toContain("越秀的事");
    const tile = /href="(\/board\?[^"]+view=verdict)"/.exec(text)?.[1] ?? "";
    expect(decodeURIComponent(tile.replaceAll("&amp;", "&"))).toBe("/board?district=天河区&due=today&view=verdict");
    expect((await page("/board?type=nonsense&severity=1&due=x")).includes("越秀的事")).toBe(true);
  });

  it("sorts a table by severity before lateness, and names the doers", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const minor = await desk.finding(organization, "小事", "minor");
    desk.pass(24);
    const critical = await desk.finding(organization, "大事", "critical");
    desk.pass(24 * 60);
    const late = section(await page("/board?view=late"), "late");
    expect(tasksIn(late)).toEqual([critical.taskId, minor.taskId]);
    expect(late).toContain("secretariat");
  });
});
