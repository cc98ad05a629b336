import { parse } from "csv-parse/sync";
import { parseRoster, rosterColumns } from "../../domain/roster/roster.ts";
import { connect } from "../../prisma/client.ts";
import { importRoster } from "../../records/roster/roster.ts";
import { citySheet } from "../city.ts";
import { machine, median } from "../machine.ts";
import { openStage } from "../stage.ts";
import type { Bench, Outcome } from "../types.ts";

/** Reads a city's roster from CSV, checks it, and writes it in one transaction to an empty database. */
export async function importBench(bench: Bench): Promise<Outcome> {
  const { organizations, runs, seed } = bench.options;
  const stage = await openStage(bench);
  const csv = [rosterColumns as string[], ...citySheet(organizations, seed)].map((cells) => cells.join(",")).join("\n");
  const parsing: number[] = [];
  const writing: number[] = [];
  let people = 0;
  for (let run = 1; run <= runs; run++) {
    const { url, drop } = await stage.database(`import_${run}`);
    const db = connect(url, { connections: 1 });
    const end = bench.ends.add(() => db.$disconnect().then(drop));
    const began = performance.now();
    const [header = [], ...rows] = parse(csv) as string[][];
    const roster = parseRoster(header, rows);
    if (roster.errors.length > 0) throw new Error(`the invented city is refused: ${JSON.stringify(roster.errors[0])}`);
    const parsed = performance.now();
    ({ people } = await db.$transaction((tx) => importRoster(tx, roster, new Date())));
    parsing.push((parsed - began) / 1_000);
    writing.push((performance.now() - parsed) / 1_000);
    bench.tell(
      `Run ${run} of ${runs}: read in ${parsing.at(-1)?.toFixed(2)} s, written in ${writing.at(-1)?.toFixed(2)} s`,
    );
    await end();
  }
  const [read, written] = [median(parsing), median(writing)].map((seconds) => Number(seconds.toFixed(2))) as [
    number,
    number,
  ];
  const seconds = Number((read + written).toFixed(2));
  return {
    ok: true,
    report: `${organizations} organizations, ${people} people: ${seconds} s (read ${read} s, written ${written} s)`,
    json: { seconds, read, written, organizations, people, runs, seed, machine: await machine() },
  };
}
