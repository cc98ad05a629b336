import { createHash } from "node:crypto";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { startCampaign } from "../../client/kinds/campaign.ts";
import { recordDonations } from "../../client/kinds/donation.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { openDisclosure, publish } from "../../records/donations/disclosures.ts";
import { newId } from "../../records/rows.ts";
import { standIn } from "../cli/stand-in.ts";
import { fits, phone } from "../support/browser/browser.ts";
import type { Organization } from "../support/organization.ts";
import { smallCity, smallCityNow } from "../support/small-city.ts";
import type { Desk } from "../web/portal.ts";
import { type DeskInBrowser, deskInBrowser } from "./desk-in-browser.ts";

const zone = "Asia/Shanghai";
let desk: Desk;
let browser: Browser;
let server: DeskInBrowser["server"];
let close: DeskInBrowser["close"] | undefined;

beforeAll(async () => {
  ({ desk, server, browser, close } = await deskInBrowser());
});
afterAll(() => close?.());

async function visit(options: Parameters<Browser["newContext"]>[0], cookie = ""): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", ...options });
  onTestFinished(() => context.close());
  const [name = "", value = ""] = cookie.split("=");
  if (name) await context.addCookies([{ name, value, url: server.url }]);
  return context.newPage();
}

/** A campaign with two published disclosures, the second late; the next is due in three days. */
async function published(organization: Organization): Promise<void> {
  const { context, db } = desk;
  const { id: organizationId } = organization;
  const about = {
    organizationId,
    title: "暖冬送棉被",
    emergency: true,
    startsOn: "2026-11-10",
    actor: "administrator",
  } as const;
  const { caseId } = await startCampaign(context, about);
  const rows = [
    { on: "2026-11-11", direction: "received", amount: "8000", donor: "陈先生", key: "1" },
    { on: "2026-11-19", direction: "used", amount: "3000.50", purpose: "棉被", key: "2" },
  ];
  await recordDonations(context, { caseId, rows, actor: "administrator" });
  for (const period of ["2026-11-15", "2026-11-20"]) {
    const taskId = newId();
    const dueAt = instantAt(period, "24:00", zone);
    await db.$executeRaw`insert into task (id, case_id, organization_id, duty, key, step, roles, state, policy, opened_at, due_at,
        first_due_at, climb_from, climb_due_at, round)
      values (${taskId}, ${caseId}, ${organizationId}, '40a', ${period}, 'publish', array['secretariat'], 'open', 'disclosure',
        ${desk.now()}, ${dueAt}, ${dueAt}, ${desk.now()}, ${dueAt}, 'round-40a-0')`;
    await openDisclosure(db, { caseId, organizationId, taskId, period, dueAt });
    const at = instantAt(period === "2026-11-15" ? "2026-11-14" : "2026-11-21", "17:00", zone);
    await db.$transaction((tx) => publish(tx, { taskId, at, statement: "谢谢大家" }));
  }
}

it("on an old phone a visitor finds a campaign by its name, reads what became of it, and verifies the hash of a disclosure", async () => {
  const organization = await desk.organization({ type: "CHA", language: "zh-CN" });
  await desk.organization({ type: "CHA" });
  await published(organization);
  const page = await visit({ ...phone, acceptDownloads: true });
  await page.goto(`${server.url}/org`);
  await page.getByLabel("机构、募捐或项目的名称，或机构代码").fill("送棉被");
  await page.getByRole("button", { name: "查找" }).click();
  expect(await page.getByText("募捐或项目：暖冬送棉被").count()).toBe(1);
  expect(await page.locator("main li").count()).toBe(1);
  await fits(page);
  await page.locator("main li a").click();

  // Receipts and use, compliance with the law, and the next due day.
  await fits(page);
  expect(await page.getByText("¥8,000.00").first().isVisible()).toBe(true);
  expect(await page.getByText(/距法定公开期限还有2天14小时（11月\d+日24:00前）/).count()).toBe(1);
  expect(await page.locator("dl.figures").first().textContent()).toContain("按时公开1/2");
  expect(await page.getByRole("img", { name: "1个月的接收和使用金额，数据见下表" }).count()).toBe(1);
  expect(await page.getByText("由本机构秘书处在二十日内答复").count()).toBe(1);
  await page.getByRole("link", { name: "应急期间，截至2026年11月20日" }).click();

  // Runs the command that the page shows.
  expect(await page.getByText("校验值与本页内容一致。").count()).toBe(1);
  const [hash = "", previous = ""] = await page.locator("code.hash").allTextContents();
  const raw = await page.request.get(
    server.url + (await page.getByRole("link", { name: "公布数据（JSON）" }).getAttribute("href")),
  );
  expect(
    createHash("sha256")
      .update(await raw.body())
      .update(previous)
      .digest("hex"),
  ).toBe(hash);
  await page.getByRole("link", { name: "查看" }).click();
  expect((await page.locator("code.hash").allTextContents())[0]).toBe(previous);
  expect(await page.locator("main").textContent()).not.toContain("陈先生");
  await fits(page);
});

it("at the month's end an officer reads the report, edits its paragraph and issues it, and the organizations receive it", async () => {
  desk.pass((smallCityNow.getTime() - desk.now().getTime()) / 3_600_000);
  const city = await smallCity(desk.db);
  const page = await visit(
    { viewport: { width: 1280, height: 800 }, javaScriptEnabled: false },
    await desk.session(null),
  );
  await page.goto(`${server.url}/board/report?period=2031-05&lang=zh-CN`);
  expect(await page.getByRole("heading", { level: 1 }).textContent()).toBe("2031年5月社会组织履职情况");
  expect(await page.getByRole("heading", { name: "《关于2031年5月社会组织履职情况的通报》" }).count()).toBe(1);
  expect(await page.getByText("按期完成率63.6%，比2031年4月提高13.6个百分点").count()).toBe(1);
  await page.getByRole("link", { name: "修改后下发 →" }).click();

  const text = page.locator("#text");
  const draft = await text.inputValue();
  expect(draft).toContain("应办工作13项");
  await text.fill(`${draft}\n　　请于6月20日前报送整改情况。`);
  await page.locator('input[name="event"][value="policy-issued"]').check();
  await page.locator('input[name="source"][value="authority"]').check();
  await page.getByRole("button", { name: "下发", exact: true }).click();
  await page.waitForURL(/\/board\/circulars\/\w{16}$/);
  expect(await page.locator("main").textContent()).toContain("请于6月20日前报送整改情况。");

  await standIn(desk.db).distribute(desk.now());
  for (const organization of city) {
    const task = await desk.db.task.findFirstOrThrow({
      where: { organizationId: organization.id, case: { circularId: { not: null } } },
    });
    const person = task.personId ?? organization.person("secretariat");
    const { text: read } = await desk.get(`/t/${await desk.code(person, task.id)}?lang=zh-CN`);
    expect(read, organization.code).toContain("关于2031年5月社会组织履职情况的通报");
    expect(read, organization.code).toContain("请于6月20日前报送整改情况。");
  }
});
