import { Writable } from "node:stream";
import type { CliDeps, CliSession } from "../../cli/deps.ts";
import { main } from "../../cli/index.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import type { Db } from "../../prisma/client.ts";

export interface Typed {
  code: number;
  out: string;
  err: string;
  /** Output of `--json`. */
  data: unknown;
}

/** Runs `duban …` with the test's database and clock, without a terminal and so without colours. */
export function commandLine(db: Db, now: () => Date, deps: Partial<CliDeps> = {}) {
  const closed = { sessions: 0, open: 0 };
  const session: CliSession = {
    db,
    now,
    calendar: chinaCalendar(),
    flush: async () => undefined,
    clock: async () => ({ now: now(), moved: 0 }),
    secretKey: async () => "a secret of thirty-two characters",
    close: async () => {
      closed.open -= 1;
    },
  };
  const duban = async (...argv: string[]): Promise<Typed> => {
    const out: string[] = [];
    const err: string[] = [];
    const code = await main(argv, {
      open: async () => {
        closed.sessions += 1;
        closed.open += 1;
        return session;
      },
      up: async () => undefined,
      worker: async () => undefined,
      portal: async () => undefined,
      migrate: async () => [],
      deploy: async () => 0,
      backup: async (folder) => ({ folder, at: now(), tables: 0, rows: 0, bytes: 0 }),
      restore: async (folder) => ({ folder, at: now(), tables: 0, rows: 0, bytes: 0 }),
      doctor: async () => [],
      version: "0.0.0",
      ...deps,
      out: collector(out),
      err: collector(err),
    });
    const output = out.join("");
    return {
      code,
      out: output,
      err: err.join(""),
      data: argv.includes("--json") && output ? JSON.parse(output) : undefined,
    };
  };
  return { duban, closed };
}

function collector(written: string[]): Writable {
  return new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
}
