import { temporal } from "@temporalio/proto";
import { describe } from "vitest";
import { sendAccessCode } from "../../client/registry/access-codes.ts";
import { caseWorkflowId, courierId, plannerId } from "../../domain/ids.ts";
import { directShard } from "../../records/messages/direct-messages.ts";
import { newId } from "../../records/rows.ts";
import { storyOf } from "../../records/views/pages.ts";
import { createLog } from "../../worker/log.ts";
import { startWorld, type World } from "../support/world.ts";
import { attackLine } from "./line.ts";

const { History } = temporal.api.history.v1;

/** Everything that the engine stores about an organization's workflows: inputs, results, failures, names. */
async function histories(world: World, shard: number, caseId: string): Promise<{ id: string; bytes: string }[]> {
  const rows = await world.db.$queryRaw<{ id: string }[]>`
    select id from sleeper union select round from task where round is not null`;
  const ids = new Set([
    ...rows.map(({ id }) => id),
    courierId(shard),
    courierId(directShard),
    plannerId(shard),
    caseWorkflowId("rectification", caseId),
  ]);
  const found: { id: string; bytes: string }[] = [];
  for (const id of ids) {
    const history = await world.env.client.workflow
      .getHandle(id)
      .fetchHistory()
      .catch(() => null);
    if (history) found.push({ id, bytes: Buffer.from(History.encode(History.create(history)).finish()).toString() });
  }
  return found;
}

/** The access code that a person requested, as it was sent. */
async function sentCode(world: World, personId: string): Promise<string> {
  world.newMessages();
  await sendAccessCode(world.context, { id: newId(), personId }, ["email", "sms"]);
  await world.settled();
  const code = world.newMessages().flatMap(({ text }) => /\d{6}/.exec(text) ?? [])[0];
  if (!code) throw new Error("no code was sent");
  return code;
}

describe("the engine", () => {
  attackLine(
    {
      attack: "Canaries: personal data and secrets searched for in the engine's histories, its failures and the logs",
      pass: "0 found: the data and ids of workflows contain only ids",
      n: 50,
      fast: 50,
    },
    async ({ tried, succeeded, note }) => {
      const world = await startWorld();
      let logged = "";
      const log = createLog("info", {
        write: (line: string) => {
          logged += line;
        },
      });
      let failures = 0;
      world.replaceDeps({
        log: (line, about) => log.line(line, about),
        failPoint(name) {
          if (name !== "plan:page" || failures > 0) return;
          failures += 1;
          throw new Error("Key (email)=(CanaryFault) already exists");
        },
      });
      const organization = await world.organization();
      const { db } = world;
      await db.$executeRaw`update organization set name = 'CanaryOrganization' where id = ${organization.id}`;
      await db.$executeRaw`update person p set name = 'CanaryName' || split_part(a.value, '.', 1) from address a
        where a.person_id = p.id and a.channel = 'email'`;
      await db.$executeRaw`update address set value = 'canary.' || value where channel = 'email'`;
      const rows = await db.person.findMany({ include: { addresses: true } });
      const people = rows.map(({ id, name, addresses }) => {
        const at = (channel: string) => addresses.find((one) => one.channel === channel)?.value;
        return { id, name, email: at("email"), phone: at("sms") };
      });
      const canaries = [
        ...people.flatMap(({ name, email, phone }) => [name, email ?? "", phone ?? ""]),
        ...["CanaryOrganization", "CanarySubject", "CanaryNote", "CanaryReason", "CanaryAsked", "CanaryWord"],
      ].filter((one) => one.length > 5);
      const by = (role: Parameters<typeof organization.person>[0]) => {
        const person = people.find(({ email }) => email?.startsWith(`canary.${role}.`));
        if (!person) throw new Error(`nobody is ${role}`);
        return { personId: person.id };
      };
      // A server that repeats the refused recipient, permanently and temporarily.
      const refusals = {
        to: "canary.secretariat",
        message: `no such user <canary.${organization.email("secretariat")}>`,
      };
      world.inbox.fail({ smtp: { at: "rcpt", code: 451, ...refusals } });
      world.inbox.fail({ smtp: { at: "data", code: 550, ...refusals } });
      const facts = { severity: "critical" };
      const start = { duty: "29", organizationId: organization.id, subject: "CanarySubject", facts };
      const caseId = await world.start({ ...start, actor: "administrator" });
      await world.settled();
      const { id: taskId } = await world.task(caseId, "fix");
      const until = new Date(world.now().getTime() + 5 * 86_400_000);
      await world.act({ taskId, verb: "ask-extension", actor: by("secretariat"), until, reason: "CanaryAsked" });
      await world.act({ taskId, verb: "press", actor: by("supervisory-board"), reason: "CanaryWord" });
      await world.settled();
      const submission = { values: { note: "CanaryNote" }, files: [] };
      await world.act({ taskId, verb: "submit", actor: by("secretariat"), submission });
      await world.act({ taskId, verb: "return", actor: by("supervisory-board"), reason: "CanaryReason" });
      await world.until("2031-03-05 12:00", { plan: true });
      // An error of the database quotes its rows.
      await db.$executeRaw`update task set facts = '{"latest": "CanaryFact"}' where id = ${taskId}`;
      await world.until("2031-03-06 12:00");
      const access = await sentCode(world, by("supervisory-board").personId);
      const codes = world.inbox
        .messages()
        .flatMap(({ text }) => [...text.matchAll(/\/t\/(\w{12})/g)].map(([, code = ""]) => code));
      if (codes.length === 0) throw new Error("nobody was sent a link");
      const secrets = [
        ...canaries,
        "CanaryFact",
        "CanaryFault",
        ...new Set(codes),
        "a secret of thirty-two characters",
      ];
      const kept = await histories(world, organization.shard, caseId);
      if (failures === 0) throw new Error("nothing failed");
      // The search must find ids that are there; otherwise it would prove nothing.
      if (!kept.some(({ bytes }) => bytes.includes(caseId))) throw new Error("no history names the case");
      if (!/activity plan failed/.test(logged)) throw new Error("no log tells that something failed");
      for (const canary of secrets) {
        for (const { id, bytes } of kept)
          if (bytes.includes(canary) || id.includes(canary)) succeeded(`${canary} in the history of ${id}`);
        if (logged.includes(canary)) succeeded(`${canary} in a log`);
        tried();
      }
      const alone = new RegExp(`(?<!\\d)${access}(?!\\d)`);
      for (const { id, bytes } of kept) if (alone.test(bytes)) succeeded(`a code of access in the history of ${id}`);
      if (alone.test(logged)) succeeded("a code of access in a log");
      const told = await storyOf(db, caseId);
      if (alone.test(JSON.stringify(told))) succeeded("a code of access in the story");
      tried();
      note(
        `${kept.length} histories, ${logged.split("\n").length - 1} log lines, ${new Set(codes).size} codes of links`,
      );
    },
  );
});
