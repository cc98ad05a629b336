import type { Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { pinyinOf } from "../../domain/roster/pinyin.ts";
import { fits, phone } from "../support/browser/browser.ts";
import type { Organization } from "../support/organization.ts";
import { type DeskInBrowser, deskInBrowser } from "./desk-in-browser.ts";

let there: DeskInBrowser;
let organization: Organization;
beforeAll(async () => {
  there = await deskInBrowser();
  organization = await there.desk.organization({ language: "zh-CN" });
  // With only one organization there is no search.
  await there.desk.organization({ language: "zh-CN" });
  const name = "广州市越秀区<b>慈善会</b>";
  await there.desk.db
    .$executeRaw`update organization set name = ${name}, pinyin = ${pinyinOf(name)} where id = ${organization.id}`;
});
afterAll(() => there?.close());

async function board(javaScriptEnabled: boolean): Promise<Page> {
  const context = await there.browser.newContext({ ...phone, locale: "zh-CN", javaScriptEnabled });
  onTestFinished(() => context.close());
  const [name = "", value = ""] = (await there.desk.session(null)).split("=");
  await context.addCookies([{ name, value, url: there.server.url }]);
  const page = await context.newPage();
  await page.goto(`${there.server.url}/board`);
  return page;
}

it("a reader who types sees suggestions, chooses one by keyboard, and arrives there", async () => {
  const page = await board(true);
  const errors: string[] = [];
  page.on("pageerror", (error) => errors.push(error.message));
  const field = page.locator("#q[role=combobox]");
  expect(await field.getAttribute("aria-expanded")).toBe("false");
  await field.pressSequentially("gzsyx");
  const option = page.locator("#q-list [role=option]");
  await option.first().waitFor();
  expect(await option.first().textContent()).toContain("广州市越秀区<b>慈善会</b>");
  expect(await page.locator(".suggesting [role=status]").textContent()).toContain("条建议");
  await fits(page);
  await field.press("Escape");
  expect(await field.getAttribute("aria-expanded")).toBe("false");
  await field.pressSequentially("q");
  await option.first().waitFor();
  await field.press("ArrowDown");
  expect(await field.getAttribute("aria-activedescendant")).toBe(await option.first().getAttribute("id"));
  await field.press("Enter");
  await page.waitForURL(`**/board?q=${organization.code}`);
  expect(errors).toEqual([]);
});

it("without a script the form searches as usual", async () => {
  const page = await board(false);
  await page.getByRole("searchbox").fill("gzsyx");
  await page.getByRole("button", { name: "筛选" }).click();
  await page.waitForURL("**/board?q=gzsyx*");
  expect(await page.getByText("1家机构").count()).toBe(1);
});
