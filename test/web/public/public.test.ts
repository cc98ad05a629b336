import { createHash } from "node:crypto";
import { beforeAll, describe, expect, it } from "vitest";
import type { ActContext } from "../../../client/context.ts";
import { startCampaign } from "../../../client/kinds/campaign.ts";
import { recordDonations } from "../../../client/kinds/donation.ts";
import { notePlatform } from "../../../client/kinds/platform.ts";
import { act } from "../../../client/tasks/act.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { dateIn, instantAt } from "../../../domain/time/zones.ts";
import { disclosuresOfCase, markLate, openDisclosure, publish } from "../../../records/donations/disclosures.ts";
import { newId } from "../../../records/rows.ts";
import { publicRoutes } from "../../../web/public/public.ts";
import { periodWords } from "../../../web/public/public-words.ts";
import { freshDatabase } from "../../support/database.ts";
import { readAtom } from "../../support/files/atom.ts";

const { db } = await freshDatabase();
const zone = "Asia/Shanghai";
let now = instantAt("2031-03-07", "10:00", zone);
const context: ActContext = { db, now: () => now, calendar: chinaCalendar(), flush: async () => undefined };
const app = publicRoutes({ context, publicUrl: "https://duban.example.org" });
const actor = "administrator";

const organization = async (id: string, code: string, name: string, type = "CHA"): Promise<void> => {
  await db.$executeRaw`insert into organization (id, code, name, type, registration, zone, party, qualified, shard, joined_on, created_at)
    values (${id}, ${code}, ${name}, ${type}, 'foundation', ${zone}, true, true, 0, '2026-01-01', now())`;
};

async function requestDisclosure(caseId: string, organizationId: string, period: string, dueAt: Date): Promise<string> {
  const taskId = newId();
  await db.$executeRaw`insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, opened_at, due_at,
      first_due_at, climb_from, climb_due_at, round)
    values (${taskId}, ${caseId}, ${organizationId}, '40a', ${period}, 'publish', array['secretariat'], 'open', 'disclosure', ${now},
      ${dueAt}, ${dueAt}, ${now}, ${dueAt}, 'round-40a-0')`;
  await openDisclosure(db, { caseId, organizationId, taskId, period, dueAt });
  return taskId;
}

const get = async (
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string; headers: Headers }> => {
  const response = await app.request(path, { headers });
  return { status: response.status, text: await response.text(), headers: response.headers };
};

let caseId: string;
let onTime: string;
let late: string;

beforeAll(async () => {
  await organization("o1", "GZ-1", "示例<b>慈善会");
  await organization("o2", "GZ-2", "别的机构", "HUB");
  await organization("o3", "GZ-3", "没有项目的机构");
  const common = { title: "暴雨救灾", emergency: true, startsOn: "2031-03-03", endsOn: "2031-04-30", actor } as const;
  ({ caseId } = await startCampaign(context, { ...common, organizationId: "o1" }));
  await startCampaign(context, { ...common, organizationId: "o2", duty: "40b", title: "别的项目", emergency: false });
  const rows = [
    { on: "2031-03-04", direction: "received", amount: "12000", donor: "陈先生", key: "R1" },
    { on: "2031-03-04", direction: "received", amount: "88.80", goods: "棉被<script>", key: "R2" },
    { on: "2031-03-05", direction: "used", amount: "300.50", purpose: "饮用水", key: "P1" },
  ];
  await recordDonations(context, { caseId, rows, actor });
  const first = await requestDisclosure(caseId, "o1", "2031-03-08", instantAt("2031-03-08", "24:00", zone));
  await db.$transaction((tx) => publish(tx, { taskId: first, at: now, statement: "感谢<img src=x>支持" }));
  const second = await requestDisclosure(caseId, "o1", "2031-03-13", instantAt("2031-03-13", "24:00", zone));
  await markLate(db, second, instantAt("2031-03-14", "08:00", zone));
  await db.$transaction((tx) =>
    publish(tx, { taskId: second, at: instantAt("2031-03-14", "09:00", zone), statement: "" }),
  );
  const ids = new Map((await disclosuresOfCase(db, caseId)).map((row) => [row.period, row.id]));
  onTime = ids.get("2031-03-08") ?? "";
  late = ids.get("2031-03-13") ?? "";
});

describe("the public page of an organization", () => {
  it("shows receipts and use, each disclosure's time, hash and lateness, and the time left until the next one", async () => {
    now = instantAt("2031-03-16", "21:30", zone);
    const { status, text } = await get("/org/GZ-1");
    expect(status).toBe(200);
    for (const words of ["¥12,088.80", "¥300.50", "¥11,788.30", "陈先生", "匿名", "应急期间，截至2031年3月13日"])
      expect(text).toContain(words);
    for (const row of await disclosuresOfCase(db, caseId)) expect(text).toContain(row.hash);
    expect(text.match(/published late/g)).toHaveLength(1);
    expect(text).toContain("还有2天2小时");
    expect(text).toContain("应急期间，截至2031年3月18日");
    expect(text).not.toContain("别的项目");
  });

  it("shows what is overdue and by how much, until it is published", async () => {
    const taskId = await requestDisclosure(caseId, "o1", "2031-03-18", instantAt("2031-03-18", "24:00", zone));
    now = instantAt("2031-03-19", "03:05", zone);
    const { text } = await get("/org/GZ-1?lang=en");
    expect(text).toContain("Overdue");
    expect(text).toContain("3 hours 5 minutes past due");
    expect(text).not.toContain("Next disclosure");
    await db.$executeRaw`delete from disclosure where task_id = ${taskId}`;
    await db.$executeRaw`delete from task where id = ${taskId}`;
  });

  it("shows when each disclosure was published on the unified platform, with a separate late mark", async () => {
    const about = () => get(`/org/GZ-1/disclosure/${onTime}`);
    // Due on 8 March and published here in time; not yet published on the platform on the 16th.
    expect((await about()).text).toMatch(/慈善中国：尚未登记公布网址<\/span> <strong class="badge late">/);
    const note = (address: string, on: string, time = "14:30") =>
      notePlatform(context, { caseId, period: "2031-03-08", address, on, time, actor });
    await expect(note("javascript:alert(1)", "2031-03-08")).rejects.toThrow(/begins with https/);
    await expect(note("https://cszg.example.org/1", "2031-12-01")).rejects.toThrow(/now or before/);
    // A day alone is not enough, and this time is in the future.
    await expect(note("https://cszg.example.org/1", "2031-03-08", "")).rejects.toThrow(/written like 14:30/);
    await expect(note("https://cszg.example.org/1", "2031-03-08", "下午")).rejects.toThrow(/written like 14:30/);
    const today = dateIn(now, zone);
    await expect(note("https://cszg.example.org/1", today, "23:59")).rejects.toThrow(/now or before/);
    await expect(note("https://cszg.example.org/1", "")).rejects.toThrow(/expected/);
    expect(await note("https://cszg.example.org/1", "2031-03-10")).toEqual({ changed: true });
    expect(await note("https://cszg.example.org/1", "2031-03-10")).toEqual({ changed: false });
    await expect(note("https://cszg.example.org/2", "2031-03-10")).rejects.toThrow(
      /stands there since 2031-03-10 14:30/,
    );
    const { text } = await about();
    // Both days and both marks: in time here, late on the platform.
    expect(text).toMatch(
      /按时公布<\/span><\/p>\s*<p><span class="hint"><a href="https:\/\/cszg.example.org\/1"[^>]*>慈善中国<\/a>：<time datetime="2031-03-10T14:30">2031年3月10日14:30</,
    );
    expect(text).toContain("逾期公布");
    expect((await get("/org/GZ-1")).text).toContain("https://cszg.example.org/1");
    await db.disclosure.update({
      where: { id: onTime },
      data: { platformAddress: null, platformOn: null, platformTime: null },
    });
  });

  it("shows the filing number of a campaign's plan, the day by which it is due, and the address of its notice", async () => {
    const plan = await db.case.findFirstOrThrow({ where: { kind: "FG" } });
    const then = now;
    now = instantAt("2031-03-07", "10:00", zone);
    expect((await get("/org/GZ-1")).text).toContain("募捐方案补办备案，不迟于2031年3月");
    now = instantAt("2031-04-01", "10:00", zone);
    expect((await get("/org/GZ-1")).text).toMatch(
      /逾期未备案<\/strong> 募捐方案应于2031年3月\d+日（周.）\d\d:\d\d前补办备案/,
    );
    now = then;
    const submit = async (key: string, values: Record<string, string>) => {
      const { id: taskId } = await db.task.findFirstOrThrow({ where: { caseId: plan.id, key } });
      await act(context, { taskId, verb: "submit", actor, submission: { values, files: [] } });
    };
    const items = ["name", "certificate", "plan", "contacts", "query", "platform"].map((item) => [
      `items.${item}`,
      "ok",
    ]);
    await submit("publish-notice", { address: "javascript:alert(1)", ...Object.fromEntries(items) });
    await submit("file-late", { "filing-number": "备案<2031>-1", certificate: "B1" });
    const { text } = await get("/org/GZ-1");
    expect(text).toContain("募捐方案备案编号：备案&lt;2031&gt;-1");
    expect(text).toContain("募捐公告：javascript:alert(1)");
    expect(text).not.toContain('href="javascript');
    expect((await get("/org/GZ-2")).text).not.toContain("募捐方案");
  });

  it("is in English on request, and remembers the choice", async () => {
    const { text, headers } = await get("/org/GZ-1?lang=en");
    expect(text).toContain('<html lang="en">');
    expect(text).toContain("Latest entries");
    const [cookie = ""] = (headers.get("set-cookie") ?? "").split(";");
    expect((await get("/org/GZ-1", { cookie })).text).toContain('<html lang="en">');
    expect((await get("/org/GZ-1")).text).toContain('<html lang="zh-CN">');
  });

  it("executes nothing from a name, from goods or from a statement", async () => {
    for (const path of ["/org", "/org/GZ-1", `/org/GZ-1/disclosure/${onTime}`]) {
      const { text } = await get(path);
      expect(text).not.toMatch(/<b>慈|<script(?! type="application\/ld\+json">)|<img src=x/);
    }
  });

  it("does not exist for an unknown code", async () => {
    for (const path of [
      "/org/NOBODY",
      "/org/NOBODY/donations.csv",
      "/org/NOBODY/disclosure/x",
      `/org/GZ-1/disclosure/x'--`,
    ])
      expect((await get(path)).status).toBe(404);
  });
});

describe("the page of a disclosure", () => {
  it("shows it in full, late or on time", async () => {
    const first = await get(`/org/GZ-1/disclosure/${onTime}`);
    expect(first.status).toBe(200);
    for (const words of ["感谢&lt;img", "¥12,088.80", "饮用水", "按时公布", "校验值与本页内容一致"])
      expect(first.text).toContain(words);
    expect(first.text).not.toContain("陈先生");
    expect((await get(`/org/GZ-1/disclosure/${late}`)).text).toContain("published late");
  });

  it("can be verified by anybody, with the command that it shows", async () => {
    const { text } = await get(`/org/GZ-1/disclosure/${late}?lang=en`);
    const [, url = "", previous = ""] = /curl -s '(\S+)'; printf %s '([0-9a-f]*)'\) \| sha256sum/.exec(text) ?? [];
    expect(url).toBe(`https://duban.example.org/org/GZ-1/disclosure/${late}/body.json`);
    expect(previous).toMatch(/^[0-9a-f]{64}$/);
    const body = await get(new URL(url).pathname);
    expect(body.headers.get("content-type")).toContain("application/json");
    expect(text).toContain(createHash("sha256").update(body.text).update(previous).digest("hex"));
    expect(text).toContain("agrees with what is shown");
  });

  it("says so if the disclosure was changed in the database afterwards", async () => {
    const before = await db.disclosure.findUniqueOrThrow({ where: { id: late } });
    await db.$executeRaw`update disclosure set body = jsonb_set(body, '{statement}', '"改过"') where id = ${late}`;
    expect((await get(`/org/GZ-1/disclosure/${late}`)).text).toContain("内容在公布后被改动过");
    await db.disclosure.update({ where: { id: late }, data: { body: before.body ?? {} } });
  });

  it("does not exist for an unpublished one, or one of another organization", async () => {
    await requestDisclosure(caseId, "o1", "2031-03-23", instantAt("2031-03-23", "24:00", zone));
    const open = await db.disclosure.findFirstOrThrow({ where: { caseId, period: "2031-03-23" } });
    for (const path of [
      `/org/GZ-1/disclosure/${open.id}`,
      `/org/GZ-1/disclosure/${open.id}/body.json`,
      `/org/GZ-2/disclosure/${onTime}`,
    ])
      expect((await get(path)).status).toBe(404);
  });
});

describe("the entries as CSV", () => {
  it("have one line each, safe in a spreadsheet, of this organization only", async () => {
    await db.$executeRaw`insert into donation (id, case_id, organization_id, direction, key, "on", cents, goods, purpose, donor, at)
      values ('evil', ${caseId}, 'o1', 'received', 'evil', '2031-03-03', -100, '', ' =1+1', '@SUM(A1)', ${instantAt("2031-03-03", "10:00", zone)})`;
    const response = await app.request("/org/GZ-1/donations.csv?lang=en");
    expect(response.headers.get("content-disposition")).toContain("attachment");
    // `text()` would remove the byte-order mark.
    const bytes = Buffer.from(await response.arrayBuffer());
    expect(bytes.subarray(0, 3).toString("hex")).toBe("efbbbf");
    expect(bytes.subarray(3).toString().split("\r\n")).toEqual([
      "campaign,day,direction,amount (yuan),goods,purpose,donor (who agreed)",
      "暴雨救灾,2031-03-05,used,300.50,,饮用水,",
      expect.stringMatching(/^暴雨救灾,2031-03-04,received,(12000\.00,,,陈先生|88\.80,棉被<script>,,)$/),
      expect.stringMatching(/^暴雨救灾,2031-03-04,received,(12000\.00,,,陈先生|88\.80,棉被<script>,,)$/),
      "暴雨救灾,2031-03-03,received,-1.00,,' =1+1,'@SUM(A1)",
      "",
    ]);
  });

  it("are complete, however many there are", async () => {
    const rows = Array.from({ length: 11_000 }, (_, n) => ({
      on: "2031-03-06",
      direction: "received",
      amount: "1",
      key: `M${n}`,
      donor: `人${n}`,
    }));
    now = instantAt("2031-03-16", "21:30", zone);
    await organization("o9", "GZ-9", "捐赠很多的机构");
    const days = { emergency: true, startsOn: "2031-03-03", endsOn: "2031-04-30" };
    const started = await startCampaign(context, { title: "赈灾", ...days, organizationId: "o9", actor });
    await recordDonations(context, { caseId: started.caseId, rows, actor });
    const { text } = await get("/org/GZ-9/donations.csv");
    expect(new Set(text.match(/人\d+/g)).size).toBe(11_000);
  });
});

describe("machine-readable data of an organization", () => {
  it("include a valid feed of its disclosures, newest first", async () => {
    const { text, headers } = await get("/org/GZ-1/feed.atom");
    expect(headers.get("content-type")).toBe("application/atom+xml; charset=utf-8");
    const { entries, feed } = readAtom(text);
    expect(feed).toEqual({
      id: "https://duban.example.org/org/GZ-1",
      title: "示例<b>慈善会：捐赠款物公示",
      updated: instantAt("2031-03-14", "09:00", zone).toISOString(),
      self: "https://duban.example.org/org/GZ-1/feed.atom",
      author: "示例<b>慈善会",
    });
    expect(entries.map(({ id }) => id.split("/").at(-1))).toEqual([late, onTime]);
    expect(entries[1]?.summary).toMatch(/^本期接收¥12,088.80，使用¥300.50；按时公布。SHA-256：[0-9a-f]{64}$/);
    expect((await get("/org/GZ-1/feed.atom", { "if-none-match": headers.get("etag") ?? "" })).status).toBe(304);
    expect(readAtom((await get("/org/GZ-2/feed.atom")).text).entries).toEqual([]);
  });

  it("include a badge with its punctuality, which any site can show and cache, and which does not track visitors", async () => {
    now = instantAt("2031-03-16", "21:30", zone);
    const { text, headers } = await get("/org/GZ-1/badge.svg");
    expect(headers.get("content-type")).toBe("image/svg+xml; charset=utf-8");
    expect(headers.get("cross-origin-resource-policy")).toBe("cross-origin");
    expect(headers.get("cache-control")).toBe("public, max-age=3600");
    expect(headers.get("set-cookie")).toBeNull();
    expect(text).toContain("<title>示例&lt;b&gt;慈善会：按时公开 1/2</title>");
    expect(text).toContain('role="img" aria-label="示例&lt;b&gt;慈善会：按时公开 1/2"');
    expect(text.match(/https?:[^"]+/g)).toEqual(["http://www.w3.org/2000/svg"]);
    expect((await get("/org/GZ-2/badge.svg?lang=en")).text).toContain("Disclosed in time none due yet</title>");
    expect((await get("/org/GZ-2/badge.svg?lang=en")).headers.get("set-cookie")).toBeNull();
  });

  it("count an overdue unpublished disclosure as late", async () => {
    const taskId = await requestDisclosure(caseId, "o1", "2031-03-18", instantAt("2031-03-18", "24:00", zone));
    now = instantAt("2031-03-18", "23:00", zone);
    expect((await get("/org/GZ-1/badge.svg")).text).toContain("按时公开 1/2");
    now = instantAt("2031-03-19", "01:00", zone);
    expect((await get("/org/GZ-1/badge.svg")).text).toContain("按时公开 1/3");
    expect((await get("/org/GZ-1")).text).toContain("法定公开期限已逾期1小时");
    await db.$executeRaw`delete from disclosure where task_id = ${taskId}`;
    await db.$executeRaw`delete from task where id = ${taskId}`;
  });

  it("include a preview for chats and data for search engines, in which names are escaped", async () => {
    const { text } = await get("/org/GZ-1");
    expect(text).toContain('<meta property="og:title" content="示例&lt;b&gt;慈善会">');
    expect(text).toContain('<link rel="canonical" href="https://duban.example.org/org/GZ-1">');
    const [, json = "{}"] = /<script type="application\/ld\+json">([^<]*)<\/script>/.exec(text) ?? [];
    expect((JSON.parse(json) as { "@graph": unknown[] })["@graph"][0]).toMatchObject({
      "@type": "NGO",
      name: "示例<b>慈善会",
      identifier: "GZ-1",
    });
    expect((await get(`/org/GZ-1/disclosure/${late}`)).text).toMatch(
      /og:description" content="应急期间，截至2031年3月13日：接收.*逾期公布"/,
    );
  });

  it("do not exist for an unknown code", async () => {
    for (const path of ["feed.atom", "badge.svg"]) expect((await get(`/org/GZ-NONE/${path}`)).status).toBe(404);
  });
});

it("include a chart with each month from the first to the last entry, and a table with the same totals as the entries", async () => {
  const rows = [
    { on: "2031-03-15", direction: "used", amount: "1000", purpose: "帐篷", key: "M1" },
    { on: "2031-03-15", direction: "received", amount: "-88.80", purpose: "更正R2", key: "M2" },
  ];
  now = instantAt("2031-03-16", "21:30", zone);
  await recordDonations(context, { caseId, rows, actor });
  const { text } = await get("/org/GZ-1");
  const table = /<summary>各月数据<\/summary>([\s\S]*?)<\/details>/.exec(text)?.[1] ?? "";
  expect([...table.matchAll(/¥[\d,.]+/g)].map(String)).toEqual(["¥12,000.00", "¥1,300.50"]);
  expect(text).toContain("2031年3月");
  expect(text.match(/<rect class="(?:received|used)" x="\d/g)).toHaveLength(3);
  const [sums] = await db.$queryRaw<object[]>`select received, used from campaign_month where case_id = ${caseId}`;
  expect(sums).toEqual(
    (await db.$queryRaw<object[]>`select received, used from campaign_total where case_id = ${caseId}`)[0],
  );
});

describe("the list of organizations", () => {
  it("lists those with a campaign, with how often each published and was late", async () => {
    const { text } = await get("/org");
    expect(text).toContain("/org/GZ-1");
    expect(text).toContain("逾期1次");
    expect(text).toContain("别的机构");
    expect(text).not.toContain("没有项目的机构");
  });

  it("can be searched by code and by names of organizations and campaigns, in which a percent sign is literal", async () => {
    expect((await get(`/org?q=${encodeURIComponent("别的")}`)).text).not.toContain("GZ-1");
    expect((await get("/org?q=gz-1")).text).toContain("慈善会");
    expect((await get("/org?q=%25")).text).toContain("没有找到");
    const found = (await get(`/org?q=${encodeURIComponent("暴雨")}`)).text;
    expect(found).toContain("募捐或项目：暴雨救灾");
    expect(found).not.toContain("GZ-2");
    expect((await get(`/org?q=${encodeURIComponent("的项")}`)).text).toContain("募捐或项目：别的项目");
    expect((await get("/org?page=99&q=%3Cscript%3E")).text).not.toContain("<script>");
    expect((await get("/org?page=nonsense")).status).toBe(200);
  });
});

it("says that a disclosure of 11 December covers what was known then, although its period ends on the 12th", () => {
  const at = (day: string, time: string) => ({ at: instantAt(day, time, zone), zone });
  expect(periodWords("2026-12-12", "zh-CN", at("2026-12-11", "17:30"))).toBe("应急期间，截至2026年12月11日");
  expect(periodWords("2026-12-11", "zh-CN", at("2026-12-11", "23:59"))).toBe("应急期间，截至2026年12月11日");
  // A late disclosure does not cover a later day, either.
  expect(periodWords("2026-12-11", "zh-CN", at("2026-12-12", "09:00"))).toBe("应急期间，截至2026年12月11日");
  expect(periodWords("2026-12-12", "en", at("2026-12-11", "17:30"))).toBe("emergency receipts through 2026-12-11");
  expect(periodWords("2026-09-01..2026-12-12", "zh-CN", at("2026-12-11", "17:30"))).toBe("2026年9月1日至12月11日");
  expect(periodWords("2026-12-12", "zh-CN")).toBe("应急期间，截至2026年12月12日");
});
