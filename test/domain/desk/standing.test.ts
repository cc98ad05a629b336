import { expect, it } from "vitest";
import { heatMapOf } from "../../../domain/desk/heat.ts";
import { seesNumbers } from "../../../domain/desk/numbers.ts";
import { type OrganizationFacts, recentContactMs, silentAfterMs, standingOf } from "../../../domain/desk/standing.ts";
import { find } from "../../../domain/tasks/people.ts";
import { lastDoers } from "../../../domain/tasks/role-chain.ts";
import { roles } from "../../../domain/terms.ts";

const now = new Date("2026-11-24T00:30:00Z");
const facts = (more: Partial<OrganizationFacts> = {}): OrganizationFacts => ({
  unreachable: false,
  late: 0,
  untouched: 0,
  lateSince: null,
  lastContactAt: null,
  atRisk: 0,
  ...more,
});

it("the state of an organization is the worst that applies", () => {
  const long = new Date(now.getTime() - silentAfterMs);
  expect(standingOf(facts(), now)).toBe("good");
  expect(standingOf(facts({ atRisk: 1 }), now)).toBe("at-risk");
  expect(standingOf(facts({ late: 2, untouched: 1, lateSince: long, atRisk: 1 }), now)).toBe("late");
  expect(standingOf(facts({ late: 2, untouched: 2, lateSince: new Date(long.getTime() + 1) }), now)).toBe("late");
  expect(standingOf(facts({ late: 2, untouched: 2, lateSince: long }), now)).toBe("silent");
  expect(standingOf(facts({ late: 2, untouched: 2, lateSince: long, unreachable: true }), now)).toBe("unreachable");
});

it("an organization that was in contact after its late tasks became due, or in the last days, is late and not silent", () => {
  const ago = (ms: number) => new Date(now.getTime() - ms);
  const late = (since: Date, lastContactAt: Date | null) =>
    standingOf(facts({ late: 1, untouched: 1, lateSince: since, lastContactAt }), now);
  expect(late(ago(silentAfterMs), ago(silentAfterMs + 1))).toBe("silent");
  expect(late(ago(silentAfterMs), ago(silentAfterMs))).toBe("late");
  const long = ago(60 * 86_400_000);
  expect(late(long, ago(recentContactMs))).toBe("late");
  expect(late(long, ago(recentContactMs + 1))).toBe("silent");
});

it("a heat map has the rows and columns with the highest numbers, shaded from none to the highest", () => {
  const cells = [
    { row: "越秀", column: "29", count: 8 },
    { row: "越秀", column: "1", count: 1 },
    { row: "天河", label: "天河区", column: "29", count: 4 },
    { row: "海珠", column: "2", count: 1 },
  ];
  const map = heatMapOf(cells, { rows: 2, columns: 2 });
  expect(map.rows).toEqual([
    { key: "越秀", label: "越秀", total: 9 },
    { key: "天河", label: "天河区", total: 4 },
  ]);
  expect(map.columns.map(({ key }) => key)).toEqual(["29", "1"]);
  const levels = ["越秀", "天河"].map((row) => [map.level(row, "29"), map.level(row, "1")]);
  expect(levels).toEqual([
    [4, 1],
    [2, 0],
  ]);
  expect(heatMapOf([], { rows: 2, columns: 2 }).rows).toEqual([]);
});

it("telephone numbers are shown to roles that call: heads, board, authority, registrar and administrator", () => {
  const sees = roles.filter((role) => seesNumbers("p", [{ personId: "p", role }]));
  expect([...sees].sort()).toEqual(["authority", "head", "legal-representative", "registrar", "supervisory-board"]);
  expect(seesNumbers("p", [{ personId: "q", role: "head" }])).toBe(false);
  expect(seesNumbers(null, [])).toBe(true);
});

it("a deputy or a registrar does a task of any role if nobody else is left", () => {
  const task = { personId: null, passedById: null, verifier: null, didIds: [] };
  for (const role of roles)
    for (const last of lastDoers)
      expect(find("doer", { ...task, roles: [role] }, [{ personId: "p", role: last }]).people, role).toEqual(["p"]);
});
