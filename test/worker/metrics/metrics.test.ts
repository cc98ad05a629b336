import { afterEach, describe, expect, it } from "vitest";
import { readConfig } from "../../../config.ts";
import { cachedMs, createCollector } from "../../../worker/metrics/collect.ts";
import { exposition } from "../../../worker/metrics/exposition.ts";
import { type MetricsServer, serveMetrics } from "../../../worker/metrics/serve.ts";
import { standIn } from "../../cli/stand-in.ts";
import { commandLine } from "../../cli/typed.ts";
import { freshDatabase } from "../../support/database.ts";
import { found } from "../../support/organization.ts";

const { db } = await freshDatabase();
const now = new Date("2026-09-15T02:00:00Z");
const servers: MetricsServer[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function scraped(options: { token?: string; engine?: string } = {}) {
  const collector = createCollector({ db, now: () => now });
  const server = await serveMetrics(collector, { host: "127.0.0.1", port: 0, ...options });
  servers.push(server);
  return { collector, url: server.url };
}

describe("/metrics", () => {
  it("reports what waits and what was sent and done, without names", async () => {
    const { collector, url } = await scraped();
    await (await fetch(url)).text();
    const organization = await found(db, now, {});
    const { duban } = commandLine(db, () => now);
    await duban("rectification", "start", "--org", organization.code, "金丝雀漏水 canary@example.org 13900001111");
    await standIn(db).rounds(now);
    collector.delivered("email", "sent");
    collector.delivered("email", "sent");
    collector.delivered("sms", "refused");
    const fresh = await scraped();
    const text = await (await fetch(fresh.url)).text();
    expect(text).toMatch(/^# TYPE duban_notices_queued gauge$/m);
    expect(text).toMatch(/^duban_notices_queued\{channel="email"\} [1-9]\d*$/m);
    expect(text).toMatch(/^duban_organizations 1$/m);
    expect(text).toMatch(/^duban_up 1$/m);
    const own = await (await fetch(url)).text();
    expect(own).toContain('duban_deliveries_total{channel="email",state="sent"} 2');
    expect(own).toContain('duban_deliveries_total{channel="sms",state="refused"} 1');
    const people = await db.person.findMany();
    for (const canary of [
      "金丝雀",
      "canary",
      "13900001111",
      organization.code,
      organization.id,
      ...people.map(({ id }) => id),
    ])
      expect(text + own).not.toContain(canary);
    expect(text).not.toMatch(/\p{Script=Han}|@/u);
  });

  it("queries the database once for concurrent scrapes, and counts acts from then on", async () => {
    let asked = 0;
    const counting = new Proxy(db, {
      get: (target, key) => {
        if (key === "$queryRaw") asked += 1;
        return Reflect.get(target, key, target);
      },
    });
    const collector = createCollector({ db: counting, now: () => now });
    await Promise.all([collector.collect(), collector.collect(), collector.collect()]);
    const once = asked;
    expect(once).toBe(3);
    await collector.collect();
    expect(asked).toBe(once);
    expect(cachedMs).toBeGreaterThanOrEqual(5_000);
    collector.stop();
  });

  it("reports that the database does not respond, and still responds itself", async () => {
    const gone = new Proxy(db, {
      get: () => () => Promise.reject(new Error("away")),
    });
    const collector = createCollector({ db: gone, now: () => now });
    const text = exposition(await collector.collect());
    expect(text).toMatch(/^duban_up 0$/m);
    expect(text).toMatch(/^process_resident_memory_bytes \d+$/m);
    collector.stop();
  });

  it("requires its token, and has no other route", async () => {
    const { url } = await scraped({ token: "a-token-of-sixteen-or-more" });
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(url, { headers: { authorization: "Bearer a-token-of-sixteen-or-mor3" } })).status).toBe(401);
    const allowed = { headers: { authorization: "Bearer a-token-of-sixteen-or-more" } };
    expect((await fetch(url, allowed)).status).toBe(200);
    expect((await fetch(url.replace("/metrics", "/"), allowed)).status).toBe(404);
    expect((await fetch(url, { ...allowed, method: "POST" })).status).toBe(404);
  });

  it("exists only if configured, and is not reachable from other machines without a token", () => {
    expect(readConfig({}).metrics).toBeUndefined();
    expect(readConfig({ METRICS_PORT: "9464" }).metrics).toEqual({ port: 9464, host: "127.0.0.1" });
    expect(() => readConfig({ METRICS_PORT: "9464", METRICS_HOST: "0.0.0.0" })).toThrow(/METRICS_TOKEN is not set/);
    const token = "0123456789abcdef";
    expect(readConfig({ METRICS_PORT: "0", METRICS_HOST: "0.0.0.0", METRICS_TOKEN: token }).metrics?.token).toBe(token);
  });

  it("has only labels from closed lists", () => {
    const values = [
      { labels: { step: 'fix"} 1\nx{y="' }, value: 1 },
      { labels: { step: "set-date" }, value: Number.NaN },
    ];
    const text = exposition([{ name: "duban_tasks_late", help: "x", type: "gauge", values }]);
    expect(text).toBe(
      '# HELP duban_tasks_late x\n# TYPE duban_tasks_late gauge\nduban_tasks_late{step="other"} 1\nduban_tasks_late{step="set-date"} 0\n',
    );
  });
});
