import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { beginBatch, prepareBatch } from "../../client/desk/batches.ts";
import { runBatch } from "../../client/desk/run-batch.ts";
import { pageContext } from "../../client/reading.ts";
import { BusyError, connect, type Db, transact } from "../../prisma/client.ts";
import { batchLines } from "../../records/batches.ts";
import { createPortal } from "../../web/index.ts";
import { atEnd } from "../support/ending.ts";
import type { Organization } from "../support/organization.ts";
import { programAt } from "./api/program.ts";
import { type Desk, openDesk, origin, secretKey } from "./portal.ts";

/** Longer than the maximum wait for a connection; milliseconds. */
const longer = 6_000;
const timers = ["setTimeout", "clearTimeout"] as const;
let desk: Desk;
let organization: Organization;
/** The portal's pool, with one connection. */
let small: Db;
let app: Desk["app"];
let release: (() => Promise<void>) | undefined;

beforeEach(async () => {
  desk = await openDesk();
  organization = await desk.organization();
  const pool = connect(desk.url, { connections: 1 });
  small = pool;
  atEnd(() => pool.$disconnect());
  const context = { ...desk.context, db: small };
  app = createPortal({ context, secretKey, publicUrl: origin, health: async () => ({}), log: () => undefined });
});
afterEach(async () => {
  vi.useRealTimers();
  await release?.();
  release = undefined;
});

/** Takes the only connection until it is released. From then on time moves only when the test moves it. */
async function occupy(): Promise<void> {
  let free = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    free = resolve;
  });
  const holding = new Promise<Promise<void>>((resolve) => {
    const through: Promise<void> = transact(small, async () => {
      resolve(through);
      await held;
    });
  });
  await new Promise((resolve) => setImmediate(resolve));
  release = async () => {
    free();
    await await Promise.resolve(holding);
  };
  if (!vi.isFakeTimers()) vi.useFakeTimers({ toFake: [...timers] });
}

/** @returns the result after the maximum wait */
async function waitedFor<T>(work: Promise<T>): Promise<T> {
  let over = false;
  const done = work.finally(() => {
    over = true;
  });
  done.catch(() => undefined);
  while (!over) {
    if (release) await vi.advanceTimersByTimeAsync(longer);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return done;
}

async function freed(): Promise<void> {
  vi.useRealTimers();
  await release?.();
  release = undefined;
}

describe("if no database connection becomes free", () => {
  it("a page says so, and a form that is sent again takes effect once", async () => {
    const { taskId } = await desk.finding(organization, "消防通道堵塞");
    const person = organization.person("secretariat");
    const page = `${origin}/t/${await desk.code(person, taskId)}`;
    const cookie = await desk.device(person);
    const [, token = ""] =
      /value="acknowledge"><input type="hidden" name="token" value="([^"]+)"/.exec(
        await (await app.request(page, { headers: { cookie } })).text(),
      ) ?? [];
    const send = async () => {
      const body = new FormData();
      body.set("verb", "acknowledge");
      body.set("token", token);
      return app.request(page, { method: "POST", body, headers: { cookie, "sec-fetch-site": "same-origin" } });
    };
    await occupy();
    const busy = await waitedFor(send());
    expect([busy.status, busy.headers.get("retry-after")]).toEqual([503, "5"]);
    const text = await busy.text();
    expect(text).toContain("现在办理的人太多");
    expect(text).toContain("请过几秒钟重新打开页面");
    await freed();
    expect(await desk.state(taskId)).toBe("open");
    expect((await send()).status).toBe(303);
    expect(await desk.state(taskId)).toBe("acknowledged");
  });

  it("a program gets a time to try again, and the same key is valid then", async () => {
    const { taskId } = await desk.finding(organization, "消防通道堵塞");
    const program = programAt({ app, context: desk.context });
    const { code } = organization;
    const token = await program.token({ organization: code, as: organization.person("secretariat") }, "organization");
    const act = () => program.post(`/api/v1/tasks/${taskId}/acknowledge`, token, {}, { "idempotency-key": "k-1" });
    await occupy();
    const busy = await waitedFor(act());
    expect(busy).toMatchObject({ status: 503, body: { error: { code: "BUSY", reason: "busy" } } });
    expect(busy.headers.get("retry-after")).toBe("5");
    await freed();
    const done = await act();
    expect(done).toMatchObject({ status: 200, body: { state: "acknowledged", changed: true } });
    expect(done.headers.get("idempotency-replayed")).toBeNull();
  });

  it("no transaction of Prisma or of the driver begins late", async () => {
    const { db } = pageContext({ ...desk.context, db: small });
    let begun = 0;
    const work = async (): Promise<void> => {
      begun += 1;
    };
    await occupy();
    for (const query of [() => db.$transaction(work), () => transact(db, work), () => db.$queryRaw`select 1`])
      await expect(waitedFor<unknown>(query())).rejects.toBeInstanceOf(BusyError);
    await freed();
    await db.$transaction(work);
    expect(begun).toBe(1);
    // A failure in an open transaction is not a lack of connections.
    await expect(db.$transaction(() => Promise.reject(new Error("of its own")))).rejects.toThrow("of its own");
  });

  it("a batch stops before the next task, and continues with it later", async () => {
    const { taskId } = await desk.finding(organization, "消防通道堵塞", "minor");
    desk.pass(24 * 40);
    const input = { actor: "administrator", act: "press", typed: {}, found: "" } as const;
    const id = await prepareBatch(desk.context, input, [taskId]);
    await beginBatch(desk.context, id);
    const context = pageContext({ ...desk.context, db: small });
    // When the next task begins, another request holds the connection.
    const blockers: Promise<void>[] = [];
    const now = (): Date => {
      if (blockers.length === 0) blockers.push(occupy());
      return desk.now();
    };
    vi.useFakeTimers({ toFake: [...timers] });
    await expect(waitedFor(runBatch({ ...context, now }, id))).rejects.toBeInstanceOf(BusyError);
    await freed();
    const outcomes = async () =>
      (await batchLines(desk.db, id, null, { limit: 10, offset: 0 })).map(({ outcome }) => outcome);
    expect(await outcomes()).toEqual([null]);
    await runBatch(desk.context, id);
    expect(await outcomes()).toEqual(["done"]);
  });
});
