import { randomBytes } from "node:crypto";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { newId } from "../../records/rows.ts";
import { fits, phone } from "../support/browser/browser.ts";
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

/** A secretary of three organizations: thirty tasks of one day in the first, two in each of the others. */
async function secretary(
  javaScriptEnabled: boolean,
): Promise<{ page: Page; context: BrowserContext; path: string; tasks: string[] }> {
  const organizations = await Promise.all([1, 2, 3].map(() => desk.organization({ language: "zh-CN" })));
  const [first, ...others] = organizations;
  if (!first) throw new Error("there is one");
  const person = first.person("secretariat");
  const found = await Promise.all(
    Array.from({ length: 30 }, (_, n) => desk.finding(first, `第${n + 1}处消防通道堆放杂物`)),
  );
  const tasks = found.map(({ taskId }) => taskId);
  for (const { id, person: of } of others) {
    await desk.db.holding.deleteMany({ where: { organizationId: id, personId: of("secretariat") } });
    await desk.db.holding.create({
      data: { id: newId(), organizationId: id, personId: person, role: "secretariat", fromAt: desk.now() },
    });
  }
  for (const one of others) for (const subject of ["灯具损坏", "台账不全"]) await desk.finding(one, subject);
  const context = await browser.newContext({ ...phone, javaScriptEnabled });
  onTestFinished(() => context.close());
  const value = (await desk.device(person)).replace(/^[^=]*=/, "");
  await context.addCookies([{ name: "duban-my", value, url: `${server.url}/my` }]);
  return { page: await context.newPage(), context, path: `/my/sheet/${first.id}/2026-11-30`, tasks };
}
const stateOf = async (id: string | undefined): Promise<string> => desk.state(id ?? "");

describe("a secretary of three organizations, on a phone of 360 pixels", () => {
  it("without JavaScript thirty rows are folded, a button stores what was typed, and all are submitted at once", async () => {
    const { page, path, tasks } = await secretary(false);
    await page.goto(`${server.url}/my`);
    await fits(page);
    expect(await page.locator('a[href^="/my/sheet/"]').count()).toBe(3);
    await page.locator(`a[href="${path}"]`).click();
    expect(await page.locator("details.sheet-task").count()).toBe(30);
    expect(await page.locator("details.sheet-task[open]").count()).toBe(0);
    await fits(page);
    const row = (n: number) => page.locator(`#task-${tasks[n]}`);
    const note = (n: number) => row(n).getByLabel("情况说明");
    for (const n of [0, 7, 29]) {
      await row(n).locator("summary").click();
      await note(n).fill(`第${n + 1}处已清理`);
    }
    await page.getByRole("button", { name: "先保存" }).click();
    expect(await page.getByRole("status").first().textContent()).toContain("已保存");
    expect(await page.locator("details.sheet-task[open]").count()).toBe(3);
    expect(await note(7).inputValue()).toBe("第8处已清理");
    await fits(page);
    await page.getByRole("button", { name: "提交已填写的各项" }).click();
    expect(await page.getByRole("status").first().textContent()).toContain("已提交3项");
    expect(await page.locator("details.sheet-task").count()).toBe(27);
    expect([await stateOf(tasks[0]), await stateOf(tasks[1])]).toEqual(["submitted", "open"]);
    // The printed sheet is unfolded, with space to write.
    await page.goto(`${server.url}${path}?print=1`);
    expect(await page.locator("details.sheet-task[open]").count()).toBe(27);
    await page.emulateMedia({ media: "print" });
    expect(await page.getByRole("button", { name: "提交已填写的各项" }).isVisible()).toBe(false);
    expect(await note(1).isVisible()).toBe(true);
  });

  it("with JavaScript what is typed is stored continuously, a photo is made smaller, and a lost connection loses nothing", async () => {
    const { page, context, path, tasks } = await secretary(true);
    const [first, second, third] = tasks;
    const state = page.locator("[data-state]");
    const note = (id = "") => page.locator(`#task-${id}`).getByLabel("情况说明");
    await page.goto(server.url + path);
    await fits(page);
    await page.locator(`#task-${first} summary`).click();
    await note(first).fill("已清理");
    await state.getByText("已保存，尚未提交").waitFor();
    // Offline: entries are stored on the device and restored.
    await context.setOffline(true);
    await page.locator(`#task-${second} summary`).click();
    await note(second).fill("正在清理");
    await state.getByText("没有连上网络").waitFor();
    await context.setOffline(false);
    page.once("dialog", (dialog) => void dialog.accept());
    await page.goto(server.url + path);
    expect(await note(first).inputValue()).toBe("已清理");
    expect(await note(second).inputValue()).toBe("正在清理");
    const noise = await sharp(randomBytes(2_100 * 700 * 3), { raw: { width: 2_100, height: 700, channels: 3 } })
      .jpeg({ quality: 90 })
      .toFile(join(tmpdir(), `duban-large-${first}.jpg`));
    await page.locator(`#task-${first} input[type=file]`).setInputFiles(join(tmpdir(), `duban-large-${first}.jpg`));
    await state.getByText("照片已压缩").waitFor();
    await page.locator(`#task-${third} summary`).click();
    await note(third).fill("已上锁");
    // The request arrives, and the response does not.
    let posts = 0;
    await page.route(`**${path}`, async (route) => {
      const body = route.request().postData() ?? "";
      if (route.request().method() !== "POST" || body.includes("quietly")) return route.continue();
      posts += 1;
      if (posts > 1) return route.continue();
      await route.fetch({ maxRedirects: 0 });
      return route.abort("connectionreset");
    });
    await page.getByRole("button", { name: "提交已填写的各项" }).click();
    await state.getByText("没有提交成功").waitFor();
    expect(await note(third).inputValue()).toBe("已上锁");
    await fits(page);
    await page.getByRole("button", { name: "提交已填写的各项" }).click();
    await page.waitForURL(/\?taken=\d+$/);
    for (const id of [first, second, third]) {
      const row = await desk.db.task.findUniqueOrThrow({ where: { id: id ?? "" } });
      expect([row.state, row.submissions]).toEqual(["submitted", 1]);
    }
    const [photo] = await desk.db.evidence.findMany({ where: { taskId: first ?? "", type: "file" } });
    expect(photo?.bytes?.length ?? 0).toBeGreaterThan(0);
    expect(photo?.bytes?.length).toBeLessThan(noise.size);
    expect(await page.locator("details.sheet-task").count()).toBe(27);
    expect(await page.evaluate("localStorage.length")).toBe(0);
  });

  it("a photo of 12 megapixels is made smaller on the phone and uploaded over a slow line with its progress; leaving the page warns", async () => {
    const { page, context, path, tasks } = await secretary(true);
    const [first = ""] = tasks;
    await page.goto(server.url + path);
    await page.locator(`#task-${first} summary`).click();
    await page.locator(`#task-${first}`).getByLabel("情况说明").fill("已清理，见照片");
    await page.locator("[data-state]").getByText("已保存，尚未提交").waitFor();
    const taken = join(tmpdir(), `duban-12-megapixels-${first}.jpg`);
    onTestFinished(() => rm(taken, { force: true }));
    const { size } = await photo(taken, 4_000, 3_000);
    expect(size).toBeGreaterThan(2_000_000);
    await page.locator(`#task-${first} input[type=file]`).setInputFiles(taken);
    await page.locator("[data-state]").getByText("照片已压缩").waitFor();
    const said = await watched(page);
    const line = await context.newCDPSession(page);
    const slow = { offline: false, latency: 100, downloadThroughput: 100_000, uploadThroughput: 100_000 };
    await line.send("Network.emulateNetworkConditions", slow);
    const answered = page.waitForURL(/\?taken=1$/);
    await page.getByRole("button", { name: "提交已填写的各项" }).click();
    await page.locator("[data-state]").getByText("正在提交").waitFor();
    // The browser asks before the page is closed with unsaved entries.
    const asked = page.waitForEvent("dialog");
    await page.close({ runBeforeUnload: true });
    const dialog = await asked;
    expect(dialog.type()).toBe("beforeunload");
    await dialog.dismiss();
    await answered;
    const shown = (await said()).flatMap((text) => /正在提交：(\d+)%/.exec(text)?.[1] ?? []).map(Number);
    expect(shown).toEqual([...shown].sort((a, b) => a - b));
    expect(shown.filter((n) => n > 0 && n < 100).length, shown.join()).toBeGreaterThan(2);
    const [kept] = await desk.db.evidence.findMany({ where: { taskId: first, type: "file" } });
    const bytes = Buffer.from(kept?.bytes ?? []);
    expect(bytes.length).toBeLessThan(size / 2);
    const { width = 0, height = 0 } = await sharp(bytes).metadata();
    expect([width, height]).toEqual([2_048, 1_536]);
  });
});

/** A photo like those of a phone: soft shapes with sensor noise. */
async function photo(path: string, width: number, height: number): Promise<{ size: number }> {
  const shapes = sharp(randomBytes(80 * 60 * 3), { raw: { width: 80, height: 60, channels: 3 } }).resize(width, height);
  const grain = await sharp({
    create: { width, height, channels: 3, background: "#808080", noise: { type: "gaussian", mean: 128, sigma: 8 } },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  return sharp(await shapes.png({ compressionLevel: 0 }).toBuffer())
    .composite([{ input: grain, blend: "soft-light" }])
    .jpeg({ quality: 92 })
    .toFile(path);
}

/** Records the states that a sheet shows from now on, including those of the page that it leaves. */
async function watched(page: Page): Promise<() => Promise<string[]>> {
  const said: string[] = [];
  await page.exposeFunction("heard", (text: string) => said.push(text));
  await page.evaluate(`new MutationObserver(() => heard(document.querySelector("[data-state]")?.textContent ?? ""))
    .observe(document.querySelector("[data-state]"), { childList: true, characterData: true, subtree: true })`);
  return async () => said;
}
