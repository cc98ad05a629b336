import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { fits, phone } from "../support/browser/browser.ts";
import { photoWithPlace } from "../support/browser/pictures.ts";
import type { Organization } from "../support/organization.ts";
import type { Desk } from "../web/portal.ts";
import { type DeskInBrowser, deskInBrowser } from "./desk-in-browser.ts";

let desk: Desk;
let browser: Browser;
let server: DeskInBrowser["server"];
let close: DeskInBrowser["close"] | undefined;

beforeAll(async () => {
  ({ desk, server, browser, close } = await deskInBrowser());
});
afterAll(() => close?.());

/** A finding that is dealt with and submitted with a photo. */
async function handedIn(organization: Organization, finding: string, note: string): Promise<string> {
  const { taskId } = await desk.finding(organization, finding);
  const photo = new File([new Uint8Array(await photoWithPlace(1_200, 900))], `${finding}.jpg`, { type: "image/jpeg" });
  const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  const { status } = await desk.send(doer, "submit", { "ask-note": note, "ask-files": photo });
  expect(status).toBe(303);
  desk.pass(24);
  return taskId;
}

async function boardOf(organization: Organization): Promise<Page> {
  const context = await browser.newContext({ locale: "zh-CN", ...phone });
  onTestFinished(() => context.close());
  const [name = "", value = ""] = (await desk.session(organization.person("supervisory-board"))).split("=");
  await context.addCookies([{ name, value, url: server.url }]);
  const page = await context.newPage();
  await page.goto(`${server.url}/board`);
  return page;
}

/** Waits until the pictures are loaded, not only their elements. */
async function sees(page: Page, pictures: string, count: number): Promise<void> {
  const shown = page.locator(pictures);
  expect(await shown.count()).toBe(count);
  for (const picture of await shown.all()) {
    await picture.scrollIntoViewIfNeeded();
    await expect.poll(() => picture.evaluate((one) => Number(Reflect.get(one, "naturalWidth")))).toBeGreaterThan(100);
    const { x = 0, width = 0 } = (await picture.boundingBox()) ?? {};
    expect(width).toBeGreaterThan(0);
    expect(x + width).toBeLessThanOrEqual(360);
  }
}

it("a supervisory board gives two verdicts on a phone, one after the other, each below its evidence", async () => {
  const organization = await desk.organization({ language: "zh-CN" });
  const blocked = await handedIn(organization, "消防通道堵塞", "通道已清空，见照片");
  const lamp = await handedIn(organization, "应急灯不亮", "已更换电池");
  const page = await boardOf(organization);

  // Both wait on the board with their submissions, the earlier one first.
  const mine = page.getByRole("region", { name: "待我核验" });
  expect(await mine.locator("li").count()).toBe(2);
  expect(await mine.locator("li").first().textContent()).toContain("通道已清空，见照片");
  await sees(page, ".thumbnails img", 2);
  await fits(page);

  // The first: picture and text are above the verdict, which is one tap.
  await mine.locator("li").first().getByRole("link", { name: "去核验" }).click();
  await sees(page, ".files img", 1);
  const accept = page.getByRole("button", { name: "通过", exact: true });
  const top = async (one: { boundingBox(): Promise<{ y: number } | null> }): Promise<number> =>
    (await one.boundingBox())?.y ?? Number.NaN;
  expect(await top(page.locator(".files img"))).toBeLessThan(await top(accept));
  await fits(page);
  await accept.click();
  expect(await desk.state(blocked)).toBe("accepted");
  expect(await page.getByText("还有1件等您核验。").count()).toBe(1);
  await fits(page);

  // The next one opens directly, without returning to the board; it is returned with a reason.
  await page.getByRole("link", { name: /^下一件/ }).click();
  expect(await page.locator("article .subject").textContent()).toBe("应急灯不亮");
  await sees(page, ".files img", 1);
  await page.getByText("退回", { exact: true }).first().click();
  await page.locator("#return textarea").fill("照片看不出灯已点亮，请补拍");
  await fits(page);
  await page.getByRole("button", { name: "退回", exact: true }).click();
  expect(await desk.state(lamp)).toBe("returned");
  expect(await page.getByText("没有等您核验的事项了。").count()).toBe(1);
  await page.getByRole("link", { name: "← 督办台" }).click();
  expect(await page.getByRole("region", { name: "待我核验" }).textContent()).toContain("没有等您核验的事项。");

  // The doer reads the reason.
  const { text } = await desk.get(`/t/${await desk.code(organization.person("secretariat"), lamp)}`);
  expect(text).toContain("照片看不出灯已点亮，请补拍");
});
