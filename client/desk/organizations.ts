import {
  type OrganizationFacts,
  type OrganizationState,
  organizationStates,
  standingOf,
} from "../../domain/desk/standing.ts";
import type { Tx } from "../../prisma/client.ts";
import type { BoardScope } from "../../records/views/board-scope.ts";
import {
  organizationsCounted,
  otherLines,
  type StandingLine,
  type StandingRow,
  standingLines,
  standingRows,
} from "../../records/views/desk.ts";
import type { ActContext } from "../context.ts";
import type { KnownRoster } from "../known-roster.ts";

export interface OrganizationStanding extends StandingLine {
  state: OrganizationState;
  facts: OrganizationFacts;
}

export interface Standings {
  rows: readonly OrganizationStanding[];
  total: number;
}

const good: OrganizationFacts = {
  unreachable: false,
  late: 0,
  untouched: 0,
  lateSince: null,
  lastContactAt: null,
  atRisk: 0,
};

/** Organizations of a scope by state, worst first, then by number of late tasks. @param state absent: all */
export async function standingsOf(
  { db, now }: { db: Tx } & Pick<ActContext, "now">,
  scope: BoardScope,
  state: OrganizationState | null,
  { limit, offset }: { limit: number; offset: number },
  roster: KnownRoster,
): Promise<Standings> {
  const at = now();
  const { doubtful } = await roster.reach(scope);
  const known = (await standingRows(db, scope, at, doubtful))
    .map((row) => ({ row, state: standingOf(row, at) }))
    .sort((a, b) => worst(a.state) - worst(b.state) || b.row.late - a.row.late || since(a.row) - since(b.row));
  const bad = known.filter((one) => one.state !== "good");
  const chosen = state === null ? bad : bad.filter((one) => one.state === state);
  const page = state === "good" ? [] : chosen.slice(offset, offset + limit);
  const lines = await standingLines(
    db,
    page.map(({ row }) => row.id),
  );
  const rows = page.flatMap(({ row, state }): OrganizationStanding[] => {
    const line = lines.get(row.id);
    return line ? [{ ...line, state, facts: row }] : [];
  });
  if (state !== null && state !== "good") return { rows, total: chosen.length };
  const all = (await roster.organizations(scope)) ?? (await organizationsCounted(db, scope));
  const others = await otherLines(
    db,
    scope,
    bad.map(({ row }) => row.id),
    { limit: limit - rows.length, offset: Math.max(0, offset - (state === null ? bad.length : 0)) },
  );
  const well = others.map((line): OrganizationStanding => ({ ...line, state: "good", facts: good }));
  return state === null ? { rows: [...rows, ...well], total: all } : { rows: well, total: all - bad.length };
}

const worst = (state: OrganizationState): number => organizationStates.indexOf(state);
const since = ({ lateSince }: StandingRow): number => lateSince?.getTime() ?? Number.POSITIVE_INFINITY;
