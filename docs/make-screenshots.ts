import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import sparticuz from "@sparticuz/chromium";
import { chromium, type Page } from "playwright-core";
import { browserPath } from "../test/support/browser/browser-binary.ts";

/**
 * Makes the pictures of the README from a demo that runs: `npx tsx docs/make-screenshots.ts BOARD_LINK`, with the link that
 * `npm run demo` prints, after the steps of the tour. Needs a Chinese font on the machine (Debian: fonts-noto-cjk).
 */
const [boardLink = ""] = process.argv.slice(2);
if (!URL.canParse(boardLink)) {
  console.error(
    `The link of the board is "${boardLink}"; expected what "npm run demo" prints, such as http://127.0.0.1:8080/s/…`,
  );
  process.exit(2);
}
const origin = new URL(boardLink).origin;
const folder = fileURLToPath(new URL("images", import.meta.url));
await mkdir(folder, { recursive: true });

const browser = await chromium.launch({
  executablePath: await browserPath(),
  args: sparticuz.args.filter((arg) => !/single-process|no-zygote/.test(arg)),
  headless: true,
});
const shoot = async (page: Page, name: string): Promise<void> => {
  await page.screenshot({ path: `${folder}/${name}.png` });
};

const desk = await browser.newPage({ viewport: { width: 1100, height: 760 }, locale: "zh-CN" });
await desk.goto(boardLink);
await desk.getByRole("button").last().click();
await desk.goto(`${origin}/board`);
await shoot(desk, "board");
await desk.goto(`${origin}/inbox`);
await shoot(desk, "inbox");

// The newest mail about the finding of the tour, as a supervisor opens it on a phone.
const messages = (await (await fetch(`${origin}/inbox.json`)).json()) as { subject: string | null; text: string }[];
const link = messages
  .filter((one) => one.subject?.includes("上报") && one.subject.includes("消防通道堵塞"))
  .map((one) => /http:\/\/\S+\/t\/[0-9A-Za-z]{12}/.exec(one.text)?.[0])
  .findLast((one) => one !== undefined);
if (link) {
  const phone = await browser.newPage({ viewport: { width: 390, height: 780 }, deviceScaleFactor: 2, locale: "zh-CN" });
  await phone.goto(link);
  await shoot(phone, "action-page");
}
await desk.goto(`${origin}/org/GZ-CHA-006`);
await shoot(desk, "public-page");
await browser.close();
