import { expect, test } from "vitest";
import { connectBriefly } from "../../prisma/client.ts";
import { matterWith } from "../../worker/database.ts";
import { freshDatabase } from "../support/database.ts";
import { atEnd } from "../support/ending.ts";
import { commandLine } from "./typed.ts";

const { db, url } = await freshDatabase();

/** Connects to the same database as a user who gets no more connections. */
async function crowdedOut(): Promise<string> {
  const name = `crowded_${process.pid}`;
  await db.$executeRawUnsafe(`create role ${name} login password 'x' connection limit 0`);
  atEnd(() => db.$executeRawUnsafe(`drop role ${name}`));
  const own = new URL(url);
  own.username = name;
  own.password = "x";
  return own.href;
}

test("a command that gets no connection says that it should be tried again (exit code 5); the check before a command begins says the same", async () => {
  const crowded = await crowdedOut();
  const session = connectBriefly(crowded);
  atEnd(() => session.$disconnect());
  const { duban } = commandLine(session, () => new Date("2031-03-03T03:00:00Z"));
  for (const command of [
    ["org", "list"],
    ["person", "add", "--org", "GZ-1", "--name", "李华", "--email", "li@example.org", "--role", "head"],
  ]) {
    const { code, err } = await duban(...command, "--json");
    expect([code, JSON.parse(err)], err).toMatchObject([5, { error: { code: "BUSY", reason: "busy" } }]);
  }
  expect((await duban("org", "list")).err).toContain("try again in a few seconds");
  expect(await matterWith(crowded)).toEqual({ reason: "busy", values: {} });
});
