import { machine } from "../machine.ts";
import { mulberry } from "../random.ts";
import type { Bench, Outcome } from "../types.ts";
import { isLink } from "./faults.ts";
import { openCity, type Struck } from "./struck-herd.ts";

/** Makes something fail in the middle of a herd, at a random mail, and recover; repeatedly in one world. */
export async function killBench(bench: Bench): Promise<Outcome> {
  const { options, tell } = bench;
  const { organizations, runs, seed, victim } = options;
  const about = await machine();
  const open = await openCity(bench);
  const herd = await open(isLink(victim));
  const random = mulberry(seed);
  const all: Struck[] = [];
  for (let run = 1; run <= runs; run++) {
    const one = await herd.strike(victim, random);
    tell(`  run ${run} of ${runs}: ${JSON.stringify(one)}`);
    all.push(one);
  }
  const reckoned = await herd.reckon();
  const worst = (of: (one: Struck) => number): number => Math.max(...all.map(of));
  const json = {
    organizations,
    runs,
    seed,
    victim,
    machine: about,
    ...reckoned,
    again: worst(({ again }) => again),
    inDoubt: worst(({ inDoubt }) => inDoubt),
    seconds: Number(worst(({ seconds }) => seconds).toFixed(1)),
    each: all,
  };
  const { lost, doubled, unexplained } = reckoned;
  const report = `${runs} failures (${victim}) among ${organizations} mails each: lost ${lost}, doubled ${doubled}, at most ${json.inDoubt} in doubt and ${json.again} sent again, of which ${unexplained} not as such that were in doubt; the herd on after at most ${json.seconds} s (load ${about.load})`;
  return { ok: all.every(({ ok }) => ok) && lost + doubled + unexplained === 0, json, report };
}
