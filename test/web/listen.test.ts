import { EventEmitter, once } from "node:events";
import { Agent, get } from "node:http";
import { Hono } from "hono";
import { expect, it } from "vitest";
import { prepareBy } from "../../web/http/prepared.ts";
import { ListenError, listen } from "../../web/listen.ts";
import { promised } from "../support/timeouts.ts";

it("reports a port in use, and the setting to change", async () => {
  const app = new Hono().get("/", (c) => c.text("here"));
  const first = await listen(app, { host: "127.0.0.1", port: 0 });
  expect(await (await fetch(first.url)).text()).toBe("here");
  const port = Number(new URL(first.url).port);
  const second = listen(app, { host: "127.0.0.1", port });
  await expect(second).rejects.toThrow(ListenError);
  await expect(second).rejects.toMatchObject({
    code: "PORT",
    message: expect.stringMatching(new RegExp(`Port ${port} .*set PORT`)),
  });
  await expect(listen(app, { host: "192.0.2.77", port: 0 })).rejects.toMatchObject({ code: "PORT" });
  await first.close();
  await expect(fetch(first.url)).rejects.toThrow();
});

it("prepares a portal before it listens, and listens even if that fails", async () => {
  const done: string[] = [];
  const app = new Hono().get("/", (c) => c.text(done.join(" ")));
  prepareBy(app, async () => {
    done.push("prepared");
    throw new Error("the database is away");
  });
  const { url, close } = await listen(app, { host: "127.0.0.1", port: 0 });
  expect(await (await fetch(url)).text()).toBe("prepared");
  await close();
});

it("ends as soon as open requests are answered: no connection is kept, and each response says so", async () => {
  const events = new EventEmitter();
  const requested = once(events, "requested");
  const app = new Hono().get("/", async (c) => {
    const goesOn = once(events, "goes on");
    events.emit("requested");
    await goesOn;
    return c.text("done");
  });
  const { url, close } = await listen(app, { host: "127.0.0.1", port: 0 });
  const agent = new Agent({ keepAlive: true });
  const answer = new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
    get(url, { agent }, (response) => {
      const { statusCode: status, headers } = response;
      response.resume().once("end", () => resolve({ status, connection: headers.connection }));
    }).once("error", reject);
  });
  await requested;
  const began = performance.now();
  const closed = close({ graceMs: 60_000 });
  events.emit("goes on");
  expect(await answer).toEqual({ status: 200, connection: "close" });
  await closed;
  expect(performance.now() - began).toBeLessThan(promised(2_000));
  agent.destroy();
});
