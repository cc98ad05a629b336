import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { cityRoster } from "../city.ts";
import { writeLadders } from "../ladder.ts";
import { type Machine, machine } from "../machine.ts";
import { startHelper } from "../processes/helper.ts";
import { openStage, settle } from "../stage.ts";
import type { Bench, Grown, Outcome, Rung } from "../types.ts";
import { runDuban } from "./duban.ts";
import { growthChart } from "./growth-chart.ts";

const chart = fileURLToPath(new URL("../../docs/growth.svg", import.meta.url));
/** Maximum relative difference of the cost of a mail, and of memory, between cities. */
const aim = 0.1;

/** Runs the herd at several sizes: whether the cost of a mail stays the same, and how much memory it takes. Draws docs/growth.svg. */
export async function growthBench(bench: Bench): Promise<Outcome> {
  const { options, tell, ends } = bench;
  const about = await machine();
  const stage = await openStage(bench);
  const sink = await startHelper("sink-process.ts", { ends });
  const grown: Grown[] = [];
  for (const organizations of options.sizes) {
    tell(`${organizations} organizations …`);
    const name = `city_${organizations}`;
    const { url, drop } = await stage.database(name);
    const end = ends.add(drop);
    const minutes = Math.max(2, Math.ceil(organizations / 15_000));
    await settle(url, cityRoster(organizations, options.seed), (db) => writeLadders(db, minutes));
    const run = await runDuban(bench, stage, name, sink, { kind: "recurring", reminders: 1, minutes });
    await end();
    const each = (of: (rung: Rung) => number | null): number | null => {
      const all = run.rungs.map(of);
      return all.includes(null) ? null : Math.max(...all.map((one) => one ?? 0));
    };
    grown.push({
      organizations,
      rungs: run.rungs,
      msPerMail: round(each(({ seconds }) => (seconds * 1_000) / organizations) ?? Number.NaN),
      cpuMsPerMail: roundOrNull(each(({ cpu }) => cpu && (cpu.total * 1_000) / organizations)),
      memory: run.memory?.total ?? null,
    });
    tell(`  ${lineOf(grown.at(-1) as Grown)}`);
  }
  await writeFile(chart, growthChart(grown, `${captionOf(about)}`));
  return outcome(grown, about, options.seed);
}

const round = (value: number): number => Number(value.toFixed(3));
const roundOrNull = (value: number | null): number | null => (value === null ? null : round(value));

const captionOf = ({ cores, node, load }: Machine): string =>
  `npm run bench -- growth, ${new Date().toISOString().slice(0, 10)}, ${cores} cores, Node.js ${node}, load ${load} at the start`;

const lineOf = ({ organizations, rungs, msPerMail, cpuMsPerMail, memory }: Grown): string => {
  const [opening, reminder] = rungs;
  return `${organizations}: opening ${opening?.seconds.toFixed(1)} s, reminder ${reminder?.seconds.toFixed(1)} s; first mail after ${opening?.firstMail.toFixed(2)} and ${reminder?.firstMail.toFixed(2)} s; a mail ${msPerMail} ms, ${cpuMsPerMail ?? "?"} ms of processor; memory at its peak ${memory ?? "?"} MB`;
};

/** Relative difference between the highest and the lowest; null: unknown. */
const spread = (values: readonly (number | null)[]): number | null => {
  const known = values.flatMap((value) => value ?? []);
  return known.length < values.length ? null : round(Math.max(...known) / Math.min(...known) - 1);
};

function outcome(grown: readonly Grown[], about: Machine, seed: number): Outcome {
  const rungs = grown.flatMap((one) => one.rungs);
  const lost = rungs.reduce((sum, one) => sum + one.lost, 0);
  const duplicates = rungs.reduce((sum, one) => sum + one.duplicates, 0);
  const differ = { cost: spread(grown.map((one) => one.cpuMsPerMail)), memory: spread(grown.map((one) => one.memory)) };
  const percent = (share: number | null): string => (share === null ? "not known" : `${Math.round(share * 100)} %`);
  return {
    // How flat the curve is depends also on the machine; that nothing is lost does not.
    ok: lost === 0 && duplicates === 0,
    json: { sizes: grown, differ, aim, lost, duplicates, seed, machine: about },
    report: [
      ...grown.map(lineOf),
      `a mail's processor time differs by ${percent(differ.cost)}, memory by ${percent(differ.memory)} (aim: ${percent(aim)}); lost ${lost}, twice ${duplicates}`,
      `drawn in ${chart}; ${captionOf(about)}`,
    ].join("\n"),
  };
}
