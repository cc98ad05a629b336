import { createHash, randomBytes } from "node:crypto";
import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { beforeAll, describe, expect, it } from "vitest";
import { issueCircular } from "../../client/cases/circulars.ts";
import { listen } from "../../web/listen.ts";
import { openStage, type Stage } from "../attack/stage.ts";
import { atEnd } from "../support/ending.ts";
import { slowClients } from "../support/processes/slow-clients.ts";

const mega = 1024 * 1024;
// The beginning makes it a PDF, whatever follows.
const bytes = Buffer.concat([Buffer.from("%PDF-1.7\n"), randomBytes(10 * mega - 9)]);
const name = "年度报告 '终'.pdf";

let stage: Stage;
/** A task's page with a file of 10 MB, and the file. */
let page: string;
let file: string;

beforeAll(async () => {
  stage = await openStage();
  const { desk } = stage;
  const organization = await desk.organization({ type: "CHA" });
  const { taskId } = await desk.finding(organization, "消防通道堵塞");
  const doer = `/t/${await desk.code(organization.person("secretariat"), taskId)}`;
  const files = [new File([bytes], name)];
  expect((await desk.send(doer, "submit", { "ask-note": "已清理", "ask-files": files })).status).toBe(303);
  page = `/t/${await desk.code(organization.person("supervisory-board"), taskId)}`;
  file = /href="([^"]+)" download>/.exec((await desk.get(page)).text)?.[1] ?? "";
});

describe("a submitted file", () => {
  it("is sent completely as a download, with its length, and only its headers on HEAD", async () => {
    const answer = await fetch(stage.url + file);
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
    const head = await fetch(stage.url + file, { method: "HEAD" });
    expect(await head.text()).toBe("");
    for (const { status, headers } of [answer, head]) {
      expect(status).toBe(200);
      expect(headers.get("content-length")).toBe(String(bytes.length));
      expect(headers.get("content-type")).toBe("application/octet-stream");
      expect(headers.get("content-disposition")).toBe(
        `attachment; filename="_.pdf"; filename*=UTF-8''${encodeURIComponent(name).replaceAll("'", "%27")}`,
      );
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("content-security-policy")).toContain("sandbox");
      expect(headers.get("cache-control")).toBe("no-store");
    }
  });

  it("is stored so that a part is read without the rest", async () => {
    const rows = await stage.desk.db.$queryRaw<{ name: string; storage: string }[]>`
      select attname as name, attstorage::text as storage from pg_attribute
      where attrelid in ('evidence'::regclass, 'circular'::regclass) and attname in ('bytes', 'file_bytes')`;
    expect(rows.map(({ storage }) => storage)).toEqual(["e", "e"]);
    const text = new File([Buffer.alloc(mega, "督办 ")], "x.txt");
    const organization = await stage.desk.organization({ type: "CHA" });
    const { taskId } = await stage.desk.finding(organization, "x");
    const doer = `/t/${await stage.desk.code(organization.person("secretariat"), taskId)}`;
    await stage.desk.send(doer, "submit", { "ask-note": "x", "ask-files": [text] });
    const [kept] = await stage.desk.db.$queryRaw<{ compressed: string | null; size: number }[]>`
      select pg_column_compression(bytes) as compressed, octet_length(bytes) as size from evidence where task_id = ${taskId} and type = 'file'`;
    expect(kept).toEqual({ compressed: null, size: mega });
  });

  it("of a circular is sent in the same way", async () => {
    const { desk } = stage;
    const organization = await desk.organization({ type: "HUB", code: "FILE-1" });
    const issued = {
      source: "local",
      title: "通知",
      organizations: ["FILE-1"],
      key: "with-file",
      actor: "administrator",
    };
    const document = { name: "通知.pdf", mime: "application/pdf", bytes };
    await issueCircular(desk.context, { ...issued, event: "policy-issued", file: document } as unknown as Parameters<
      typeof issueCircular
    >[1]);
    const { id } = await desk.db.circular.findFirstOrThrow();
    const { caseId, taskId } = await desk.begun(organization, "20").catch(() => desk.begun(organization, "27"));
    await desk.db.$executeRaw`update "case" set circular_id = ${id} where id = ${caseId}`;
    const { personId } = await desk.db.holding.findFirstOrThrow({
      where: { organizationId: organization.id, role: "secretariat" },
    });
    const answer = await fetch(`${stage.url}/t/${await desk.code(personId, taskId)}/file/circular`);
    expect(answer.headers.get("content-length")).toBe(String(bytes.length));
    expect(sha(Buffer.from(await answer.arrayBuffer()))).toBe(sha(bytes));
  });

  it("that is deleted while it is read, or that the client does not read, is cut off, which its length reveals", async () => {
    const { desk } = stage;
    const { url, close } = await listen(desk.app, { host: "127.0.0.1", port: 0, unreadMs: 700 });
    atEnd(close);
    const { hostname, port } = new URL(url);
    /** The server's sockets, by the clients' ports. */
    const ends = new Map<number | undefined, Promise<unknown>>();
    const began = (message: unknown): void => {
      const { socket } = message as { socket: Socket };
      ends.set(socket.remotePort, once(socket, "close"));
    };
    subscribe("http.server.request.start", began);
    atEnd(async () => void unsubscribe("http.server.request.start", began));
    const open = async () => {
      const socket = connect(Number(port), hostname);
      // The wait begins at once, because on a busy machine the connection may close early.
      const closed = once(socket, "close");
      let got = 0;
      socket.on("data", (data) => {
        got += data.length;
        socket.pause();
      });
      socket.write(`GET ${file} HTTP/1.1\r\nHost: ${hostname}:${port}\r\n\r\n`);
      socket.on("error", () => undefined);
      await once(socket, "data");
      return { socket, closed, got: () => got };
    };
    const unread = await open();
    await ends.get(unread.socket.localPort);
    unread.socket.on("data", () => unread.socket.resume()).resume();
    await unread.closed;
    expect(unread.got()).toBeLessThan(bytes.length);

    const going = await open();
    const kept = await desk.db.evidence.findFirstOrThrow({ where: { name, type: "file" } });
    await desk.db.$executeRaw`update evidence set bytes = null where id = ${kept.id}`;
    going.socket.on("data", () => going.socket.resume()).resume();
    await going.closed;
    await desk.db.evidence.update({ where: { id: kept.id }, data: { bytes: kept.bytes } });
    expect(going.got()).toBeLessThan(bytes.length);
    expect(desk.logged.join("\n")).toContain("an answer broke off");
    // A client that continues to read gets the whole file.
    expect(sha(Buffer.from(await (await fetch(url + file)).arrayBuffer()))).toBe(sha(bytes));
  });
});

// Memory is read from /proc, on Linux only.
describe.runIf(process.platform === "linux")(
  "a hundred clients that request a file of 10 MB and do not read it",
  () => {
    it("use little memory, and other clients are served as before", async () => {
      const { url, pid } = stage;
      const about = { url, pid, path: file, other: page, manner: "unread" } as const;
      // The memory for reading the first file is not caused by the clients.
      await slowClients({ ...about, other: "/healthz", clients: 3, lasts: [2_000, 2_000] });
      const found = await slowClients({ ...about, lasts: [6_000, 6_000] });
      console.info(
        `+${found.grownBy} MB; others ${found.before.median} ms before and ${found.meanwhile.median} ms meanwhile`,
      );
      expect(found.statuses).toEqual({ 200: 100 });
      expect(found.grownBy).toBeLessThanOrEqual(100);
      expect(found.meanwhile.failed).toBe(0);
    });
  },
);

const sha = (of: Uint8Array): string => createHash("sha256").update(of).digest("hex");
