import { beforeAll, describe, expect, it } from "vitest";
import { startCampaign } from "../../client/kinds/campaign.ts";
import { recordDonations } from "../../client/kinds/donation.ts";
import { connectVisitors, type Statements, type Visitors } from "../../prisma/client.ts";
import { openDisclosure, publish } from "../../records/donations/disclosures.ts";
import { importRoster } from "../../records/roster/roster.ts";
import { newId } from "../../records/rows.ts";
import { publicRoutes } from "../../web/public/public.ts";
import { atEnd } from "../support/ending.ts";
import type { Organization } from "../support/organization.ts";
import { eventually, promised } from "../support/timeouts.ts";
import { type Desk, openDesk, origin, type PageResponse } from "./portal.ts";

const actor = "administrator";
const campaign = { emergency: true, startsOn: "2026-11-02", endsOn: "2026-12-31", actor } as const;

let desk: Desk;
let charity: Organization;
let caseId: string;
let disclosure: string;
/** Statements used to read pages. */
let read = 0;
let visitors: Visitors;

const get = async (path: string, headers: Record<string, string> = {}): Promise<PageResponse> => {
  read = 0;
  return desk.get(path, headers);
};

async function disclose(period: string): Promise<string> {
  const taskId = newId();
  const dueAt = new Date(desk.now().getTime() + 3_600_000);
  await openDisclosure(desk.db, { caseId, organizationId: charity.id, taskId, period, dueAt });
  const { id } = await desk.db.$transaction((tx) => publish(tx, { taskId, at: desk.now(), statement: "" }));
  return id;
}

beforeAll(async () => {
  const through: Statements = {
    $queryRaw: (...query) => {
      read += 1;
      return visitors.$queryRaw(...query);
    },
    $executeRaw: () => Promise.reject(new Error("visitors write nothing")),
  };
  desk = await openDesk({ visitors: through });
  visitors = connectVisitors(desk.url, { connections: 2 });
  atEnd(async () => visitors.close());
  charity = await desk.organization({ type: "CHA", qualified: true });
  ({ caseId } = await startCampaign(desk.context, { ...campaign, organizationId: charity.id, title: "冬日暖阳" }));
  disclosure = await disclose("2026-11-06");
});

describe("a page that the visitor already has", () => {
  it("is not rendered again: the organization's, the list, the entries, a disclosure and its data", async () => {
    const home = `/org/${charity.code}`;
    for (const path of [
      "/org",
      home,
      `${home}/donations.csv`,
      `${home}/disclosure/${disclosure}`,
      `${home}/disclosure/${disclosure}/body.json`,
    ]) {
      const first = await get(path);
      expect([first.status, first.headers.get("cache-control")], path).toEqual([200, "public, no-cache"]);
      const tag = first.headers.get("etag") ?? "";
      for (const known of [tag, `W/${tag}`, `"other", ${tag}`, "*"]) {
        const again = await get(path, { "if-none-match": known });
        expect([again.status, again.text, again.headers.get("etag"), read], `${path} ${known}`).toEqual([
          304,
          "",
          tag,
          1,
        ]);
      }
      expect((await get(path, { "if-none-match": '"other"' })).status).toBe(200);
    }
  });

  it("is also recognized by time, if it states when it was published", async () => {
    const path = `/org/${charity.code}/disclosure/${disclosure}`;
    const since = (await get(path)).headers.get("last-modified") ?? "";
    expect(Date.parse(since)).toBeGreaterThanOrEqual(Math.floor(desk.now().getTime() / 1_000) * 1_000);
    expect((await get(path, { "if-modified-since": since })).status).toBe(304);
    expect((await get(path, { "if-modified-since": "Mon, 02 Jan 2006 15:04:05 GMT" })).status).toBe(200);
  });

  it("changes once anything in it has changed, even by hand", async () => {
    const home = `/org/${charity.code}`;
    const changes: [string, () => Promise<unknown>][] = [
      [
        home,
        () =>
          recordDonations(desk.context, {
            caseId,
            rows: [{ on: "2026-11-20", direction: "received", amount: "5" }],
            actor,
          }),
      ],
      [
        `${home}/donations.csv`,
        () =>
          recordDonations(desk.context, {
            caseId,
            rows: [{ on: "2026-11-20", direction: "received", amount: "7" }],
            actor,
          }),
      ],
      [home, () => disclose("2026-11-11")],
      ["/org", () => disclose("2026-11-16")],
      [home, () => desk.db.$executeRaw`update organization set name = '改名慈善会' where id = ${charity.id}`],
      [
        `${home}/disclosure/${disclosure}`,
        () =>
          desk.db
            .$executeRaw`update disclosure set body = jsonb_set(body, '{statement}', '"x"') where id = ${disclosure}`,
      ],
      // The minutes left.
      [home, async () => desk.pass(1 / 60)],
    ];
    for (const [path, change] of changes) {
      const tag = (await get(path)).headers.get("etag") ?? "";
      await change();
      const fresh = await get(path, { "if-none-match": tag });
      expect([fresh.status, fresh.headers.get("etag") === tag], `${path} ${change}`).toEqual([200, false]);
    }
  });

  it("is private if it sets the language, and differs by language", async () => {
    const path = `/org/${charity.code}`;
    const [zh, en] = [await get(path), await get(`${path}?lang=en`)];
    expect(en.headers.get("cache-control")).toBe("private, no-cache");
    expect(zh.headers.get("vary")).toBe("Cookie");
    expect(
      (await get(path, { cookie: "duban-language=en", "if-none-match": zh.headers.get("etag") ?? "" })).status,
    ).toBe(200);
  });

  it("is rendered once for all visitors who request the same", async () => {
    const path = `/org/${charity.code}`;
    await get(path);
    await get(path);
    expect(read).toBe(1);
  });

  it("is not cached in the demo, where it shows the clock", async () => {
    const clock = { now: desk.now, move: async () => undefined };
    const demo = publicRoutes({ context: desk.context, publicUrl: origin, secretKey: "x".repeat(32), clock });
    expect((await demo.request("/org")).headers.get("etag")).toBeNull();
  });
});

describe("the list of many organizations", () => {
  it("is paged by code: a page has the same lines whatever precedes it, with links in both directions", async () => {
    for (let n = 0; n < 120; n++) {
      const { id } = await desk.organization({ type: "CHA", code: `ZZ-${String(n).padStart(3, "0")}` });
      await desk.db
        .$executeRaw`insert into discloser values (${id}, ${`ZZ-${String(n).padStart(3, "0")}`}, search_words(${`ZZ-${n}`}))`;
    }
    const codes = (text: string): string[] =>
      [...text.matchAll(/href="\/org\/([^"/?]+)"/g)].map(([, code = ""]) => code);
    const link = (text: string, rel: string): string =>
      new RegExp(`<a href="([^"]+)" rel="${rel}">`).exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    const pages: string[][] = [];
    const addresses: string[] = [];
    let next = "/org";
    for (let text = ""; next; next = link(text, "next")) {
      addresses.push(next);
      ({ text } = await get(next));
      pages.push(codes(text));
      if (pages.length > 1) expect(codes((await get(link(text, "prev"))).text)).toEqual(pages.at(-2));
      else expect(link(text, "prev")).toBe("");
    }
    expect(pages.map(({ length }) => length)).toEqual([50, 50, 21]);
    expect(pages.flat()).toEqual([...new Set(pages.flat())].sort());
    // An additional organization at the front does not change later pages.
    const front = await desk.organization({ type: "CHA", code: "AA-1" });
    await startCampaign(desk.context, { ...campaign, organizationId: front.id, title: "春日" });
    expect(codes((await get(addresses[2] ?? "")).text)).toEqual(pages[2]);
    expect((await get("/org")).text).toContain("/org/AA-1");
    expect((await get(`/org?after=${encodeURIComponent("'; drop table discloser --")}`)).status).toBe(200);
  });

  it("can be searched by part of a name, and by the new name after a renaming", async () => {
    const found = async (words: string): Promise<boolean> =>
      (await get(`/org?q=${encodeURIComponent(words)}`)).text.includes("/org/REN-1");
    const roster = (name: string): Parameters<typeof importRoster>[1] => {
      const fields = {
        row: 2,
        code: "REN-1",
        type: "CHA",
        types: ["CHA"],
        charity: null,
        supervised: true,
        registration: "foundation",
        zone: "Asia/Shanghai",
        district: "",
        party: false,
        qualified: true,
        language: "zh-CN",
        marks: null,
        people: [],
      };
      return { organizations: [{ ...fields, name }], people: [], errors: [] } as unknown as Parameters<
        typeof importRoster
      >[1];
    };
    const take = (name: string) => desk.db.$transaction((tx) => importRoster(tx, roster(name), desk.now()));
    await take("旧名字助学会");
    const { id } = await desk.db.organization.findUniqueOrThrow({ where: { code: "REN-1" } });
    await startCampaign(desk.context, { ...campaign, organizationId: id, title: "助学" });
    expect([await found("旧名"), await found("名"), await found("ren-1"), await found("新名")]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    await take("新名字助学会");
    expect([await found("旧名"), await found("新名")]).toEqual([false, true]);
  });
});

describe("visitors of public pages", () => {
  it("use none of the connections of acts, and are asked to try again if all of theirs are in use", async () => {
    const own = connectVisitors(desk.url, { connections: 1 });
    // The only connection waits for a lock that another connection holds until it is closed.
    const other = connectVisitors(desk.url, { connections: 1 });
    await other.$queryRaw`select pg_advisory_lock(1)::text`;
    const held = own.$queryRaw`select pg_advisory_xact_lock(1)::text`;
    const crowded = publicRoutes({ context: desk.context, visitors: own, publicUrl: origin });
    const answers: Response[] = [];
    const waiting = Array.from({ length: 300 }, async () => answers.push(await crowded.request("/org")));
    await recordDonations(desk.context, {
      caseId,
      rows: [{ on: "2026-11-20", direction: "received", amount: "5" }],
      actor,
    });
    const refused = () => answers.filter(({ status }) => status === 503);
    await eventually(async () => refused().length >= 100);
    expect(answers.every(({ status }) => status === 503)).toBe(true);
    await other.close();
    await Promise.all([...waiting, held]);
    const [first] = refused();
    expect(first?.headers.get("retry-after")).toBe("5");
    expect(await first?.text()).toContain("现在访问的人太多");
    expect([...new Set(answers.map(({ status }) => status))].sort()).toEqual([200, 503]);
    await own.close();
  });

  it("write nothing, and hold no connection for long", async () => {
    await expect(visitors.$executeRaw`update organization set name = 'x'`).rejects.toThrow("read-only");
    const slow = publicRoutes({
      context: desk.context,
      visitors: { ...visitors, $queryRaw: (() => visitors.$queryRaw`select pg_sleep(30)`) as Statements["$queryRaw"] },
      publicUrl: origin,
    });
    const from = performance.now();
    expect((await slow.request("/org")).status).toBe(503);
    expect(performance.now() - from).toBeLessThan(promised(20_000));
  });
});
