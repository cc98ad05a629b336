import type { Page } from "playwright-core";
import { expect, it } from "vitest";
import { act } from "../../client/tasks/act.ts";
import { atEnd } from "../support/ending.ts";
import { type DeskInBrowser, deskInBrowser } from "./desk-in-browser.ts";

const opened: DeskInBrowser = await deskInBrowser();
atEnd(() => opened.close());

async function printed(path: string, page: Page): Promise<void> {
  await page.goto(opened.server.url + path);
  await page.emulateMedia({ media: "print" });
}

async function administrator(): Promise<Page> {
  const { desk, server, browser } = opened;
  const context = await browser.newContext({ locale: "zh-CN" });
  const [name = "", value = ""] = (await desk.session(null)).split("=");
  await context.addCookies([{ name, value, url: server.url }]);
  return context.newPage();
}

/** Photos of a submission; what they show is not looked at. */
async function submitPhotos(taskId: string, many: number): Promise<void> {
  // The time line shows them at the line of that instant.
  await act(opened.desk.context, { taskId, verb: "acknowledge", actor: "administrator" });
  const { at } = await opened.desk.db.event.findFirstOrThrow({ where: { taskId } });
  await opened.desk.db.evidence.createMany({
    data: Array.from({ length: many }, (_, n) => ({
      ...{ id: `photo-${n}`, taskId, round: 1, type: "file", name: `${n}.jpg`, mime: "image/jpeg", at },
      ...{ bytes: Buffer.from([n]), sha256: "" },
    })),
  });
}

/** A property of the first element, as the browser has computed it. */
const computed = (page: Page, selector: string, property: string): Promise<string> =>
  page.evaluate(`getComputedStyle(document.querySelector(${JSON.stringify(selector)})).${property}`);

it("the board is printed with its tables and the time, without what is only clicked", async () => {
  const { desk } = opened;
  const [organization] = await Promise.all([1, 2].map(() => desk.organization({ language: "zh-CN" })));
  if (!organization) throw new Error("two were made");
  await desk.finding(organization, "消防通道堆放杂物", "critical");
  desk.pass(24 * 7);
  const page = await administrator();
  for (const path of ["/board", "/board?view=late"]) {
    await printed(path, page);
    const late = page.locator("section[aria-labelledby=late]");
    expect(await late.locator(".subject").getByText("消防通道堆放杂物").isVisible(), path).toBe(true);
    expect(await page.getByText("截至").isVisible(), path).toBe(true);
    for (const name of ["发现问题，立项整改", "保存为视图", "批量办理", "下发文件", "催办、换人或延期"])
      for (const one of await page.getByText(name).all()) expect(await one.isVisible(), `${path} ${name}`).toBe(false);
    expect(await page.locator("input").filter({ visible: true }).count(), path).toBe(0);
  }
  // Browsers print no backgrounds: white words on red would be grey on white.
  await printed("/board", page);
  // A table that reaches beyond the page is cut off.
  expect(await computed(page, ".heat tbody th", "minWidth")).toBe("0px");
  expect(await computed(page, ".badge.alarm", "color")).toBe(await computed(page, ".when.late", "color"));
});

it("a case is printed over several pages, with its pictures", async () => {
  const { desk } = opened;
  const organization = await desk.organization({ language: "zh-CN" });
  const { caseId, taskId } = await desk.finding(organization, "电线老化");
  await submitPhotos(taskId, 30);
  const page = await administrator();
  await printed(`/board/case/${caseId}`, page);
  expect(await computed(page, "section[aria-labelledby=story]", "breakInside")).toBe("auto");
  expect(await computed(page, ".story li", "breakInside")).toBe("avoid");
  // Pictures that are loaded when they are scrolled to would be missing.
  const pictures = page.locator("section[aria-labelledby=evidence] img");
  expect(await pictures.count()).toBe(30);
  expect(await page.locator("section[aria-labelledby=evidence] img:not([loading])").count()).toBe(24);
  expect(await page.locator("section[aria-labelledby=story] img:not([loading])").count()).toBe(24);
});
