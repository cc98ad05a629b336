import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../prisma/client.ts";
import {
  codeOf,
  findLink,
  hashOfCode,
  insertBoardLink,
  linkKey,
  makeLinks,
  type WantedLink,
} from "../../../records/messages/links.ts";
import { freshDatabase } from "../../support/database.ts";
import { found, type Organization } from "../../support/organization.ts";

const secret = "a secret of at least thirty-two characters";
const now = new Date("2026-11-23T02:00:00Z");
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
let db: Db;
let organization: Organization;
beforeAll(async () => {
  db = (await freshDatabase()).db;
  organization = await found(db, now, {});
});

let tasks = 0;
const wanted = (): WantedLink => ({
  personId: organization.person("secretariat"),
  taskId: `task-${++tasks}`,
});
const make = async (one: WantedLink, at = now, key = secret) =>
  (await makeLinks(db, [one], at, key, 120)).get(linkKey(one)) ?? "";

describe("the codes of links", () => {
  it("are twelve base62 characters that only the secret gives", () => {
    expect(codeOf(secret, "nonce")).toMatch(/^[0-9A-Za-z]{12}$/);
    expect(codeOf(secret, "nonce")).toBe(codeOf(secret, "nonce"));
    expect(codeOf(`${secret}!`, "nonce")).not.toBe(codeOf(secret, "nonce"));
    expect(new Set(Array.from({ length: 10_000 }, (_, i) => codeOf(secret, `nonce-${i}`))).size).toBe(10_000);
  });

  it("are stored as hashes only", async () => {
    const one = wanted();
    const code = await make(one);
    const rows = await db.$queryRaw<Record<string, unknown>[]>`select * from link where task_id = ${one.taskId}`;
    expect(rows[0]?.hash).toBe(hashOfCode(code));
    expect(JSON.stringify(rows)).not.toContain(code);
  });

  it("stay the same for a person and a task, also with eight concurrent requests", async () => {
    const many = Array.from({ length: 20 }, wanted);
    const made = await Promise.all(
      Array.from({ length: 8 }, () => db.$transaction((tx) => makeLinks(tx, many, now, secret, 120))),
    );
    for (const codes of made) expect(codes).toEqual(made[0]);
    expect(made[0]?.size).toBe(20);
  });

  it("are new if the old one expired, was revoked, or was made with another secret", async () => {
    const one = wanted();
    const first = await make(one);
    await db.$executeRaw`update link set revoked_at = ${now} where task_id = ${one.taskId}`;
    expect(await findLink(db, first, "task", now)).toBeNull();
    const second = await make(one);
    expect(second).not.toBe(first);
    const third = await make(one, later(121));
    expect(third).not.toBe(second);
    expect(await findLink(db, second, "task", later(121))).toBeNull();
    const fourth = await make(one, later(121), `${secret}!`);
    expect(fourth).not.toBe(third);
    expect((await findLink(db, fourth, "task", later(121)))?.taskId).toBe(one.taskId);
  });

  it("are extended when they are sent with less than half of their days left", async () => {
    const one = wanted();
    const code = await make(one);
    expect(await make(one, later(100))).toBe(code);
    expect((await findLink(db, code, "task", later(219)))?.personId).toBe(one.personId);
    expect(await findLink(db, code, "task", later(220))).toBeNull();
  });

  it("of the board are new each time, and none extends another", async () => {
    const person = organization.person("supervisory-board");
    const [short, long] = [
      await insertBoardLink(db, person, now, secret, 2),
      await insertBoardLink(db, person, now, secret, 30),
    ];
    expect(long).not.toBe(short);
    expect((await findLink(db, long, "session", later(29)))?.personId).toBe(person);
    expect(await findLink(db, short, "session", later(3))).toBeNull();
  });

  it("open nothing if one character or the purpose differs", async () => {
    const one = wanted();
    const code = await make(one);
    expect(await findLink(db, code, "session", now)).toBeNull();
    for (let i = 0; i < code.length; i++)
      for (const other of "aZ09-' ")
        if (code[i] !== other)
          expect(await findLink(db, code.slice(0, i) + other + code.slice(i + 1), "task", now)).toBeNull();
    expect(await findLink(db, `${code} `, "task", now)).toBeNull();
    expect((await findLink(db, code, "task", now))?.taskId).toBe(one.taskId);
  });
});
