import { once } from "node:events";
import { readFileSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import type { LanguageCode } from "../../domain/terms.ts";
import { stylesheet } from "../../web/http/layout.ts";
import { phone } from "../support/browser/browser.ts";
import { unChinese } from "../support/chinese.ts";
import type { Desk } from "../web/portal.ts";
import { type DeskInBrowser, deskInBrowser } from "./desk-in-browser.ts";
import { type FullCity, fillCity, long } from "./full-city.ts";

let desk: Desk;
let browser: Browser;
let server: DeskInBrowser["server"];
let close: DeskInBrowser["close"] | undefined;
let pages: FullCity["pages"];
let session: string;
let own: string;

/** Routes without a page: files, feeds, and responses for programs. */
const noPage =
  /^\/api\/|\/file\/|\.css$|\.js$|\.csv$|\.xlsx$|\.json$|\/(healthz|readyz)$|\/html$|\.txt$|\.xml$|\.svg$|\.ics$|\.zip$|\.atom$|\.pdf$|\.png$|\/suggest$/;

beforeAll(async () => {
  const mail = {
    channel: "email" as const,
    to: `${long.word}@example.org`,
    from: "duban@example.org",
    subject: long.subject,
    text: long.subject,
    html: `<p>${long.subject}</p>`,
    at: "2026-11-23T02:00:00.000Z",
    organization: null,
    task: null,
  };
  ({ desk, server, browser, close } = await deskInBrowser({
    inbox: () => [mail, { ...mail, channel: "sms", html: null, to: "+86 138 0013 8000" }],
  }));
  ({ pages, session, own } = await fillCity(desk, server.url));
});
afterAll(() => close?.());

/** URL of axe: a browser caches a loaded script with its compiled code, but not one that is sent with each evaluation. */
let axeAddress = "";
beforeAll(async () => {
  const headers = { "content-type": "text/javascript", "cache-control": "max-age=3600" };
  const script = createServer((_, answer) =>
    answer.writeHead(200, { ...headers, "cross-origin-resource-policy": "cross-origin" }).end(axeSource),
  ).listen(0, "127.0.0.1");
  await once(script, "listening");
  axeAddress = `http://127.0.0.1:${(script.address() as AddressInfo).port}/axe.js`;
  return () => script.close();
});

it("every route that shows a page is covered", () => {
  const shown = desk.app.routes.filter(({ method, path }) => method === "GET" && !noPage.test(path));
  expect(Object.keys(pages).sort()).toEqual([...new Set(shown.map(({ path }) => path))].sort());
});

/** Runs in the page: its amounts of money, each with the number of lines that it spans. */
const amountsShown = `(() => {
  const found = [];
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = texts.nextNode(); node; node = texts.nextNode())
    for (const match of node.nodeValue.matchAll(/-?¥[\\d,.]+/g)) {
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const tops = new Set([...range.getClientRects()].map(({ top }) => Math.round(top)));
      found.push({ text: match[0], lines: tops.size });
    }
  return found;
})()`;

/** Faults of pages, each with the page's URL. */
interface Seen {
  language: LanguageCode;
  /** Violations of WCAG 2.2 AA found by axe-core. */
  axe: string[];
  /** Pages above the size limit, not counting pictures. */
  heavy: string[];
  /** Half-width punctuation, a spaced figure or an English term of the program, on a Chinese page. */
  unChinese: Set<string>;
  /** Number of amounts of money, and those that break across lines. */
  amounts: number;
  broken: string[];
}

/** Maximum bytes of a page with its markup. Its stylesheet, which is cached for the next page, has the same limit. */
const most = 50_000;
const mostRules = 24_000;
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"));
const axeRun = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"], elementRef: false })
  .then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + " " + target.join(" ") + " " + failureSummary.split("\\n")[1])))`;
// What people typed and what they are called is theirs; the sandbox shows what was sent; and a page that stands before its
// reader's language is known says everything in both.
const both = ["/", "/s/:code", "/my/link/:code", "/inbox", "/inbox/:n"];

/** Runs in the page: its width with overflow, and its number of first-level headings. */
const measured = `({
  width: Math.max(document.documentElement.scrollWidth, document.body.scrollWidth),
  headings: document.querySelectorAll("h1").length,
})`;
const sizes = { 360: phone.viewport, 1280: { width: 1280, height: 800 } } as const;
type Width = keyof typeof sizes;

/** A page of the city: its route, its URL, and its position among the URLs of the route. */
interface Shown {
  route: string;
  path: string;
  index: number;
  /** Whether axe checks it. */
  axe: boolean;
}

/** Opens a page once and checks it in both widths, first in the tab's current one. */
async function lookAt(tab: Page, { route, path, index, axe }: Shown, seen: Seen, axeAt: Width): Promise<void> {
  const answer = await tab.goto(server.url + path);
  const bytes = (await answer?.body())?.length ?? 0;
  if (bytes > most) seen.heavy.push(`${route}: ${bytes}`);
  const folder = process.env.PICTURES;
  for (const width of tab.viewportSize()?.width === 360 ? ([360, 1280] as const) : ([1280, 360] as const)) {
    if (tab.viewportSize()?.width !== width) await tab.setViewportSize(sizes[width]);
    const name = `${route.replace(/\W+/g, "-")}-${index}-${width}.png`;
    if (folder) await tab.screenshot({ fullPage: true, path: join(folder, seen.language, name) });
    const found = await tab.evaluate<{ width: number; headings: number }>(measured);
    expect(found.width, path).toBeLessThanOrEqual(width);
    expect(found.headings, path).toBe(1);
    if (axe && axeAt === width) {
      await tab.addScriptTag({ url: axeAddress });
      const violations = await tab.evaluate<string[]>(axeRun);
      seen.axe.push(...violations.map((one) => `${path.split("?")[0]}: ${one}`));
    }
    if (width === 360) {
      const amounts = await tab.evaluate<{ text: string; lines: number }[]>(amountsShown);
      seen.amounts += amounts.length;
      for (const { text, lines } of amounts) if (lines > 1) seen.broken.push(`${path}: ${text}`);
    }
  }
  if (seen.language === "zh-CN" && path !== "/t/unknown" && !both.includes(route)) {
    const text = ((await tab.locator("main").textContent()) ?? "")
      .replaceAll(long.word, "")
      .replaceAll(long.subject, "")
      .replace(/[\w-]+ \d{3}/g, "某");
    for (const one of unChinese(text)) seen.unChinese.add(`${route}: ${one}`);
  }
}

/** Opens every page once in a language, in two tabs: while one waits for the portal, the other renders. */
async function look(language: LanguageCode, colorScheme: "light" | "dark", axeAt: Width): Promise<Seen> {
  const context = await browser.newContext({ ...phone, javaScriptEnabled: true, bypassCSP: true, colorScheme });
  onTestFinished(() => context.close());
  await context.addCookies([
    { name: "duban-session", value: session, url: server.url },
    { name: "duban-my", value: own, url: `${server.url}/my` },
    ...desk.deviceCookies(server.url),
    { name: "duban-language", value: language, url: server.url },
  ]);
  const seen: Seen = { language, axe: [], heavy: [], unChinese: new Set(), amounts: 0, broken: [] };
  if (process.env.PICTURES) await mkdir(join(process.env.PICTURES, language), { recursive: true });
  const all = Object.entries(pages).flatMap(([route, paths]) => paths.map((path, index) => ({ route, path, index })));
  // Axe checks each page once, alternating between the languages. The test of the tokens checks contrast for both colour schemes.
  const waiting = all.map((one, n): Shown => ({ ...one, axe: n % 2 === (language === "en" ? 1 : 0) }));
  const tabs = await Promise.all([context.newPage(), context.newPage()]);
  await Promise.all(
    tabs.map(async (tab) => {
      for (let one = waiting.shift(); one; one = waiting.shift()) await lookAt(tab, one, seen, axeAt);
    }),
  );
  return seen;
}

it.each([
  ["zh-CN", "light", 360],
  ["en", "dark", 1280],
] as const)(
  "every page fits at 360 and 1280 pixels, is light enough, keeps WCAG 2.2 AA and its language's rules, in %s, %s",
  async (language, colorScheme, axeAt) => {
    const seen = await look(language, colorScheme, axeAt);
    expect(seen.axe).toEqual([]);
    expect(seen.heavy).toEqual([]);
    expect(stylesheet.length).toBeLessThan(mostRules);
    expect([...seen.unChinese]).toEqual([]);
    // An amount of money never breaks across lines, on any page.
    expect(seen.broken).toEqual([]);
    expect(seen.amounts).toBeGreaterThan(40);
  },
);

it("amounts of money and days are not broken over lines, and on a phone each is below its label", async () => {
  const context = await browser.newContext(phone);
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const seen = { amounts: 0, cells: 0 };
  for (const path of [...(pages["/org/:code"] ?? []), ...(pages["/org/:code/disclosure/:id"] ?? [])]) {
    await page.goto(server.url + path);
    const amounts = page.locator(".money");
    const lines = await amounts.evaluateAll((all) => all.map((one) => one.getClientRects().length));
    expect(
      lines.filter((one) => one !== 1),
      path,
    ).toEqual([]);
    const widths = await page
      .locator(".entries td:not(.none)")
      .evaluateAll((cells) => cells.map((one) => one.clientWidth));
    for (const width of widths) expect(width, path).toBeGreaterThan(200);
    seen.amounts += lines.length;
    seen.cells += widths.length;
  }
  expect(seen.amounts).toBeGreaterThan(3);
  expect(seen.cells).toBeGreaterThan(3);
});
