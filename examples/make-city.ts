/**
 * Writes `organizations.csv`: sixty invented organizations of a city. Run `npx tsx examples/make-city.ts`; it gives the
 * same file each time. Nobody is meant: addresses end in example.org (RFC 2606), numbers are 555-0100 to 555-0199 of
 * North American area codes, which are kept for fiction.
 */
import { writeFileSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { writtenColumns } from "../domain/roster/roster.ts";
import { areaCodes, districts, givenNames, profiles, surnames } from "./city-names.ts";

/** Counts people, so that each has a name, an address and a number of their own. */
class Population {
  private count = 0;

  /** A mailbox; some people have no telephone, some no e-mail. */
  next(latin: boolean, has: { email: boolean; phone: boolean } = { email: true, phone: true }): string {
    const n = this.count++;
    const surname = pick(surnames, n);
    const given = pick(givenNames, n);
    const name = latin ? `${capital(surname.latin)} ${capital(given.latin)}` : surname.hanzi + given.hanzi;
    const email = has.email ? ` <${surname.latin}.${given.latin}@example.org>` : "";
    return `${name}${email}${has.phone ? ` ${phone(n)}` : ""}`;
  }
}

/** The sheet as text. */
export function city(): string {
  const people = new Population();
  const several = (count: number) => Array.from({ length: count }, () => people.next(false));
  const authorities = several(4);
  const registrars = several(2);
  const regulators = several(3);
  /** Where there is no party organization, the district sends someone to guide its founding. */
  const guides = several(2);
  const list = profiles.flatMap((profile) => profile.names.map((name, place) => ({ profile, name, place })));
  const rows = list.map(({ profile, name, place }, n) => {
    const latin = n % 7 === 3;
    const party = n % 5 !== 4;
    const legal = people.next(latin);
    const some = (has?: { email: boolean; phone: boolean }) => people.next(latin, has);
    const cells: Record<string, string> = {
      code: `GZ-${profile.type}-${String(n + 1).padStart(3, "0")}`,
      name,
      types: profile.type,
      registration: pick(profile.registrations, place),
      zone: "Asia/Shanghai",
      district: pick(districts, n),
      party: party ? "yes" : "no",
      qualified: profile.qualified ? "yes" : "no",
      language: latin ? "en" : "zh-CN",
      // A few have premises that the fire service or the safety administration asks more of.
      marks: [n % 10 === 2 ? "fire-key-unit" : n % 3 === 0 ? "fire-unit" : "", n % 15 === 7 ? "production-safety" : ""]
        .filter(Boolean)
        .join("; "),
      legal_representative: legal,
      head: n % 3 === 0 ? legal : some(),
      secretariat: some(),
      deputy: some(),
      supervisory_board: n % 4 === 0 ? `${some()}; ${some()}` : some(),
      party_head: party ? some() : pick(guides, n),
      party_organization: party ? some() : pick(guides, n),
      staff: `${some()}; ${some()}`,
      member: `${some()}; ${some({ email: true, phone: false })}`,
      volunteer: `${some()}; ${some({ email: false, phone: true })}`,
      authority: pick(authorities, n),
      registrar: pick(registrars, n),
      regulator: pick(regulators, n),
    };
    return writtenColumns.map((column) => quoted(cells[column] ?? "")).join(",");
  });
  return `${[writtenColumns.join(","), ...rows].join("\n")}\n`;
}

function phone(n: number): string {
  return `+1 ${pick(areaCodes, Math.floor(n / 100))} 555 ${String(100 + (n % 100)).padStart(4, "0")}`;
}

function pick<T>(values: readonly T[], n: number): T {
  const value = values[n % values.length];
  if (value === undefined) throw new Error("expected a list that is not empty");
  return value;
}

function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

function quoted(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  writeFileSync(new URL("organizations.csv", import.meta.url), city());
}
