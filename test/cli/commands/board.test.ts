import { beforeAll, describe, expect, it } from "vitest";
import type { Db } from "../../../prisma/client.ts";
import { findLink, insertBoardLink } from "../../../records/messages/links.ts";
import { insertSession } from "../../../records/roster/sessions.ts";
import { freshDatabase } from "../../support/database.ts";
import { found, type Organization } from "../../support/organization.ts";
import { commandLine } from "../typed.ts";

const now = new Date("2026-11-23T02:00:00Z");
const secret = "a secret of thirty-two characters";
let db: Db;
let organization: Organization;
beforeAll(async () => {
  db = (await freshDatabase()).db;
  organization = await found(db, now, {});
});
const later = (days: number): Date => new Date(now.getTime() + days * 86_400_000);

describe("duban board --revoke", () => {
  it("revokes the links and sessions of one person, of the administrator, or of all, and prints the number", async () => {
    const { duban } = commandLine(db, () => now);
    const board = organization.person("supervisory-board");
    const head = organization.person("head");
    const links = new Map<string, string>();
    for (const personId of [board, head, null]) {
      links.set(personId ?? "", await insertBoardLink(db, personId, now, secret, 30));
      await insertSession(db, { kind: "board", personId, expiresAt: later(30) }, now);
    }
    await insertSession(db, { kind: "device", personId: board, expiresAt: later(30) }, now);
    const one = await duban("board", "--revoke", organization.email("supervisory-board"), "--json");
    expect(one.data).toEqual({ revoked: organization.email("supervisory-board"), sessions: 2, links: 1 });
    expect(await findLink(db, links.get(board) ?? "", "session", now)).toBeNull();
    expect(await findLink(db, links.get(head) ?? "", "session", now)).not.toBeNull();
    expect((await duban("board", "--revoke", "administrator")).out).toContain("administrator: 1 session and 1 link");
    expect((await duban("board", "--revoke", "all")).out).toContain("all: 1 session and 1 link");
    expect((await duban("board", "--revoke", "all")).out).toContain("all: 0 sessions and 0 links");
  });

  it("reports an unknown person, and refuses to create a link at the same time", async () => {
    const { duban } = commandLine(db, () => now);
    expect(await duban("board", "--revoke", "nobody@example.org")).toMatchObject({ code: 3 });
    const both = await duban("board", organization.email("head"), "--revoke", "all");
    expect([both.code, both.err]).toEqual([2, expect.stringContaining("beside --revoke")]);
  });
});
