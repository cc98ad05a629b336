import type { Browser } from "playwright-core";
import { afterAll, beforeAll, describe } from "vitest";
import { listen } from "../../web/listen.ts";
import { inboxOf, markups, tryMarkup } from "../browser/hostile-markup.ts";
import { startBrowser } from "../support/browser/browser.ts";
import { openDesk } from "../web/portal.ts";
import { attackLine, upTo } from "./line.ts";
import { openStage } from "./stage.ts";

let browser: Browser;
beforeAll(async () => {
  browser = await startBrowser();
});
afterAll(() => browser?.close());

describe("a real browser", () => {
  attackLine(
    {
      attack: "HTML in every field that a page or a mail shows",
      pass: "0 scripts run, 0 requests elsewhere, 0 violations of the pages' policy",
      n: 200,
      fast: 4,
      seconds: 1_200,
    },
    async ({ n, random, tried, succeeded }) => {
      let mail = "";
      const desk = await openDesk({ inbox: () => inboxOf(() => mail) });
      const server = await listen(desk.app, { host: "127.0.0.1", port: 0 });
      const trial = await tryMarkup(desk, server.url, browser, (html) => {
        mail = html;
      });
      for (const payload of markups(n, random)) {
        for (const what of await trial.read(payload)) succeeded(`${payload}: ${what}`);
        tried();
      }
      await trial.end();
      await server.close();
    },
  );

  attackLine(
    {
      attack: "GET, HEAD, prefetch, and a browser with JavaScript that opens every link it finds",
      pass: "0 rows of the database change",
      n: 1_000,
      fast: 60,
    },
    async ({ n, pick, tried, succeeded, note }) => {
      const stage = await openStage();
      const { desk } = stage;
      const organization = await desk.organization();
      const { taskId, caseId } = await desk.finding(organization, "x");
      const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
      const verifier = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}`;
      const cookie = await desk.session(null);
      const session = cookie.replace("duban-session=", "");
      const begin = await desk.boardCode(null);
      const paths = [
        doer,
        verifier,
        `${doer}/hazard`,
        `${verifier}/all`,
        `/s/${begin}`,
        `/o/${organization.code}/raise`,
      ].concat([
        "/",
        "/org",
        "/board",
        `/board/task/${taskId}`,
        `/board/case/${caseId}`,
        "/board/start",
        "/board/leave",
      ]);
      const queries = [
        "",
        "?done=submit",
        "?verb=submit&ask-note=x",
        "?verb=waive&reason=x",
        "?_method=POST&verb=accept",
      ];
      const scanners = [
        { purpose: "prefetch" },
        { "sec-purpose": "prefetch;prerender" },
        { "user-agent": "Mozilla/5.0 (compatible; MSIE 9.0; SafeLinks)" },
        { "x-http-method-override": "POST" },
      ];
      const before = await stage.digest();
      for (const _ of upTo(n)) {
        const method = pick(["GET", "GET", "HEAD"]);
        const answer = await stage.ask(pick(paths) + pick(queries), { method, headers: { cookie, ...pick(scanners) } });
        if (answer.status >= 500) succeeded(`answered ${answer.status}`);
        tried();
      }
      const context = await browser.newContext();
      await context.addCookies([{ name: "duban-session", value: session, url: stage.url }]);
      const page = await context.newPage();
      const open = [doer, verifier, `/s/${begin}`, "/board", "/org"].map((path) => stage.url + path);
      const opened = new Set<string>();
      const most = Math.max(5, Math.min(100, n / 10));
      for (let next = open.shift(); next && opened.size < most; next = open.shift()) {
        if (opened.has(next)) continue;
        opened.add(next);
        const answer = await page.goto(next).catch(() => null);
        if (!answer?.headers()["content-type"]?.startsWith("text/html")) continue;
        const links = await page
          .locator("a[href]")
          .evaluateAll((all) => all.map((a) => (a as unknown as { href: string }).href));
        open.push(...links.filter((link) => link.startsWith(stage.url)));
      }
      await context.close();
      const after = await stage.digest();
      for (const [table, digest] of Object.entries(after))
        if (digest !== before[table]) succeeded(`${table} was changed`);
      note(`${opened.size} pages opened by the browser`);
    },
  );
});
