import { dutyOf } from "../../domain/catalogue/packs/index.ts";
import { workflowOf } from "../../domain/procedures/kinds.ts";
import { reportOf, type SimulationReport } from "../../domain/simulation/report.ts";
import { tableYear } from "../../domain/simulation/table.ts";
import { defaultRules } from "../../domain/simulation/typical.ts";
import { type Level, levels } from "../../domain/terms.ts";
import { machine } from "../machine.ts";
import type { Bench, Outcome } from "../types.ts";
import { cityOf } from "./simulate.ts";

/** Number of social organizations in the country. */
const country = 900_000;
const shardSize = 1_000;
/** Maximum size of the sample that represents all of them; it has the months and types of a city's mix. */
const mostSampled = 100;

/**
 * Unit costs: milliseconds of processor time of worker, database and engine together, and bytes of PostgreSQL and of its log. The bytes of
 * a mail and an occurrence were measured by `bench -- bytes`; those of an act are estimated for a submission (docs/scale.md).
 */
const costs = {
  mail: { ms: 0.8, bytes: 3_162, wal: 5_327 },
  act: { ms: 8, bytes: 1_500, wal: 6_000 },
  occurrence: { ms: 1.5, bytes: 1_475, wal: 2_317 },
};
/** Actions of each wake-up of a round or a courier: a timer, an activity, its heartbeat, and a nudge's signal; … */
const perWake = 4;
/** … of a case workflow, from its first settled step to its end; of a planner's day (Schedule 3, start, activity, heartbeat). */
const perCase = 14;
const perPlan = 6;
/** Maximum seconds for sending the mails of the busiest hour. */
const within = 300;

/** Temporal Cloud's list prices, Business plan: US dollars for a million Actions a month, up to a number of millions. Beyond that: on request. */
const prices: readonly (readonly [number, number])[] = [
  [5, 50],
  [10, 45],
  [20, 40],
  [50, 35],
  [100, 30],
  [200, 25],
];

/** Price of a number of Actions a month at Temporal Cloud. Beyond the list, the last price is used. */
export function actionsPrice(actions: number): number {
  let below = 0;
  let sum = 0;
  for (const [upTo, price] of prices) {
    sum += Math.max(0, Math.min(actions / 1e6, upTo) - below) * price;
    below = upTo;
  }
  return sum + Math.max(0, actions / 1e6 - below) * 25;
}

/** Computes a year of the whole country: simulates a sample at each level and extrapolates. */
export async function countryBench({ options, tell }: Bench): Promise<Outcome> {
  const sampled = Math.min(options.organizations, mostSampled);
  const city = cityOf(sampled, options.seed);
  const figures: Partial<Record<Level, ReturnType<typeof figuresOf>>> = {};
  for (const level of levels) {
    figures[level] = figuresOf(reportOf(city, defaultRules(level), tableYear), country / sampled);
    tell(`${level}: simulated`);
  }
  const rows = levels.map((level) => `${level.padEnd(9)}${JSON.stringify(figures[level])}`);
  return {
    ok: true,
    report: [`${country} organizations, ${sampled} of them simulated for ${tableYear.from.slice(0, 4)}:`, ...rows].join(
      "\n",
    ),
    json: {
      country,
      sampled,
      seed: options.seed,
      shards: country / shardSize,
      costs,
      figures,
      machine: await machine(),
    },
  };
}

/** @param times number of organizations that each organization of the sample represents */
function figuresOf({ totals, messages, acts, occurrences }: SimulationReport, times: number) {
  const shards = country / shardSize;
  const byHour = (channel: string): Map<string, number> => {
    const hours = new Map<string, number>();
    for (const one of messages)
      if (one.channel === channel) hours.set(one.at.slice(0, 13), (hours.get(one.at.slice(0, 13)) ?? 0) + times);
    return hours;
  };
  const worst = (hours: ReadonlyMap<string, number>) =>
    [...hours].reduce((most, one) => (one[1] > most[1] ? one : most), ["", 0] as [string, number]);
  const [mailHour, mails] = worst(byHour("email"));
  const [smsHour, sms] = worst(byHour("sms"));
  const ofDay = new Map<string, number>();
  for (const { at, channel } of messages)
    if (channel === "email") ofDay.set(at.slice(11, 13), (ofDay.get(at.slice(11, 13)) ?? 0) + 1);
  // Number of instants at which a duty sends anything. Its round in a shard wakes at each, once for all organizations of the shard.
  const wakes = new Set(messages.flatMap(({ at, tasks }) => tasks.map((task) => `${task.split(" ")[1]} ${at}`))).size;
  const sends = new Set(messages.map(({ at }) => at)).size;
  const cases = occurrences.filter(({ duty }) => workflowOf(dutyOf(duty)) !== undefined).length * times;
  const yearly =
    (wakes + sends) * perWake * shards +
    365 * shards * perPlan +
    cases * perCase +
    // Each act wakes a courier, unless another act has just done so.
    acts.length * times * perWake;
  const monthly = Math.round(yearly / 12);
  const rounded = (n: number): number => Number(n.toPrecision(3));
  const year = { occurrences: totals.occurrences * times, acts: acts.length * times, mails: totals.mails * times };
  const written = (of: "bytes" | "wal"): number =>
    year.mails * costs.mail[of] + year.acts * costs.act[of] + year.occurrences * costs.occurrence[of];
  const busiest = rounded(
    Math.max(
      ...acts
        .reduce(
          (days, { at }) => days.set(at.slice(0, 13), (days.get(at.slice(0, 13)) ?? 0) + times),
          new Map<string, number>(),
        )
        .values(),
    ),
  );
  return {
    year: Object.fromEntries(
      Object.entries({ ...year, sms: totals.sms * times }).map(([name, n]) => [name, rounded(n)]),
    ),
    mailsByHourOfDay: Object.fromEntries(
      [...ofDay].sort().map(([hour, n]) => [hour, `${Math.round((n / totals.mails) * 100)}%`]),
    ),
    worstHour: { mails: rounded(mails), at: mailHour, sms: rounded(sms), smsAt: smsHour, acts: busiest },
    cores: {
      worstHourMails: Math.ceil((mails * costs.mail.ms) / 1_000 / within),
      worstHourActs: Math.ceil((busiest * costs.act.ms) / 1_000 / 3_600),
    },
    postgres: {
      gbAYear: rounded(written("bytes") / 1e9),
      walGbAYear: rounded(written("wal") / 1e9),
      walMbASecondAtWorst: rounded((mails * costs.mail.wal) / within / 1e6),
    },
    temporal: {
      ...{
        rounds: rounded(new Set(occurrences.map(({ duty }) => duty)).size * shards),
        caseWorkflowsAYear: rounded(cases),
      },
      ...{
        actionsAMonth: rounded(monthly),
        actionsASecondAtWorst: rounded((mails > 0 ? shards * 2 * perWake * 8 : 0) / within),
      },
      dollarsAMonth: rounded(actionsPrice(monthly)),
    },
  };
}
