import type { Facts } from "../catalogue/due-rule.ts";
import type { Rows } from "../procedures/procedure.ts";
import type { Holder } from "../tasks/people.ts";
import { mostRows, type Row } from "./rows.ts";
import { type Draw, drawSample } from "./sample.ts";

/** A holder of a role, with the name if a row shows it. */
export interface NamedHolder extends Holder {
  name?: string;
}

/**
 * Facts with which a step's tasks open: the current rows of its matrices, split by the maximum of a page; for a random sample, also what it was drawn
 * from. Without rows: one task that is answered as a whole.
 * @param seed seed of a random sample; it must not be predictable
 */
export function factsOfRows(
  rows: Rows,
  {
    holders,
    sites = [],
    stock = [],
  }: { holders: readonly NamedHolder[]; sites?: readonly Row[]; stock?: readonly Row[] },
  seed: string,
): Facts[] {
  if (rows === "sites") return paged(sites);
  if (rows === "stock") return paged(stock);
  if (!("people" in rows)) return paged(rows);
  const { people: roles, sample } = rows;
  const people = new Map<string, Row>();
  for (const { personId, role, name = personId } of holders)
    if (roles.includes(role) && !people.has(personId)) people.set(personId, { id: personId, label: name });
  if (!sample) return paged([...people.values()]);
  const draw: Draw = { ...sample, seed, among: [...people.keys()] };
  const drawn = drawSample(draw).flatMap((id) => people.get(id) ?? []);
  return paged(drawn).map((facts) => ({ ...facts, draw }));
}

function paged(rows: readonly Row[]): Facts[] {
  const pages: Facts[] = [];
  for (let from = 0; from === 0 || from < rows.length; from += mostRows)
    pages.push({ rows: rows.slice(from, from + mostRows) });
  return pages;
}
