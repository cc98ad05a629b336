import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { ceiling } from "../timeouts.ts";
import { browserPath } from "./browser-binary.ts";

/**
 * One process for all would end with the first context; the next ones would switch off what is tested here. A graphics processor that is
 * imitated by the processor takes four times as long to paint as the processor alone.
 */
const unwanted =
  /single-process|no-zygote|web-security|insecure-content|site-isolation|in-process-gpu|ignore-gpu|use-gl|use-angle|swiftshader/;

/** The browser that comes with the packages. */
export async function startBrowser(): Promise<Browser> {
  const browser = await chromium.launch({
    executablePath: await browserPath(),
    args: [
      ...sparticuz.args.filter((arg) => !unwanted.test(arg)),
      ...["--disable-gpu", "--disable-software-rasterizer"],
    ],
    headless: true,
    timeout: ceiling(30),
  });
  // A page that comes late on a busy machine has still come.
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (...options) => {
    const context = await newContext(...options);
    context.setDefaultTimeout(ceiling(30));
    return context;
  };
  return browser;
}

/** An old phone: 360 pixels wide, and no JavaScript. */
export const phone = { viewport: { width: 360, height: 640 }, javaScriptEnabled: false, hasTouch: true };

/** A page that is wider than its window makes a reader scroll sideways. */
export async function fits(page: Page): Promise<void> {
  const shot = await page.screenshot({ fullPage: true });
  // Width of a PNG: bytes 16 to 19.
  expect(shot.readUInt32BE(16), page.url()).toBe(360);
  expect(await page.locator("html").evaluate((root) => root.scrollWidth), page.url()).toBeLessThanOrEqual(360);
}
