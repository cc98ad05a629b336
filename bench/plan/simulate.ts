import { bundled } from "../../bin/build.js";
import { sharesInThreads } from "../../cli/threads/simulation.ts";
import { artefacts } from "../../domain/procedures/procedure.ts";
import { membersOf } from "../../domain/simulation/alike.ts";
import type { SimulatedOrganization } from "../../domain/simulation/scenario.ts";
import { summaryOf } from "../../domain/simulation/summary.ts";
import { tableYear } from "../../domain/simulation/table.ts";
import { defaultRules } from "../../domain/simulation/typical.ts";
import { type Level, levels } from "../../domain/terms.ts";
import { cityRoster } from "../city.ts";
import { machine, median } from "../machine.ts";
import type { Bench, Outcome } from "../types.ts";

/**
 * Simulates a year of a city at each level, each organization with its own people and months: `duban simulate --all` without the database.
 * Uses the threads of the built command.
 */
export async function simulateBench({ options, tell }: Bench): Promise<Outcome> {
  const { organizations, runs, seed } = options;
  const built = await bundled();
  const threads = built === undefined ? {} : { entry: new URL("./simulation-thread.js", built) };
  const city = cityOf(organizations, seed);
  const figures: Partial<Record<Level, { seconds: number; processor: number; acts: number }>> = {};
  const kinds = membersOf(city, defaultRules("normal"), tableYear).kinds.length;
  for (const level of levels) {
    const all: Awaited<ReturnType<typeof once>>[] = [];
    for (let run = 0; run < runs; run += 1) all.push(await once(city, level, threads));
    const seconds = median(all.map((one) => one.seconds));
    const processor = median(all.map((one) => one.processor));
    figures[level] = { seconds, processor, acts: all[0]?.acts ?? 0 };
    tell(
      `${level}: ${organizations} organization-years in ${seconds.toFixed(1)} s (${processor.toFixed(1)} of processor)`,
    );
  }
  const report = levels
    .map(
      (level) =>
        `${level} ${figures[level]?.seconds.toFixed(1)} s (${figures[level]?.processor.toFixed(1)} s of processor)`,
    )
    .join(", ");
  return {
    ok: true,
    report: `${organizations} organization-years, ${kinds} of them unlike: ${report}`,
    json: { organizations, kinds, runs, seed, figures, machine: await machine() },
  };
}

/** The bench's city: its organizations joined three years ago with a gentle start, so that each has its own months. */
export const cityOf = (organizations: number, seed: number): SimulatedOrganization[] =>
  cityRoster(organizations, seed).organizations.map(({ people, code, supervised, ...one }) => ({
    ...{ id: code, code, type: one.type, types: one.types, party: one.party, qualified: one.qualified },
    ...{ registration: one.registration, marks: one.marks ?? [], charity: one.charity, supervised: supervised ?? true },
    ...{ zone: one.zone, joined: "2023-01-02", gentle: true, onFile: artefacts },
    holders: people.map(({ role, person }) => ({ personId: person.key, role, name: person.name })),
  }));

async function once(
  city: readonly SimulatedOrganization[],
  level: Level,
  threads: Parameters<typeof sharesInThreads>[3],
): Promise<{ seconds: number; processor: number; acts: number }> {
  const [began, used] = [performance.now(), process.cpuUsage()];
  const rules = defaultRules(level);
  const { totals } = await summaryOf(
    city,
    rules,
    tableYear,
    sharesInThreads(rules, tableYear, () => undefined, threads),
  );
  const { user, system } = process.cpuUsage(used);
  return { seconds: (performance.now() - began) / 1_000, processor: (user + system) / 1_000_000, acts: totals.acts };
}
