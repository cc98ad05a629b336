import { describe, expect, it } from "vitest";
import type { EventName } from "../../../../domain/catalogue/duty.ts";
import { dutyOf, findDuty, guangzhou2022, UnknownDutyError } from "../../../../domain/catalogue/packs/index.ts";
import type { Cadence, Kind, OrganizationType, Role } from "../../../../domain/terms.ts";
import { clausesOf, guideline } from "./guideline.ts";

const clauses = clausesOf(guideline);

/** 1 to 70 without 22, 40 and 53, which are split into parts: 67 + 3 + 2 + 2. */
const numbers = Array.from({ length: 70 }, (_, index) => String(index + 1)).flatMap((number) => {
  if (number === "22") return ["22a", "22b", "22c"];
  return number === "40" || number === "53" ? [`${number}a`, `${number}b`] : [number];
});

describe("the guideline of 2022", () => {
  it("is parsed as four parts with 29 numbered clauses and the unnumbered ones between them", () => {
    expect([...clauses.keys()].filter((clause) => /\d$/.test(clause))).toHaveLength(29);
    expect([...clauses.keys()].filter((clause) => !/\d$/.test(clause))).toEqual(
      ["", "一", "二", "二(一)", "二(二)", "二(三)", "三"].concat([
        "三(一)",
        "三(二)",
        "三(三)",
        "三(四)",
        "三(五)",
        "三(六)",
        "四",
        "四(一)",
        "四(二)",
        "四(三)",
      ]),
    );
    expect([...clauses.values()].join("")).toBe(guideline);
  });

  it("has 74 duties: 1 to 70, of which 22 has three parts, 40 and 53 two each", () => {
    expect(numbers).toHaveLength(74);
    expect(guangzhou2022.duties.map((duty) => duty.number)).toEqual(numbers);
  });

  it.each(guangzhou2022.duties.map((duty) => [duty.number, duty.clause, duty.quote] as const))(
    "duty %s quotes clause %s verbatim: %s",
    (_number, clause, quote) => {
      expect(guideline).toContain(quote);
      expect(clauses.get(clause)).toContain(quote);
    },
  );

  it("leaves no clause without a duty", () => {
    const covered = new Set(guangzhou2022.duties.map((duty) => duty.clause));
    const leaves = [...clauses.keys()].filter((clause) => /\d$/.test(clause) || /^四\(/.test(clause));
    expect(leaves.filter((clause) => !covered.has(clause))).toEqual([]);
  });
});

describe("a duty of the guideline", () => {
  const roles: Record<string, readonly Role[]> = {
    LR: ["legal-representative"],
    PO: ["party-organization"],
    SEC: ["secretariat"],
    ORG: ["secretariat"],
    SB: ["supervisory-board"],
    "HD+PH": ["head", "party-head"],
    staff: ["staff"],
  };

  it("is done by the role that the catalogue names", () => {
    for (const duty of guangzhou2022.duties) expect([duty.number, duty.roles]).toEqual([duty.number, roles[duty.who]]);
    expect(numbersByRole()).toEqual({
      ORG: ["1", "2", "3", "4", ...range(32, 57), "63", "64", "65", "66"],
      LR: ["5", "6"],
      PO: [...range(7, 12), "58", "59"],
      SEC: range(13, 27),
      SB: range(28, 31),
      "HD+PH": ["60", "61", "62", "69", "70"],
      staff: ["67", "68"],
    });
  });

  it("has the kind that the catalogue names first", () => {
    const expected: Partial<Record<Kind, string>> = {
      PR: "1 2 7 13 14 15 44 52",
      SI: "4 28 30 69",
      RT: "6 8 11 24 25 27 45 46 49 53a 54 60 65 66 70",
      FR: "5 16 17 18 19 64",
      CR: "3 22a 22b 56 58 59 61 62 67 68",
      RX: "29 31",
      HI: "20 21",
      DR: "26 53b",
      MM: "23",
      FG: "36 37 38 39",
      DD: "40a 40b",
      VG: "34 41 42 43",
      AG: "22c 35",
      CA: "9 10 32 33 55 57 63",
      OL: "12 47 48 50 51",
    };
    expect(grouped((duty) => duty.kind)).toEqual(expected);
  });

  it("has the cadence of the catalogue", () => {
    const expected: Record<Cadence | "never", string> = {
      weekly: "22a 22b 56",
      monthly: "1 4 7 11 17 27 46 47 54 60 61 64 66 68 69",
      quarterly: "6 18 24 28 30 45 49 53a 62",
      "half-yearly": "3 16 25 26 53b",
      yearly: "5 8 58 59 65 67 70",
      never:
        "2 9 10 12 13 14 15 19 20 21 22c 23 29 31 32 33 34 35 36 37 38 39 40a 40b 41 42 43 44 48 50 51 52 55 57 63",
    };
    expect(grouped((duty) => duty.cadence ?? "never")).toEqual(expected);
  });

  it("has the events of the catalogue", () => {
    const expected: Partial<Record<EventName, string>> = {
      "policy-issued": "1 2 3 7 13 14 16 17 24 44 45 52",
      "legal-representative-changed": "5",
      "service-planned": "9 42",
      "call-issued": "10 33 55 57 63",
      "difficulty-raised": "12",
      "resolution-passed": "15",
      "drill-held": "16 21",
      "hazard-closed": "21",
      "version-approved": "19",
      "staff-joined": "19 25 67",
      "hazard-opened": "20",
      incident: "16 54",
      "reminder-needed": "69",
      "roster-changed": "22b 61",
      "site-changed": "61",
      "gathering-planned": "22c 35",
      "matter-planned": "23",
      finding: "29 31",
      "campaign-planned": "36 37 38",
      "campaign-started": "39",
      "campaign-ended": "30 39 40b",
      "donation-received": "40a",
      spending: "40b",
      "participation-planned": "32",
      "project-started": "34 43",
      "need-identified": "41",
      "opinion-raised": "47",
      "opinion-accepted": "48",
      "request-raised": "50 51",
      "registration-changed": "58",
    };
    const found: Record<string, string> = {};
    for (const duty of guangzhou2022.duties) for (const event of duty.events) append(found, event, duty.number);
    expect(found).toEqual(expected);
  });

  it("applies to the types of the catalogue", () => {
    const expected: Partial<Record<OrganizationType | "IND+CHM" | "ALL", string>> = {
      HUB: "33 34 35",
      CHA: "36 37 40a 40b",
      VOL: "41 42 43",
      "IND+CHM": "44 45 46 47 48 49 50",
      CHM: "51",
      SVC: "52 53a 53b 54",
      COM: "55 56",
      OTH: "57",
      ALL: [...range(1, 32), "38", "39", ...range(58, 70)].join(" "),
    };
    expect(grouped((duty) => (duty.charity ? "CHA" : duty.types === "ALL" ? "ALL" : duty.types.join("+")))).toEqual(
      expected,
    );
    expect(guangzhou2022.duties.filter((duty) => duty.unqualified).map((duty) => duty.number)).toEqual(["38", "39"]);
  });

  it("has the ladder of its kind; reports, reviews and acknowledgements have their own", () => {
    expect(grouped((duty) => (duty.policy === "ordinary" ? undefined : duty.policy))).toEqual({
      receipt: "13",
      emergency: "20",
      "rectification-major": "21 29 31",
      filing: "23 36 37 38 39",
      "drill-date": "26 53b",
      disclosure: "40a 40b",
    });
  });

  it("can be submitted on a phone: one required field, which is not a file, and what its 'done when' requires", () => {
    const promised: Readonly<Record<string, readonly string[]>> = {
      "1": ["minutes", "sign-in"],
      "25": ["attendance", "passed"],
      "28": ["items", "report"],
      "30": ["items", "report"],
      "38": ["partner", "agreement"],
      "54": ["report", "receipt"],
      "65": ["example", "address"],
      // Staff and sites have a task each.
      "61": ["people", "sites"],
    };
    for (const duty of guangzhou2022.duties) {
      const required = duty.evidence.filter((field) => field.required || field.unless);
      const known = promised[duty.number];
      if (known) expect([duty.number, required.map(({ name }) => name)]).toEqual([duty.number, known]);
      else expect([duty.number, required.length]).toEqual([duty.number, 1]);
      expect([duty.number, required[0]?.type]).not.toEqual([duty.number, "file"]);
    }
  });

  it("of an inspection has a checklist; its findings are hazards, findings or reminders", () => {
    const raised = ["4", "28", "30", "69"].map((number) => {
      const [checklist] = dutyOf(number).evidence.filter((field) => field.type === "checklist");
      expect(checklist?.items?.length, number).toBeGreaterThanOrEqual(6);
      expect(checklist?.items?.length, number).toBeLessThanOrEqual(10);
      return checklist?.raises ?? "nothing";
    });
    expect(raised).toEqual(["hazard-opened", "finding", "finding", "reminder-needed"]);
  });

  it("is in Chinese with Chinese punctuation, and in English without Chinese", () => {
    for (const duty of guangzhou2022.duties) {
      const fields = duty.evidence.flatMap((field) => [field, ...(field.items ?? []), ...(field.options ?? [])]);
      const texts = [duty.title, duty.done, ...fields.map((one) => one.label)];
      for (const text of texts) {
        expect(text.zh).toMatch(/\p{Script=Han}/u);
        expect(text.zh).not.toMatch(/[,;()]/);
        expect(text.en).not.toMatch(/\p{Script=Han}/u);
      }
    }
  });

  it("is found by its number; the error of an unknown number says what was expected", () => {
    expect(dutyOf("22b").title.en).toBe("Personnel measures");
    expect(findDuty("71")).toBeUndefined();
    expect(() => dutyOf("71")).toThrow(UnknownDutyError);
    expect(() => dutyOf("71")).toThrow(/no duty "71".*1 to 70/);
  });
});

function grouped(key: (duty: (typeof guangzhou2022.duties)[number]) => string | undefined): Record<string, string> {
  const groups: Record<string, string> = {};
  for (const duty of guangzhou2022.duties) {
    const name = key(duty);
    if (name) append(groups, name, duty.number);
  }
  return groups;
}

function append(groups: Record<string, string>, name: string, number: string): void {
  groups[name] = groups[name] ? `${groups[name]} ${number}` : number;
}

function numbersByRole(): Record<string, string[]> {
  return Object.fromEntries(Object.entries(grouped((duty) => duty.who)).map(([who, list]) => [who, list.split(" ")]));
}

/** Duty numbers from one to another, parts included. */
function range(from: number, to: number): string[] {
  return numbers.filter((number) => Number.parseInt(number, 10) >= from && Number.parseInt(number, 10) <= to);
}
