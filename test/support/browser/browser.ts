import sparticuz from "@sparticuz/chromium";
import { type Browser, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { ceiling } from "../timeouts.ts";
import { browserPath } from "./browser-binary.ts";

/**
 * Flags of the package to leave out. With one process for everything, the browser would end with the first context; others would disable what
 * is tested here. An emulated graphics processor takes four times as long to render as the processor alone.
 */
const unwanted =
  /single-process|no-zygote|web-security|insecure-content|site-isolation|in-process-gpu|ignore-gpu|use-gl|use-angle|swiftshader/;

/** Starts the browser that comes with the packages. */
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
  // A page that loads late on a busy machine is no failure.
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

/** Fails if a page is wider than its window, so that a reader has to scroll sideways. */
export async function fits(page: Page): Promise<void> {
  const shot = await page.screenshot({ fullPage: true });
  // The width of a PNG is in bytes 16 to 19.
  expect(shot.readUInt32BE(16), page.url()).toBe(360);
  expect(await page.locator("html").evaluate((root) => root.scrollWidth), page.url()).toBeLessThanOrEqual(360);
}
