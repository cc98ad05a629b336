import { parseRoster, type Roster, rosterColumns } from "../domain/roster/roster.ts";
import { organizationTypes, registrations, roles } from "../domain/terms.ts";
import { areaCodes, districts, givenNames, surnames } from "../examples/city-names.ts";
import { mulberry } from "./random.ts";

/** Cells of an invented city, with a different person in each role. The same seed gives the same city. */
export function citySheet(organizations: number, seed: number): string[][] {
  const random = mulberry(seed);
  const one = <T>(values: readonly T[]): T => values[Math.floor(random() * values.length)] as T;
  return Array.from({ length: organizations }, (_, n) => {
    const number = String(n + 1).padStart(6, "0");
    const cells: Record<string, string> = {
      code: `BENCH-${number}`,
      name: `${one(districts)}第${n + 1}${one(["公益服务中心", "慈善基金会", "行业协会", "志愿者协会", "社区服务社"])}`,
      type: organizationTypes[n % organizationTypes.length] ?? "OTH",
      registration: registrations[n % registrations.length] ?? "association",
      zone: "Asia/Shanghai",
      district: one(districts),
      party: n % 3 === 0 ? "no" : "yes",
      qualified: n % 4 === 0 ? "yes" : "no",
      language: "zh-CN",
    };
    // A party committee supervises organizations without a supervising authority; here every organization has one.
    for (const role of roles.filter((one) => one !== "party-committee")) {
      const name = `${one(surnames).hanzi}${one(givenNames).hanzi}`;
      const phone = `+1 ${one(areaCodes)} 555 01${String(Math.floor(random() * 100)).padStart(2, "0")}`;
      cells[role.replaceAll("-", "_")] = `${name} <${role}.${number}@example.org> ${phone}`;
    }
    return rosterColumns.map((column) => cells[column] ?? "");
  });
}

export function cityRoster(organizations: number, seed: number): Roster {
  const roster = parseRoster(rosterColumns, citySheet(organizations, seed));
  const [error] = roster.errors;
  if (error) throw new Error(`the invented city is not a roster: ${JSON.stringify(error)}`);
  return roster;
}
