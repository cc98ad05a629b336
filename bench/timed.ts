import { cpu, family, known } from "./processes/processes.ts";

/** Elapsed and processor time. Other load on the machine increases the first and hardly affects the second. */
export interface Timed<Result> {
  result: Result;
  seconds: number;
  /** Processor seconds of this program and of the database; null: not known on this system. */
  processor: { program: number; database: number } | null;
}

/** @param postgresPid process id of the server; connections that end during the work are not counted */
export async function timed<Result>(postgresPid: number, work: () => Promise<Result>): Promise<Timed<Result>> {
  const database = (): number => (known ? family(postgresPid).reduce((sum, one) => sum + cpu(one), 0) : 0);
  const [began, used, before] = [performance.now(), process.cpuUsage(), database()];
  const result = await work();
  const { user, system } = process.cpuUsage(used);
  const processor = { program: rounded((user + system) / 1_000_000), database: rounded(database() - before) };
  return { result, seconds: rounded((performance.now() - began) / 1_000), processor: known ? processor : null };
}

/** `12.3 s (7.1 + 6.5 s of processor: program, database)` */
export const said = ({ seconds, processor }: Timed<unknown>): string =>
  processor
    ? `${seconds} s (${processor.program} + ${processor.database} s of processor: program, database)`
    : `${seconds} s`;

const rounded = (seconds: number): number => Number(seconds.toFixed(2));
