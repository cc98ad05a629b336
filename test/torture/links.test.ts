import { setTimeout as pause } from "node:timers/promises";
import { Client, Connection } from "@temporalio/client";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { cutFor, ways } from "../../bench/faults/faults.ts";
import { afterCommit, type Link, type Mark, openLink } from "../../bench/faults/link.ts";
import type { LinkName } from "../../bench/options.ts";
import { instantAt } from "../../domain/time/zones.ts";
import { type Inbox, startInbox } from "../../local/inbox.ts";
import { startTestServer } from "../../local/temporal-test-server.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { createRelay } from "../../worker/relay.ts";
import { registerSearchAttributes } from "../../worker/search-attributes.ts";
import { openStage, type Stage, tokenIn } from "../attack/stage.ts";
import { depsOf } from "../support/activity-deps.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import type { Trial } from "../support/lines/line.ts";
import { found, type Organization } from "../support/organization.ts";
import { eventually, promised } from "../support/timeouts.ts";
import { carriedOf, hands } from "./carried.ts";
import { tortureLine } from "./line.ts";

/* Cuts each link of the product for a moment, at a random moment; the links of the herd are cut in herd.test.ts. */
const pass = "0 intents lost, 0 sent under two references; every duplicate message is an attempt recorded as unknown";
const day = 86_400_000;

describe("links of the worker", () => {
  let db: Db;
  let inbox: Inbox;
  let database: Link;
  let mail: Link;
  let far: Db;
  let organizations: Organization[];
  let now = instantAt("2031-03-03", "10:00", "Asia/Shanghai").getTime();
  beforeAll(async () => {
    const fresh = await freshDatabase();
    db = fresh.db;
    inbox = await startInbox();
    database = await openLink(fresh.url);
    mail = await openLink(inbox.smtpUrl);
    far = connect(database.through(fresh.url), { connections: 4 });
    atEnd(async () => {
      await far.$disconnect();
      await Promise.all([database.stop(), mail.stop(), inbox.stop()]);
    });
    organizations = await Promise.all(Array.from({ length: 4 }, () => found(db, new Date(now), {})));
  });

  const cutting = (what: string, name: LinkName, link: () => Link): void =>
    tortureLine(
      { name: `The link between worker and ${what} cut while rounds and couriers send mails`, pass, n: 100, fast: 3 },
      async (trial) => {
        const broken = link().broken;
        const times = new Map<string, number>();
        for (let i = 0; i < trial.n; i++) {
          const all = Object.entries(ways[name]);
          const [way, mark] = all[i % all.length] ?? ["", undefined];
          const hit = await cutOnce(trial, link(), mark);
          const came = hit ? way : "too late";
          times.set(came, (times.get(came) ?? 0) + 1);
        }
        for (const [way, n] of times) trial.note(`${way}: ${n}`);
        trial.note(`${Math.round(link().broken - broken)} connections broken`);
      },
    );

  /** @returns whether it was cut before all was sent */
  async function cutOnce(
    { random, seed, measure, failed, tried }: Trial,
    link: Link,
    mark: Mark | undefined,
  ): Promise<boolean> {
    // A day later, with nothing open from the day before.
    now += day;
    await db.$executeRaw`update task set next_at = null`;
    await inbox.clear();
    const { begin, untilCarried } = hands(db, () => new Date(now));
    // Uses rounds with one task and with several.
    const some = organizations.slice(0, 1 + Math.floor(random() * organizations.length));
    const cases = await begin(some, `cut ${now}`);
    const deps = depsOf(far, { ...inbox, smtpUrl: `${mail.through(inbox.smtpUrl)}/?socketTimeout=2000` });
    const cut = async (): Promise<boolean> => {
      const ms = random() * 150;
      const nth = 1 + Math.floor(random() * some.length);
      if (!mark) await pause(random() * 250);
      return cutFor(link, ms, mark, nth);
    };
    const cutting = cut();
    await untilCarried(deps, now).finally(() => link.disarm());
    const hit = await cutting;
    await Promise.all([...deps.transports.values()].map((transport) => transport.close()));
    const { lost, doubled, inDoubt, notices } = await carriedOf(db, inbox, cases);
    expect(notices, `seed ${seed}`).toBeGreaterThanOrEqual(some.length * 2);
    if (lost + doubled > 0) failed(`${lost} lost, ${doubled} doubled of ${notices}`);
    measure({ lost, doubled, inDoubt });
    tried();
    return hit;
  }

  test("a task that is alone in its round is not set aside because the database was lost at its rung", async () => {
    now += day;
    await db.$executeRaw`update task set next_at = null`;
    await inbox.clear();
    const { begin, speak, untilCarried } = hands(db, () => new Date(now));
    const cases = await begin(organizations.slice(0, 1), "alone");
    const deps = depsOf(far, inbox);
    // The link is restored before another connection is requested.
    const cut = cutFor(database, 0, afterCommit);
    await expect(speak(deps, now)).rejects.toThrow("the server was lost");
    expect(await cut).toBe(true);
    await untilCarried(deps, now);
    const left = await db.task.findMany({ where: { caseId: { in: cases } }, select: { poison: true } });
    expect(left).toEqual(left.map(() => ({ poison: null })));
    expect(await carriedOf(db, inbox, cases)).toMatchObject({ lost: 0, doubled: 0 });
  });

  test("mails that reach no mail server are tried again after 5 seconds, then 10, then minutes", async () => {
    now += day;
    await db.$executeRaw`update task set next_at = null`;
    await inbox.clear();
    const { begin, speak, carry, untilCarried } = hands(db, () => new Date(now));
    const cases = await begin(organizations.slice(0, 1), "unreached");
    const deps = depsOf(far, { ...inbox, smtpUrl: mail.through(inbox.smtpUrl) });
    await speak(deps, now);
    mail.cut();
    let at = now;
    try {
      for (const seconds of [5, 10, 60]) {
        await carry(deps, at);
        const waiting = await db.notice.findFirstOrThrow({ where: { caseId: { in: cases }, state: "queued" } });
        // Counted from the attempt's end, which is a moment after the look began.
        expect(Math.floor((waiting.sendAt.getTime() - at) / 1_000)).toBe(seconds);
        at = waiting.sendAt.getTime();
      }
    } finally {
      mail.restore();
    }
    await untilCarried(deps, at);
    expect(await carriedOf(db, inbox, cases)).toMatchObject({ lost: 0, doubled: 0 });
  });

  cutting("PostgreSQL", "database-link", () => database);
  cutting("mail server", "mail-link", () => mail);
});

describe("the link to the engine", () => {
  tortureLine(
    {
      name: "The link between worker and Temporal server cut while workflows are due to be woken",
      pass: "0 lost: after recovery each case has its workflow and its round, and no nudge is left",
      n: 30,
      fast: 1,
    },
    async ({ n, random, failed, measure, tried }) => {
      const { db } = await freshDatabase();
      const env = await startTestServer(inject("testServer"));
      atEnd(() => env.teardown());
      await registerSearchAttributes(env.client, env.namespace ?? "default");
      const link = await openLink(env.address);
      const connection = await Connection.connect({ address: link.address });
      atEnd(async () => {
        await connection.close();
        await link.stop();
      });
      const client = new Client({ connection });
      const now = instantAt("2031-03-03", "10:00", "Asia/Shanghai");
      const relay = createRelay({ db, client, log: () => undefined });
      const organizations = await Promise.all(Array.from({ length: 3 }, () => found(db, now, {})));
      for (let i = 0; i < n; i++) {
        const cases = await hands(db, () => now).begin(organizations, `cut ${i}`);
        const cut = pause(random() * 30).then(async () => {
          link.cut();
          await pause(50 + random() * 200);
          link.restore();
        });
        await Promise.all([relay.flush(), cut]);
        const back = performance.now();
        await eventually(async () => {
          await relay.flush();
          return (await db.nudge.count()) === 0;
        });
        measure({ recovery: (performance.now() - back) / 1_000 });
        const wanted = ["round-29-0", ...cases.map((id) => `rectification-${id}`)];
        for (const id of wanted) {
          const { status } = await env.client.workflow.getHandle(id).describe();
          const lost = status.name === "RUNNING" ? 0 : 1;
          measure({ lost });
          if (lost) failed(`${id} is ${status.name}`);
        }
        tried();
      }
    },
  );
});

describe("the link between portal and database", () => {
  let stage: Stage;
  let link: Link;
  let organization: Organization;
  beforeAll(async () => {
    stage = await openStage({
      by: async (url) => {
        link = await openLink(url);
        atEnd(link.stop);
        return link.through(url);
      },
    });
    organization = await stage.desk.organization();
  });

  tortureLine(
    {
      name: "The link between portal and PostgreSQL cut during a submission",
      pass: "a confirmed submission is stored once, an unconfirmed one at most once, and submitting again stores it once; the response comes within 10 s",
      n: 100,
      fast: 3,
    },
    async ({ n, random, failed, measure, tried, note }) => {
      const { desk } = stage;
      const answers: Record<string, number> = {};
      let justBefore = 0;
      for (let i = 0; i < n; i++) {
        const { taskId } = await desk.finding(organization, `cut ${i}`);
        const page = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
        const token = tokenIn((await stage.ask(page)).text, "submit");
        const press = () => stage.post(page, { verb: "submit", token, "ask-note": "好了" });
        // Every second cut is between the commit and its response.
        const mark = i % 2 === 0 ? afterCommit : undefined;
        const after = random() * 150;
        const ms = 20 + random() * 300;
        const cut = mark ? cutFor(link, ms, mark) : pause(after).then(() => cutFor(link, ms, mark));
        const answer = await press();
        link.disarm();
        await cut;
        answers[answer.status] = (answers[answer.status] ?? 0) + 1;
        const taken = answer.status < 400;
        const first = await submissions(taskId);
        if (!taken && first === 1) justBefore += 1;
        if (taken && first !== 1) failed(`answered ${answer.status}, and there ${first} times`);
        const back = performance.now();
        await eventually(async () => (await stage.ask(page)).status === 200);
        const recovery = (performance.now() - back) / 1_000;
        if (recovery > promised(10_000) / 1_000) failed(`answers after ${recovery} s only`);
        if (!taken) await press();
        const times = await submissions(taskId);
        if (times !== 1) failed(`there ${times} times after pressing again`);
        measure({ lost: times === 0 ? 1 : 0, doubled: Math.max(0, times - 1), recovery });
        tried();
      }
      note(
        Object.entries(answers)
          .map(([status, times]) => `${status}: ${times}`)
          .join(", "),
      );
      note(`stored just before the cut, without confirmation: ${justBefore}`);
    },
  );

  const submissions = (taskId: string): Promise<number> =>
    stage.desk.db.event.count({ where: { taskId, verb: "submit" } });
});
