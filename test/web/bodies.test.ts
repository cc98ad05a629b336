import { beforeAll, describe, expect, it } from "vitest";
import type { Organization } from "../support/organization.ts";
import { eventually } from "../support/timeouts.ts";
import { type Desk, openDesk, origin } from "./portal.ts";
import { readRequest } from "./read-request.ts";

let desk: Desk;
let organization: Organization;
let raise: string;
let hazard: string;

beforeAll(async () => {
  desk = await openDesk();
  organization = await desk.organization({ type: "VOL" });
  const { taskId } = await desk.finding(organization, "fire exit");
  raise = `/o/${organization.code}/raise`;
  hazard = `/t/${await desk.code(organization.person("secretariat"), taskId)}/hazard`;
});

const encoded = "application/x-www-form-urlencoded";
const multipart = "multipart/form-data; boundary=cut";
const field = (name: string, value: string): string =>
  `--cut\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const file = (name: string): string =>
  `--cut\r\ncontent-disposition: form-data; name="photo"; filename="${name}"\r\ncontent-type: image/jpeg\r\n\r\n`;

let strangers = 0;

/** Sends a request head, followed by endless bytes or by nothing. @returns the response, and the number of bytes read until then */
function begin(path: string, type: string, head: string, { endless = true, length = "" } = {}) {
  const sent = { bytes: 0 };
  let stop: () => void = () => undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        stop = () => controller.error(new Error("gone"));
      },
      pull(controller) {
        if (sent.bytes > 0 && !endless) return new Promise<void>(() => undefined);
        const piece = Buffer.from(sent.bytes === 0 ? head : "x".repeat(10_000));
        sent.bytes += piece.length;
        controller.enqueue(new Uint8Array(piece));
      },
    },
    { highWaterMark: 0 },
  );
  strangers += 1;
  // Each has a different address; otherwise the rate limit of one would apply.
  const visitor = `198.51.${100 + (strangers >> 8)}.${strangers & 255}`;
  const headers = {
    "x-forwarded-for": visitor,
    "content-type": type,
    "sec-fetch-site": "same-origin",
    ...(length && { "content-length": length }),
  };
  const answer = Promise.resolve(
    desk.app.request(origin + path, { method: "POST", headers, body, duplex: "half" } as RequestInit),
  );
  return { answer, sent, stop: () => stop() };
}

describe("the size of a form", () => {
  it("is limited by its route: a public form that is too long by its headers is rejected unread", async () => {
    const { answer, sent } = begin(raise, encoded, "words=x", { length: String(200 * 1024) });
    expect((await answer).status).toBe(413);
    expect(sent.bytes).toBe(0);
    expect(await (await answer).text()).toContain("缩短文字");
  });

  it("is also checked while it is read, if the headers do not state it", async () => {
    const { answer, sent } = begin(raise, encoded, "words=x");
    expect((await answer).status).toBe(413);
    expect(sent.bytes).toBeLessThan(200 * 1024);
  });

  it("does not matter before its token is checked, which happens before the first file", async () => {
    const { answer, sent } = begin(hazard, multipart, `${field("key", "k")}${field("token", "none")}${file("a.jpg")}`);
    expect((await answer).status).toBe(403);
    expect(sent.bytes).toBeLessThan(100 * 1024);
  });
});

describe("concurrent request bodies", () => {
  it("are limited in total: strangers wait, and people with a link do not", async () => {
    const held = Array.from({ length: 300 }, () =>
      begin(raise, encoded, `words=${"x".repeat(60_000)}`, { endless: false }),
    );
    const refused: Response[] = [];
    for (const { answer } of held) answer.then((response) => refused.push(response)).catch(() => undefined);
    // On a busy machine, some visitors get no connection to the database and are asked to try again sooner.
    const full = await eventually(async () => refused.find(({ headers }) => headers.get("retry-after") === "30"));
    expect(full.status).toBe(503);
    expect((await begin(raise, encoded, "words=x", { endless: false }).answer).status).toBe(503);
    const { answer } = begin(hazard, multipart, `${field("key", "k")}${field("token", "none")}${file("a.jpg")}`);
    expect((await answer).status).toBe(403);
    for (const { stop } of held) stop();
    await Promise.allSettled(held.map(({ answer }) => answer));
    expect((await desk.app.request(origin + raise, posted("words=x"))).status).toBe(403);
  });

  it("keep 32 MB of one form's files, name those that do not fit, and keep the typed values", async () => {
    const nine = Buffer.alloc(9 * 1024 * 1024, "x");
    const parts = ["1", "2", "3", "4"].flatMap((name) => [Buffer.from(file(name)), nine, Buffer.from("\r\n")]);
    const body = Buffer.concat([...parts, Buffer.from(`${field("note", "typed")}--cut--\r\n`)]);
    const read = await readRequest(
      new Request(origin, { method: "POST", headers: { "content-type": multipart }, body: new Uint8Array(body) }),
    );
    expect(read.files.map(({ name }) => name)).toEqual(["1", "2", "3"]);
    expect(read.refused).toEqual([{ field: "photo", name: "4", why: "too much" }]);
    expect(read.fields.get("note")).toBe("typed");
  });

  it("are aborted if they arrive too slowly", async () => {
    const body = new ReadableStream<Uint8Array>({ start: (controller) => controller.enqueue(Buffer.from("a=")) });
    const init = { method: "POST", headers: { "content-type": encoded }, body, duplex: "half" } as RequestInit;
    const reading = readRequest(new Request(origin, init), {}, { window: 20, bytes: 100 });
    await expect(reading).rejects.toMatchObject({ code: "FORM_SLOW" });
  });
});

const posted = (body: string): RequestInit => ({
  method: "POST",
  headers: { "content-type": encoded, "sec-fetch-site": "same-origin" },
  body,
});
