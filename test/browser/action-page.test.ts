import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { digitsOf } from "../../records/roster/access-codes.ts";
import { fits, phone } from "../support/browser/browser.ts";
import { photo as photoBytes } from "../support/browser/pictures.ts";
import { type Desk, secretKey } from "../web/portal.ts";
import { type DeskInBrowser, deskInBrowser } from "./desk-in-browser.ts";
import { inboxOf } from "./hostile-markup.ts";

let desk: Desk;
let browser: Browser;
let server: DeskInBrowser["server"];
let close: DeskInBrowser["close"] | undefined;
const mails: { html: string }[] = [];

beforeAll(async () => {
  const inbox = () => mails.flatMap(({ html }) => inboxOf(() => html));
  ({ desk, server, browser, close } = await deskInBrowser({ inbox }));
});
afterAll(() => close?.());

async function open(options: Parameters<Browser["newContext"]>[0]): Promise<BrowserContext> {
  const context = await browser.newContext(options);
  onTestFinished(() => context.close());
  return context;
}

describe("on an old phone without JavaScript", () => {
  it("a secretary reads the task, sends two lines and a photo, and a verifier accepts it", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "消防通道堆放杂物".repeat(8));
    const page = await (await open(phone)).newPage();
    const photo = join(tmpdir(), `duban-photo-${taskId}.jpg`);
    await writeFile(photo, photoBytes("photo"));
    await page.goto(`${server.url}/t/${await desk.code(organization.person("secretariat"), taskId)}`);
    await fits(page);
    await page.getByRole("button", { name: "确认收到" }).click();
    await page.getByRole("status").waitFor();
    expect(await page.getByRole("status").textContent()).toContain("您收到了");
    await page.getByLabel("情况说明").fill("已清理通道。\n附照片一张。");
    await page.getByLabel("照片或文件").setInputFiles(photo);
    await page.getByRole("button", { name: "提交", exact: true }).click();
    expect(await page.getByRole("status").textContent()).toContain("已提交");
    await fits(page);
    expect(await desk.state(taskId)).toBe("submitted");

    await page.goto(`${server.url}/t/${await desk.code(organization.person("supervisory-board"), taskId)}`);
    // A mail may be forwarded, so a verdict needs a code sent to the verifier's own number.
    expect(await page.getByRole("button", { name: "通过", exact: true }).count()).toBe(0);
    await page.getByRole("button", { name: "发送验证码" }).click();
    await page.waitForURL(/\/code\?of=/);
    await fits(page);
    await page.getByLabel("6位验证码").fill("12345");
    expect(await page.getByLabel("6位验证码").evaluate((field) => field.matches(":invalid"))).toBe(true);
    await page.getByLabel("6位验证码").fill(digitsOf(secretKey, new URL(page.url()).searchParams.get("of") ?? ""));
    await page.getByRole("button", { name: "确认", exact: true }).click();
    await page.waitForURL(/\/t\/\w{12}$/);
    expect(await page.getByText("附照片一张。").count()).toBe(1);
    const [download] = await Promise.all([
      page.waitForEvent("download"),
      page.getByText(`duban-photo-${taskId}.jpg`).click(),
    ]);
    expect(download.suggestedFilename()).toBe(`duban-photo-${taskId}.jpg`);
    await page.getByRole("button", { name: "通过", exact: true }).click();
    expect(await page.getByRole("status").textContent()).toContain("已通过");
    await fits(page);
    expect(await desk.state(taskId)).toBe("accepted");
  });

  it("a supervisor fills in a checklist; after a rejection everything is still there, and the corrected form is accepted", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.begun(organization, "28");
    const page = await (await open(phone)).newPage();
    const photo = join(tmpdir(), `duban-photo-${taskId}.jpg`);
    await writeFile(photo, photoBytes("photo"));
    await page.goto(`${server.url}/t/${await desk.code(organization.person("supervisory-board"), taskId)}`);
    await fits(page);
    const item = (name: string) => page.getByRole("group", { name }).last();
    const items = await page.locator("fieldset.item legend").allTextContents();
    expect(items).toHaveLength(10);
    for (const name of items) await item(name).getByLabel("符合", { exact: true }).check();
    // Items in order need no explanation.
    expect(await page.getByLabel("情况说明").locator("visible=true").count()).toBe(0);
    const plan = item("工作方案和应急预案");
    await plan.getByLabel("有问题").check();
    await plan.getByLabel("严重程度").selectOption({ label: "紧急" });
    await item("演练").getByLabel("不适用").check();
    await item("演练").getByLabel("情况说明").fill("本季度没有安排演练");
    await page.getByRole("textbox", { name: "检查报告" }).fill("发现一处问题");
    await page.getByRole("button", { name: "提交", exact: true }).click();

    const link = page.getByRole("alert").getByRole("link");
    expect(await link.allTextContents()).toEqual(["工作方案和应急预案已及时完善：请写明发现的问题，不超过2000字"]);
    expect(await plan.getByLabel("有问题").isChecked()).toBe(true);
    expect(await plan.getByLabel("严重程度").inputValue()).toBe("critical");
    expect(await item("演练").getByLabel("情况说明").inputValue()).toBe("本季度没有安排演练");
    await fits(page);
    await link.click();
    const note = plan.getByLabel("情况说明");
    expect(await note.evaluate((field) => field.matches(":target, :focus"))).toBe(true);
    expect(await note.getAttribute("aria-invalid")).toBe("true");
    await note.fill("应急预案还是去年的版本");
    await plan.getByLabel("照片").setInputFiles(photo);
    await page.getByRole("button", { name: "提交", exact: true }).click();
    expect(await page.getByRole("status").textContent()).toContain("已提交");
    expect(await desk.state(taskId)).toBe("closed");
    await fits(page);
    const answers = await page.locator(".answers li").allTextContents();
    expect(answers).toHaveLength(10);
    expect(answers).toContain("工作方案和应急预案已及时完善：有问题（紧急）：应急预案还是去年的版本");
    expect(answers.find((one) => one.includes("演练"))).toMatch(/：不适用：本季度没有安排演练$/);
    expect(await page.locator(".files a[download]").textContent()).toBe(`plan-duban-photo-${taskId}.jpg`);
  });

  it("the link in an e-mail of the inbox opens the page, and its form is accepted", async () => {
    const organization = await desk.organization({ language: "zh-CN" });
    const { taskId } = await desk.finding(organization, "x");
    const path = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
    mails.splice(0, mails.length, {
      html: `<html><head></head><body><a href="${server.url}${path}">去办理</a></body></html>`,
    });
    const page = await (await open(phone)).newPage();
    await page.goto(`${server.url}/inbox`);
    await page.locator("a.row").click();
    await page.frameLocator("iframe.mail").getByText("去办理").click();
    await page.waitForURL(server.url + path);
    await page.getByRole("button", { name: "确认收到" }).click();
    await page.getByRole("status").waitFor();
    expect(await desk.state(taskId)).toBe("acknowledged");
  });

  it("every main page fits, and every field has a label", async () => {
    const organization = await desk.organization({ language: "en" });
    const { taskId } = await desk.finding(organization, "x".repeat(300));
    const inspection = await desk.begun(organization, "28");
    const context = await open(phone);
    const session = (await desk.session(null)).replace("duban-session=", "");
    await context.addCookies([{ name: "duban-session", value: session, url: server.url }]);
    const page = await context.newPage();
    const people = await Promise.all(
      (["secretariat", "supervisory-board", "legal-representative"] as const).map((role) =>
        desk.code(organization.person(role), taskId),
      ),
    );
    for (const path of [
      "/",
      `/board/task/${taskId}`,
      "/inbox",
      "/t/unknown",
      `/s/${session}`,
      ...people.map((code) => `/t/${code}`),
      `/t/${await desk.code(organization.person("supervisory-board"), inspection.taskId)}`,
    ]) {
      await page.goto(server.url + path);
      await fits(page);
      expect(await page.locator("h1").count(), path).toBe(1);
      const unlabelled = await page
        .locator("input:not([type=hidden]), select, textarea")
        .evaluateAll((fields) =>
          fields
            .filter((field) => (field as unknown as { labels?: { length: number } }).labels?.length !== 1)
            .map((field) => field.outerHTML),
        );
      expect(unlabelled, path).toEqual([]);
    }
  });
});
