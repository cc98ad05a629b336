import { issueCircular } from "../../client/cases/circulars.ts";
import { receipt } from "../../domain/escalation/policies/filing.ts";
import { parsePolicy } from "../../domain/escalation/policy-check.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import type { Db } from "../../prisma/client.ts";
import { cityRoster } from "../city.ts";
import { rungOf, writeLadders } from "../ladder.ts";
import { machine, median } from "../machine.ts";
import { type Helper, startHelper } from "../processes/helper.ts";
import { openStage, type Stage, settle } from "../stage.ts";
import type { Bench, Outcome, Rung } from "../types.ts";
import { startWorld, until } from "../world.ts";
import { asleep, awaitRung, runDuban } from "./duban.ts";
import { writeOccurrences } from "./occurrences.ts";

interface PolicyRun extends Rung {
  /** Seconds until the policy was issued: one row, and one signal to each shard. */
  issueSeconds: number;
  /** Seconds until all organizations had all of it: the tasks that follow the report, and the other duties that it starts. */
  wholeSeconds: number;
}

/** Issues a policy to a city and, in turn in the same run, opens a herd of as many mails that was planned in advance. */
export async function policyBench(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const { organizations, runs, seed } = options;
  const stage = await openStage(bench);
  const city = await stage.database("city");
  await settle(city.url, cityRoster(organizations, seed), async (db) => {
    await writeLadders(db, Math.max(2, Math.ceil(organizations / 15_000)));
    await writeReceipt(db);
  });
  const sink = await startHelper("sink-process.ts", { ends });
  const policies: PolicyRun[] = [];
  const herds: Rung[] = [];
  const parts = [
    async () => {
      const { rungs } = await runDuban(bench, stage, "city", sink, { kind: "recurring", reminders: 0, minutes: 2 });
      herds.push(...rungs);
      tell(`  herd      ${rungs[0]?.seconds.toFixed(1)} s`);
    },
    async () => {
      const one = await runPolicy(bench, stage, sink, organizations);
      policies.push(one);
      tell(`  policy    ${one.seconds.toFixed(1)} s; with everybody, whole, after ${one.wholeSeconds.toFixed(1)} s`);
    },
  ];
  for (let run = 1; run <= runs; run++) {
    tell(`Run ${run} of ${runs}`);
    // The order changes from run to run.
    for (let n = 0; n < parts.length; n++) await parts[(n + run - 1) % parts.length]?.();
  }
  const all = [...policies, ...herds];
  const sum = (of: (rung: Rung) => number): number => all.reduce((total, rung) => total + of(rung), 0);
  const seconds = round(median(policies.map((one) => one.seconds)));
  const herd = round(median(herds.map((one) => one.seconds)));
  const json = {
    seconds,
    herd,
    /** The target is at most 1.5. */
    ratio: round(seconds / herd),
    firstMail: round(median(policies.map((one) => one.firstMail))),
    issueSeconds: round(median(policies.map((one) => one.issueSeconds))),
    wholeSeconds: round(median(policies.map((one) => one.wholeSeconds))),
    lost: sum((rung) => rung.lost),
    duplicates: sum((rung) => rung.duplicates),
    organizations,
    runs,
    seed,
    machine: await machine(),
    each: { policies, herds },
  };
  return {
    ok: json.lost === 0 && json.duplicates === 0,
    json,
    report: [
      `${organizations} organizations, median of ${runs}: a policy issued, its cases opened and its first prompts accepted in ${seconds} s (first mail after ${json.firstMail} s)`,
      `a herd of as many mails, planned before: ${herd} s; the policy takes ${json.ratio} × that (aim: at most 1.5)`,
      `issued in ${json.issueSeconds} s; whole with everybody after ${json.wholeSeconds} s, of which a minute is waited on purpose`,
      `lost ${json.lost}, twice ${json.duplicates}`,
    ].join("\n"),
  };
}

async function runPolicy(bench: Bench, stage: Stage, sink: Helper, expected: number): Promise<PolicyRun> {
  const world = await startWorld(bench, stage, "city", await sink.call<string>("url"));
  // The city is at work, as before the herd: rounds sleep until an opening hours away.
  await writeOccurrences(world.db, "recurring");
  await asleep(world);
  await sink.call("clear");
  // The worker gets the nudge as from any other process: nothing is flushed here.
  const context = { db: world.db, now: () => new Date(), calendar: chinaCalendar(), flush: async () => undefined };
  const began = Date.now();
  const { id } = await issueCircular(context, {
    event: "policy-issued",
    source: "local",
    title: "关于做好岁末年初防控工作的通知",
    text: "各单位要落实到岗、落实到人。",
    actor: "administrator",
  });
  const issueSeconds = (Date.now() - began) / 1_000;
  const rung = await awaitRung(world, sink, rungOf(1, 0), began, expected);
  const shards = await world.db.organization.findMany({ distinct: ["shard"], select: { shard: true } });
  const whole = async (): Promise<boolean> =>
    (await world.db.circularShard.count({ where: { circularId: id } })) >= shards.length;
  await until("the policy is with everybody", whole, 1_800, 500);
  const wholeSeconds = (Date.now() - began) / 1_000;
  await world.stop();
  return { ...rung, issueSeconds, wholeSeconds };
}

/** Writes a ladder for the report with e-mail only, as the herd has: neither sends SMS. */
async function writeReceipt(db: Db): Promise<void> {
  const rungs = receipt.rungs.map((step) => ({
    ...step,
    tell: step.tell.map((notice) => ({ ...notice, channels: ["email"] })),
  }));
  const policy = parsePolicy({ ...receipt, rungs });
  await db.policyRow.create({
    data: { name: policy.name, definition: JSON.parse(JSON.stringify(policy)), updatedAt: new Date() },
  });
}

const round = (value: number): number => Number(value.toFixed(2));
