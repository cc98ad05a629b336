import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import { describe, expect, it } from "vitest";
import { parseRoster, rosterColumns } from "../../domain/roster/roster.ts";
import { roles } from "../../domain/terms.ts";
import { areaCodes, districts } from "../../examples/city-names.ts";
import { city } from "../../examples/make-city.ts";

const file = (name: string) => readFileSync(new URL(`../../examples/${name}`, import.meta.url), "utf8");
const csv = file("organizations.csv");
const [header = [], ...rows] = parse(csv) as string[][];
const { organizations, people, errors } = parseRoster(header, rows);

describe("the sample city", () => {
  it("matches its generator (regenerate it with `npx tsx examples/make-city.ts`)", () => {
    expect(csv).toBe(city());
  });

  it("has sixty organizations that are imported without an error", () => {
    expect(errors).toEqual([]);
    expect(organizations).toHaveLength(60);
    expect(new Set(organizations.map(({ name }) => name)).size).toBe(60);
  });

  it("has all nine profiles: eight types, and charities that may and may not raise funds in public", () => {
    const profiles = new Set(organizations.map(({ type, qualified }) => `${type}${qualified ? " qualified" : ""}`));
    expect([...profiles].sort()).toEqual(
      ["CHA", "CHA qualified", "CHM", "COM", "HUB", "IND", "OTH", "SVC", "VOL"].sort(),
    );
  });

  it("has every role filled in every organization", () => {
    for (const { code, people } of organizations) {
      expect([code, new Set(people.map(({ role }) => role))]).toEqual([
        code,
        new Set(roles.filter((role) => role !== "party-committee")),
      ]);
    }
  });

  it("has all districts, all registrations, both languages, and organizations without a party organization", () => {
    expect(new Set(organizations.map(({ district }) => district))).toEqual(new Set(districts));
    expect(new Set(organizations.map(({ registration }) => registration)).size).toBe(3);
    expect(organizations.filter(({ language }) => language === "en").length).toBeGreaterThanOrEqual(5);
    expect(organizations.filter(({ language }) => language === "en").length).toBeLessThan(20);
    expect(organizations.filter(({ party }) => !party).length).toBeGreaterThanOrEqual(5);
  });

  it("shares a few authorities and registrars, each one person for many organizations", () => {
    for (const [role, most] of [
      ["authority", 4],
      ["registrar", 2],
      ["regulator", 3],
    ] as const) {
      const holders = organizations.flatMap(({ people }) => people.filter((held) => held.role === role));
      expect(holders).toHaveLength(60);
      expect(new Set(holders.map(({ person }) => person)).size).toBe(most);
    }
  });

  it("has nobody who both does and verifies a rectification", () => {
    for (const { people } of organizations) {
      const board = people.filter(({ role }) => role === "supervisory-board").map(({ person }) => person);
      const doers = people
        .filter(({ role }) => role === "secretariat" || role === "deputy")
        .map(({ person }) => person);
      expect(board.filter((person) => doers.includes(person))).toEqual([]);
    }
  });

  it("contains no real people: addresses end in example.org, and numbers are reserved for fiction, each of one person", () => {
    const phones = people.flatMap(({ phone }) => phone ?? []);
    for (const { email } of people) if (email !== undefined) expect(email).toMatch(/@example\.org$/);
    for (const phone of phones) expect(phone).toMatch(new RegExp(`^\\+1(${areaCodes.join("|")})55501\\d\\d$`));
    expect(phones.length).toBeGreaterThan(600);
    expect(new Set(phones).size).toBe(phones.length);
    expect(csv.match(/@/g)).toHaveLength(csv.match(/@example\.org>/g)?.length ?? 0);
  });

  it("has every column documented, and no other", () => {
    const documented = [...file("README.md").matchAll(/^\| `([a-z_]+)` \|/gm)].map((match) => match[1]);
    expect([...documented].sort()).toEqual([...rosterColumns].sort());
  });
});
