import type { Ends } from "./ends.ts";
import { cpu, family, known, pss } from "./processes/processes.ts";

/** A figure for each part, and their total. */
export type Parts = Readonly<Record<string, number>> & { total: number };

export interface Watch {
  /** Peak memory so far of each part with its children, in MB; null: not known on this system. */
  memory(): Parts | null;
  /** Processor seconds so far. */
  cpu(): Parts | null;
}

/** Samples the memory of the processes once a second. */
export function watchProcesses(parts: Readonly<Record<string, number>>, ends: Ends): Watch {
  const peak: Record<string, number> = {};
  const look = (): void => {
    for (const [part, mb] of Object.entries(measure(pss))) peak[part] = Math.max(peak[part] ?? 0, Math.round(mb));
  };
  const measure = (of: (pid: number) => number): Parts => {
    const figures: Record<string, number> = {};
    for (const [part, pid] of Object.entries(parts)) figures[part] = family(pid).reduce((sum, one) => sum + of(one), 0);
    const total = Object.values(figures).reduce((sum, one) => sum + one, 0);
    return { ...figures, total };
  };
  const timer = known ? setInterval(look, 1_000) : undefined;
  ends.add(async () => clearInterval(timer));
  return {
    memory: () => (known ? ({ ...peak } as Parts) : null),
    cpu: () => (known ? measure(cpu) : null),
  };
}

export const less = (after: Parts | null, before: Parts | null): Parts | null =>
  after &&
  (Object.fromEntries(
    Object.entries(after).map(([part, one]) => [part, Number((one - (before?.[part] ?? 0)).toFixed(2))]),
  ) as Parts);
