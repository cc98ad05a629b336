import { createToken } from "../../client/api/tokens.ts";
import { chinaCalendar } from "../../domain/time/calendar.ts";
import { connect, type Db } from "../../prisma/client.ts";
import { linkKey, makeLinks } from "../../records/messages/links.ts";
import { formToken } from "../../web/http/guard.ts";
import { percentile } from "../machine.ts";
import { startHelper } from "../processes/helper.ts";
import { cpu, family } from "../processes/processes.ts";
import type { Answered, Load, Request, Stream } from "../processes/requests-process.ts";
import { resetStatements, writeStatements } from "../statements.ts";
import type { Bench } from "../types.ts";
import type { DeskCity } from "./desk-city.ts";

/** Rates of page requests. The rate of acts is an option; half of them are API calls by programs, half come from people behind a message's link. */
const perSecond = { pages: 20, typed: 5, desk: 0.5 };
const seconds = { warm: 10, measured: 30 };
/** Maximum 99th percentile, in milliseconds. */
export const busyAims = { acts: 100, pages: 50, typed: 100 };

export interface Busy {
  acts: Figures;
  /** Acts of people and acts of programs, separately. */
  byPeople: Figures;
  byPrograms: Figures;
  pages: Figures;
  /** Figures of each page. */
  each: Readonly<Record<string, Figures>>;
  typed: Figures;
  desk: Figures;
  /** Processor seconds used within the elapsed seconds. */
  cpu: { portal: number; database: number; seconds: number };
}

interface Figures {
  asked: number;
  failed: number;
  p50: number;
  p99: number;
  most: number;
}

/**
 * Measures the portal, in a process of its own, while acts arrive, each on a task that nobody has touched. At the default rate, two hundred
 * of a city's sixty thousand tasks are acted on each second, by people and programs in turn.
 */
export async function busyPortal({ ends, tell, options }: Bench, city: DeskCity, cookie: string): Promise<Busy> {
  const { acts, profile } = options;
  const execArgv = profile ? ["--cpu-prof", `--cpu-prof-dir=${profile}`] : [];
  const portal = await startHelper("portal-process.ts", { execArgv, ends });
  const url = await portal.call<string>("start", { ...city, connections: 12 });
  const visitors = await startHelper("requests-process.ts", { ends });
  const db = connect(city.databaseUrl, { connections: 4 });
  try {
    const each = (acts / 2) * (seconds.warm + seconds.measured);
    const { byPeople, byPrograms, tasks } = await actsOf(db, city, each);
    const pages = await pagesOf(db, cookie, tasks);
    const streams = (from: number, share: number): Stream[] => {
      const part = <T>(all: readonly T[]): T[] => all.slice(from * all.length, (from + share) * all.length);
      return [
        { name: "people", perSecond: acts / 2, requests: part(byPeople) },
        { name: "programs", perSecond: acts / 2, requests: part(byPrograms) },
        ...pages,
      ];
    };
    const warm = seconds.warm / (seconds.warm + seconds.measured);
    await visitors.call("load", { url, seconds: seconds.warm, streams: streams(0, warm) } satisfies Load);
    tell("  warm");
    if (profile) await resetStatements(db);
    const [before, began] = [spent(portal.pid, city.postgresPid), performance.now()];
    const answered = await visitors.call<Answered[]>("load", {
      ...{ url, seconds: seconds.measured, streams: streams(warm, 1 - warm) },
    } satisfies Load);
    const after = spent(portal.pid, city.postgresPid);
    if (profile) await writeStatements(db, profile);
    const of = (which: (name: string) => boolean): Figures => figures(answered.filter(({ name }) => which(name)));
    const isPage = (name: string): boolean => name.startsWith("page ");
    return {
      acts: of((name) => name === "people" || name === "programs"),
      byPeople: of((name) => name === "people"),
      byPrograms: of((name) => name === "programs"),
      pages: of(isPage),
      each: Object.fromEntries(answered.filter(({ name }) => isPage(name)).map((one) => [one.name, figures([one])])),
      typed: of((name) => name === "typed"),
      desk: of((name) => name === "desk"),
      cpu: {
        portal: tenth(after.portal - before.portal),
        database: tenth(after.database - before.database),
        seconds: tenth((performance.now() - began) / 1_000),
      },
    };
  } finally {
    await db.$disconnect();
    await visitors.stop();
    await portal.stop();
  }
}

const tenth = (value: number): number => Math.round(value * 10) / 10;
const spent = (portal: number, database: number): { portal: number; database: number } => ({
  portal: cpu(portal),
  database: family(database).reduce((sum, pid) => sum + cpu(pid), 0),
});

/** A page, or a redirect after an act, is a success. */
function figures(all: readonly Answered[]): Figures {
  const ms = all.flatMap((one) => one.ms);
  const statuses = all.flatMap((one) => Object.entries(one.statuses));
  const of = (share: number): number => Math.round(percentile(ms, share));
  return {
    asked: ms.length,
    failed: statuses.reduce((sum, [status, n]) => sum + (["200", "303"].includes(status) ? 0 : n), 0),
    ...{ p50: of(50), p99: of(99), most: of(100) },
  };
}

interface Untouched {
  id: string;
  caseId: string;
  organizationId: string;
  personId: string;
}

/** Prepares the requests of people and programs: the secretariat of each task acknowledges it or reports progress. */
async function actsOf(
  db: Db,
  { secretKey, now }: DeskCity,
  many: number,
): Promise<{ byPeople: Request[]; byPrograms: Request[]; tasks: Untouched[] }> {
  const tasks = await db.$queryRaw<Untouched[]>`
    select t.id, t.case_id as "caseId", t.organization_id as "organizationId", h.person_id as "personId"
    from task t join holding h on h.organization_id = t.organization_id and h.role = 'secretariat'
    where t.state = 'open' and t.outlook is null order by t.organization_id, t.id limit ${2 * many}`;
  if (tasks.length < 2 * many) throw new Error(`--organizations: expected as many as have ${2 * many} untouched tasks`);
  // In each organization, people act on some tasks and a program on the others.
  const [people, programs] = [0, 1].map((part) => tasks.filter((_, n) => n % 2 === part)) as [Untouched[], Untouched[]];
  const codes = await makeLinks(
    db,
    people.map(({ id, personId }) => ({ taskId: id, personId })),
    ...([now, secretKey, 30] as const),
  );
  const calendar = chinaCalendar();
  const context = { db, now: () => now, calendar, flush: async () => undefined };
  const tokens = new Map<string, string>();
  for (const { organizationId, personId } of programs) {
    if (tokens.has(organizationId)) continue;
    const made = await createToken(context, {
      ...{ name: "bench", organization: organizationId, as: personId, actor: "administrator" },
      scopes: ["tasks:read", "tasks:write"],
    });
    tokens.set(organizationId, made.token);
  }
  return {
    tasks,
    byPeople: people.map(({ id, personId }): Request => {
      const code = codes.get(linkKey({ personId, taskId: id })) ?? "";
      // The token that the task page would contain.
      const token = formToken(secretKey, "task", code, id);
      return {
        method: "POST",
        path: `/t/${code}`,
        headers: { "Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin" },
        body: new URLSearchParams({ verb: "acknowledge", token }).toString(),
      };
    }),
    byPrograms: programs.map(({ id, organizationId }) => ({
      method: "POST",
      path: `/api/v1/tasks/${id}/report`,
      headers: {
        "Content-Type": "application/json",
        "Idempotency-Key": `bench-${id}`,
        Authorization: `Bearer ${tokens.get(organizationId)}`,
      },
      body: JSON.stringify({ status: "on-track", reason: "已安排专人办理" }),
    })),
  };
}

/** Prepares the page requests: pages of the board other than the desk, queries of the search field while a person types, and the desk. */
async function pagesOf(db: Db, cookie: string, tasks: readonly Untouched[]): Promise<Stream[]> {
  const page = (path: string): Request => ({ method: "GET", path, headers: { cookie } });
  const some = tasks.filter((_, n) => n % 97 === 0).slice(0, 200);
  const codes = await db.$queryRaw<{ code: string }[]>`select code from organization order by id limit 50`;
  const kinds: Readonly<Record<string, readonly string[]>> = {
    task: some.map(({ id }) => `/board/task/${id}`),
    case: some.map(({ caseId }) => `/board/case/${caseId}`),
    late: ["/board?view=late", "/board?view=late&page=3"],
    search: codes.map(({ code }) => `/board?view=late&q=${code}`),
    organizations: ["/board/organizations", "/board/organizations?state=late"],
    circulars: ["/board/circulars"],
    levels: ["/board/levels"],
    public: codes.map(({ code }) => `/org?q=${code}`),
  };
  const names = Object.keys(kinds);
  const typed = ["yx", "yxq", "公益", "慈善", "BENCH-0001", "zh", "第12", "陈"];
  return [
    ...names.map((name) => ({
      name: `page ${name}`,
      perSecond: perSecond.pages / names.length,
      requests: (kinds[name] ?? []).map(page),
    })),
    {
      ...{ name: "typed", perSecond: perSecond.typed },
      requests: typed.map((q) => page(`/board/suggest?${new URLSearchParams({ q })}`)),
    },
    { name: "desk", perSecond: perSecond.desk, requests: [page("/board")] },
  ];
}
