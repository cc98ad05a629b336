import { reportOf } from "../domain/simulation/report.ts";
import type { SimulatedOrganization } from "../domain/simulation/scenario.ts";
import { tableYear } from "../domain/simulation/table.ts";
import { defaultRules, simulatedTypes, typicalOrganization } from "../domain/simulation/typical.ts";
import { type Level, levels } from "../domain/terms.ts";
import { machine, median } from "./machine.ts";
import type { Bench, Outcome } from "./types.ts";

/** A year of organizations of every type, each with people of its own, at each level: `duban simulate --all` without the database. */
export async function simulateBench({ options, tell }: Bench): Promise<Outcome> {
  const { organizations, runs } = options;
  const figures: Partial<Record<Level, { seconds: number; processor: number }>> = {};
  for (const level of levels) {
    const all = Array.from({ length: runs }, () => once(organizations, level));
    const seconds = median(all.map((one) => one.seconds));
    const processor = median(all.map((one) => one.processor));
    figures[level] = { seconds, processor };
    tell(
      `${level}: ${organizations} organization-years in ${seconds.toFixed(1)} s (${processor.toFixed(1)} s of processor)`,
    );
  }
  const report = levels.map((level) => `${level} ${figures[level]?.processor.toFixed(1)} s`).join(", ");
  return {
    ok: true,
    report: `${organizations} organization-years, processor time: ${report}`,
    json: { organizations, runs, figures, machine: await machine() },
  };
}

function once(count: number, level: Level): { seconds: number; processor: number } {
  const some = Array.from({ length: count }, (_, n): SimulatedOrganization => {
    const type = simulatedTypes[n % simulatedTypes.length] ?? "OTH";
    const one = typicalOrganization(type, "usual", `organization-${n}`);
    return { ...one, holders: one.holders.map((holder) => ({ ...holder, personId: `${holder.personId}-${n}` })) };
  });
  const [began, used] = [performance.now(), process.cpuUsage()];
  reportOf(some, defaultRules(level), tableYear);
  const { user, system } = process.cpuUsage(used);
  return { seconds: (performance.now() - began) / 1_000, processor: (user + system) / 1_000_000 };
}
