import type { Browser, Request } from "playwright-core";
import { expect } from "vitest";
import type { InboxItem } from "../../web/index.ts";
import type { Desk } from "../web/portal.ts";

/** Markup that runs if it is not escaped; each calls `hit`. */
const markup: readonly string[] = [
  "<script>hit()</script>",
  "<img src=x onerror=hit()>",
  "</textarea><svg onload=hit()>",
  '"><script>hit()</script>',
  "' autofocus onfocus=hit() x='",
  '" autofocus onfocus="hit()',
  "</title><script>hit()</script>",
  "</style><img src=x onerror=hit()>",
  "<iframe srcdoc='<script>parent.hit()</script>'></iframe>",
  "<a href=javascript:hit() id=clickme>x</a>",
  "<form action=javascript:hit()><button autofocus>",
  "<meta http-equiv=refresh content='0;url=javascript:hit()'>",
  "<base href=https://evil.example/>",
  "<link rel=stylesheet href=https://evil.example/x.css>",
  "<object data=https://evil.example/x></object>",
  "<details open ontoggle=hit()>",
  "<body onload=hit()>",
  "<math><mi xlink:href='javascript:hit()'>x</mi></math>",
  "&lt;script&gt;hit()&lt;/script&gt;",
  "<!--><img src=x onerror=hit()>",
  "{{hit()}} <%= hit() %> #{hit()}",
  "\u202Etxt.exe\u2066<b onmouseover=hit()>",
  "<template><script>hit()</script></template>",
  "javascript:hit()//https://evil.example/",
  "<video><source onerror=hit()></video>",
];

/** Contexts for it: characters that end a preceding tag, attribute, comment or script. */
const around: readonly (readonly [string, string])[] = [
  ["", ""],
  ["</p></div>", ""],
  ["'>", "<'"],
  ["-->", "<!--"],
  ["</option></select>", ""],
  ["]]>", ""],
  ["</noscript>", ""],
  ["x\u2028", "\u2029"],
];

/** A random selection, each once; a small run uses different ones each time. */
export function markups(n: number, random: () => number): string[] {
  const all = around.flatMap(([before, after]) => markup.map((one) => before + one + after));
  for (let at = all.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [all[at], all[other]] = [all[other] as string, all[at] as string];
  }
  return all.slice(0, n);
}

/** The sandbox inbox with one mail whose fields all have the same text. */
export const inboxOf = (text: () => string): InboxItem[] => [
  {
    channel: "email",
    to: text(),
    from: text(),
    subject: text(),
    text: text(),
    html: text(),
    at: "2026-11-23T02:00:00.000Z",
    organization: null,
    task: null,
  },
];

export interface MarkupTrial {
  /** Writes it into every field that pages show, and opens them. @returns what ran, or was requested from elsewhere */
  read(payload: string): Promise<readonly string[]>;
  end(): Promise<void>;
}

/**
 * Opens every main page of a task in a browser with JavaScript.
 * @param server URL of the portal over `desk`
 * @param mail sets the text of the mail in the inbox
 */
export async function tryMarkup(
  desk: Desk,
  server: string,
  browser: Browser,
  mail: (html: string) => void,
): Promise<MarkupTrial> {
  const organization = await desk.organization({ language: "en" });
  const { taskId, caseId } = await desk.finding(organization, "x");
  const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  const verifier = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}`;
  const session = (await desk.session(null)).replace("duban-session=", "");
  await desk.send(doer, "submit", { "ask-note": "x", "ask-files": new File(["x"], "x.txt") });
  await desk.send(verifier, "return", { reason: "x" });
  await desk.send(verifier, "press", { reason: "x" });
  await desk.send(doer, "ask-extension", { until: "2026-12-20", reason: "x" });

  const context = await browser.newContext({ viewport: { width: 800, height: 800 } });
  await context.addCookies([{ name: "duban-session", value: session, url: server }, ...desk.deviceCookies(server)]);
  const seen: string[] = [];
  await context.exposeFunction("hit", () => seen.push("ran"));
  const page = await context.newPage();
  page.on("dialog", (dialog) => seen.push(`dialog ${dialog.message()}`));
  // Requests that the policy blocks are reported too; only those that it allowed count.
  const foreign = (request: Request): boolean => !/^data:/.test(request.url()) && !request.url().startsWith(server);
  page.on("requestfinished", (request) => foreign(request) && seen.push(`asked ${request.url()}`));
  page.on("requestfailed", (request) => {
    const why = request.failure()?.errorText ?? "";
    if (foreign(request) && !/csp/i.test(why)) seen.push(`asked ${request.url()}: ${why}`);
  });
  let framed = false;
  page.on("console", (message) => {
    // The frame of a hostile e-mail blocks its contents and reports that; the product's own pages have nothing to block.
    if (!framed && /content security policy/i.test(message.text())) seen.push(message.text());
  });
  return {
    async read(payload) {
      seen.length = 0;
      // One of the addresses below is a wrong code, of which an address has thirty a minute.
      desk.pass(1 / 59);
      await desk.db.$executeRaw`update organization set name = ${payload} where id = ${organization.id}`;
      await desk.db
        .$executeRaw`update person set name = ${payload} where id in (select person_id from holding where organization_id = ${organization.id})`;
      await desk.db.$executeRaw`update "case" set subject = ${payload} where id = ${caseId}`;
      await desk.db.$executeRaw`update evidence set name = ${payload}, text = ${payload},
        data = case when data is null then null else jsonb_build_object('note', ${payload}::text, ${payload}::text, jsonb_build_array(${payload}::text,
          jsonb_build_object('item', ${payload}::text, 'answer', ${payload}::text, 'note', ${payload}::text),
          jsonb_build_object('row', ${payload}::text, 'label', ${payload}::text, 'missing', jsonb_build_array(${payload}::text)))) end where task_id = ${taskId}`;
      await desk.db
        .$executeRaw`update event set after = after || jsonb_build_object('reason', ${payload}::text, 'nobody', jsonb_build_array(${payload}::text), 'steps', jsonb_build_array(${payload}::text)) where case_id = ${caseId} and after is not null`;
      await desk.db.$executeRaw`update task set asked_reason = ${payload}, poison = ${payload},
        facts = jsonb_build_object('latest', ${payload}::text, 'figures', jsonb_build_array(jsonb_build_object('value', ${payload}::text, 'label', jsonb_build_object('zh', ${payload}::text, 'en', ${payload}::text)))) where id = ${taskId}`;
      mail(payload);
      framed = false;
      const query = encodeURIComponent(payload);
      const pages = [
        doer,
        verifier,
        `/board/task/${taskId}`,
        `/board?q=${query}`,
        `/inbox?to=${query}`,
        `/t/${query}?lang=${query}`,
        `/org?q=${query}`,
      ];
      for (const path of pages) {
        await page.goto(server + path);
        if (path === doer || path === verifier) expect(await page.locator("#clickme").count()).toBe(0);
      }
      // Entered text comes back unchanged.
      await page.goto(server + doer);
      await page.locator("#ask-extension summary").click();
      // The browser would not submit a day that is too early.
      await page.locator("#ask-extension-until").evaluate((input) => {
        const { form } = input as unknown as { form: { noValidate: boolean } };
        form.noValidate = true;
      });
      await page.locator("#ask-extension-until").fill("2026-11-25");
      await page.locator("#ask-extension-reason").fill(payload);
      await page.locator("#ask-extension button").click();
      expect(await page.getByRole("alert").count()).toBe(1);
      expect(await page.locator("#ask-extension-reason").inputValue()).toBe(payload.replace(/[\u202E\u2066]/g, ""));
      framed = true;
      const id = /\/inbox\/(\w{12})"/.exec((await desk.get("/inbox")).text)?.[1];
      await page.goto(`${server}/inbox/${id}`);
      await page.goto(`${server}/inbox/${id}/html`);
      return [...seen];
    },
    end: () => context.close(),
  };
}
