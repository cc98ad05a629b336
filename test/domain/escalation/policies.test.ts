import { describe, expect, it } from "vitest";
import { dueOf, rungs } from "../../../domain/escalation/ladder.ts";
import { defaultPolicies } from "../../../domain/escalation/policies.ts";
import { checkPolicy } from "../../../domain/escalation/policy-check.ts";
import { chinaCalendar } from "../../../domain/time/calendar.ts";
import { dateIn, instantAt, timeIn } from "../../../domain/time/zones.ts";

const zone = "Asia/Shanghai";
const calendar = chinaCalendar();
const words: Record<string, string> = {
  "legal-representative": "legal",
  "supervisory-board": "board",
  "verifier-peers": "peers",
};
const at = (text: string): Date => {
  const [date = "", time = ""] = text.split(" ");
  return instantAt(`2026-${date}`, time, zone);
};

/**
 * The cells of the table of default policies, each over one D, computed by hand: 25–27 September and 1–7 October 2026
 * are holidays, Sunday 20 September and Saturday 10 October are working days. `due: "term"` uses the policy's own.
 */
const table: { policy: string; opened: string; due: string; sent: string }[] = [
  {
    policy: "ordinary",
    opened: "09-01 09:00",
    due: "09-30 18:00",
    sent: `
      09-01 09:00 doer E due
      09-22 09:00 doer E reminder
      09-29 09:00 doer ES reminder
      09-30 09:00 doer ES reminder
      10-08 09:00 doer ES overdue
      10-10 09:00 legal E escalated, doer E overdue
      10-13 09:00 board ES escalated, legal E escalated
      10-20 09:00 authority E escalated
      10-27 09:00 doer E overdue, board E escalated
      11-03 09:00 doer E overdue, board E escalated
      11-10 09:00 doer E overdue, board E escalated
      11-17 09:00 doer E overdue, board E escalated
      11-17 09:00 authority E escalated
      11-24 09:00 doer E overdue, board E escalated`,
  },
  {
    policy: "drill-date",
    opened: "09-01 09:00",
    due: "09-30 18:00",
    sent: `
      09-01 09:00 doer E due
      09-22 09:00 doer E reminder
      09-29 09:00 doer ES reminder
      09-30 09:00 doer ES reminder
      10-08 09:00 doer ES overdue`,
  },
  {
    policy: "filing",
    opened: "09-01 09:00",
    due: "09-30 18:00",
    sent: `
      09-01 09:00 doer E due
      09-16 09:00 doer ES reminder
      09-22 09:00 doer ES reminder
      09-28 09:00 doer ES reminder
      09-29 09:00 legal E reminder
      09-30 09:00 doer ES reminder, legal ES reminder
      10-08 09:00 board ES escalated
      10-09 09:00 authority E escalated
      10-12 09:00 doer E overdue, legal E escalated, board E escalated, authority E escalated
      10-14 09:00 doer E overdue, legal E escalated, board E escalated, authority E escalated`,
  },
  {
    policy: "rectification-critical",
    opened: "09-30 10:00",
    due: "term",
    sent: `
      09-30 10:00 ! doer ES due
      09-30 22:00 ! doer ES reminder
      10-01 10:00 ! board ES escalated
      10-01 14:00 ! legal ES escalated
      10-02 10:00 authority ES escalated
      10-03 10:00 doer E overdue, board E escalated, legal E escalated, authority E escalated
      10-04 10:00 doer E overdue, board E escalated, legal E escalated, authority E escalated`,
  },
  {
    policy: "rectification-major",
    opened: "09-22 10:00",
    due: "term",
    sent: `
      09-22 10:00 doer ES due
      09-24 09:00 doer E reminder
      09-29 09:00 doer ES reminder
      09-30 18:00 board ES escalated, doer E overdue
      10-08 09:00 legal ES escalated
      10-10 09:00 authority E escalated
      10-14 09:00 doer E overdue, board E escalated, legal E escalated, authority E escalated
      10-19 09:00 doer E overdue, board E escalated, legal E escalated, authority E escalated`,
  },
  {
    policy: "rectification-minor",
    opened: "09-09 10:00",
    due: "term",
    sent: `
      09-09 10:00 doer E due
      09-16 09:00 doer E reminder
      09-22 09:00 doer E reminder
      09-22 09:00 doer E reminder
      09-29 09:00 doer E reminder
      10-08 09:00 board E escalated
      10-10 09:00 legal E escalated
      10-20 09:00 authority E escalated
      11-03 09:00 doer E overdue, board E escalated, legal E escalated, authority E escalated
      11-17 09:00 doer E overdue, board E escalated, legal E escalated, authority E escalated`,
  },
  {
    policy: "disclosure-emergency",
    opened: "09-28 15:00",
    due: "term",
    sent: `
      10-01 09:00 doer ES due
      10-03 09:00 doer ES reminder, legal E reminder
      10-03 16:00 doer ES reminder, legal E reminder
      10-04 08:00 board ES escalated, legal ES escalated + mark
      10-05 09:00 authority ES escalated
      10-06 09:00 doer E overdue, board E escalated, legal E escalated, authority E escalated
      10-07 09:00 doer E overdue, board E escalated, legal E escalated, authority E escalated`,
  },
  {
    policy: "disclosure",
    opened: "08-31 09:00",
    due: "09-30 18:00",
    sent: `
      09-02 09:00 doer E due
      09-16 09:00 doer E reminder
      09-24 09:00 doer E reminder
      09-29 09:00 doer ES reminder
      09-30 18:00 + mark
      10-08 09:00 board ES escalated, legal ES escalated
      10-10 09:00 authority E escalated
      10-16 09:00 doer E overdue, board E escalated, legal E escalated, authority E escalated
      10-23 09:00 doer E overdue, board E escalated, legal E escalated, authority E escalated`,
  },
  {
    policy: "disclosure-matter",
    opened: "09-24 15:00",
    due: "09-30 18:00",
    sent: `
      09-24 15:00 doer E due
      09-29 09:00 doer ES reminder
      09-30 18:00 + mark
      10-08 09:00 board ES escalated, legal ES escalated`,
  },
  {
    policy: "receipt",
    opened: "09-29 10:00",
    due: "term",
    sent: `
      09-29 10:00 doer ES due
      09-29 14:00 doer S reminder
      09-30 18:00 legal ES escalated
      10-08 09:00 board E escalated
      10-10 09:00 authority E escalated
      10-16 09:00 doer E overdue, authority E escalated
      10-23 09:00 doer E overdue, authority E escalated`,
  },
  {
    policy: "receipt",
    opened: "09-29 17:00",
    due: "term",
    sent: `
      09-29 17:00 doer ES due
      09-30 11:00 doer S reminder
      09-30 18:00 legal ES escalated`,
  },
  {
    policy: "emergency",
    opened: "09-30 22:00",
    due: "term",
    sent: `
      09-30 22:00 ! holders ES due
      09-30 22:30 ! holders ES reminder, deputy ES reminder, legal ES reminder
      09-30 23:00 ! board ES escalated
      10-01 03:00 ! authority ES escalated
      10-01 07:00 holders E overdue, deputy E escalated, legal E escalated, board E escalated, authority E escalated
      10-01 11:00 holders E overdue, deputy E escalated, legal E escalated, board E escalated, authority E escalated
      10-01 15:00 holders E overdue, deputy E escalated, legal E escalated, board E escalated, authority E escalated
      10-01 19:00 holders E overdue, deputy E escalated, legal E escalated, board E escalated, authority E escalated
      10-01 23:00 holders E overdue, deputy E escalated, legal E escalated, board E escalated, authority E escalated
      10-02 09:00 holders E overdue, deputy E escalated, legal E escalated, board E escalated, authority E escalated
      10-03 09:00 holders E overdue, deputy E escalated, legal E escalated, board E escalated, authority E escalated`,
  },
  {
    policy: "hazard-minor",
    opened: "09-30 22:00",
    due: "term",
    sent: `
      09-30 22:00 holders ES due
      10-01 12:00 doer ES reminder
      10-01 16:00 deputy ES escalated, legal ES escalated, doer E overdue
      10-02 08:00 board ES escalated
      10-03 08:00 authority E escalated
      10-04 08:00 holders E overdue, deputy E escalated, legal E escalated, board E escalated, authority E escalated`,
  },
  {
    policy: "incident-critical",
    opened: "10-01 02:00",
    due: "term",
    sent: `
      10-01 02:00 ! doer ES due
      10-01 03:00 ! doer ES reminder
      10-01 04:00 ! legal ES escalated, doer ES overdue
      10-01 08:00 board ES escalated
      10-02 04:00 authority ES escalated
      10-03 09:00 doer E overdue, legal E escalated, board E escalated, authority E escalated
      10-04 09:00 doer E overdue, legal E escalated, board E escalated, authority E escalated`,
  },
  {
    policy: "incident",
    opened: "10-01 10:00",
    due: "term",
    sent: `
      10-01 10:00 doer ES due
      10-01 22:00 doer ES reminder
      10-02 10:00 legal ES escalated, doer E overdue
      10-03 10:00 board E escalated
      10-05 10:00 authority E escalated
      10-10 09:00 doer E overdue, legal E escalated, board E escalated, authority E escalated
      10-15 09:00 doer E overdue, legal E escalated, board E escalated, authority E escalated`,
  },
  {
    policy: "verdict",
    opened: "09-22 10:00",
    due: "term",
    sent: `
      09-22 10:00 verifier E due
      09-24 09:00 verifier ES reminder
      09-30 18:00 peers E escalated, legal E escalated
      10-13 09:00 authority E escalated
      10-20 09:00 verifier E overdue, peers E escalated, legal E escalated, authority E escalated
      10-27 09:00 verifier E overdue, peers E escalated, legal E escalated, authority E escalated`,
  },
  {
    policy: "drill-hold",
    opened: "09-22 10:00",
    due: "09-30 18:00",
    sent: `
      09-22 10:00 participants E call
      09-29 09:00 participants ES call
      09-30 08:00 participants ES call
      10-08 09:00 doer ES overdue
      10-10 09:00 legal E escalated, doer E overdue
      10-13 09:00 board ES escalated, legal E escalated
      10-20 09:00 authority E escalated
      10-27 09:00 doer E overdue, board E escalated`,
  },
  {
    policy: "drill-evaluation",
    opened: "09-22 18:00",
    due: "term",
    sent: `
      09-22 18:00 doer E due
      09-29 09:00 doer ES reminder
      10-08 09:00 doer ES overdue
      10-09 09:00 legal E escalated
      10-10 09:00 board ES escalated
      10-20 09:00 authority E escalated
      10-27 09:00 doer E overdue, board E escalated`,
  },
  {
    policy: "personal",
    opened: "09-22 10:00",
    due: "09-30 18:00",
    sent: `
      09-22 10:00 doer E due
      09-29 09:00 doer ES reminder
      09-30 09:00 doer E reminder
      10-08 09:00 doer E overdue
      10-13 09:00 doer E overdue
      10-20 09:00 doer E overdue`,
  },
];

describe("the built-in policies match their table:", () => {
  it.each(table)("$policy, opened $opened", ({ policy: name, opened, due, sent }) => {
    const policy = defaultPolicies[name];
    if (!policy) throw new Error(`no policy ${name}`);
    const anchor = {
      opened: at(opened),
      due: due === "term" ? dueOf(policy, at(opened), zone, calendar) : at(due),
      zone,
      calendar,
    };
    const lines = sent
      .trim()
      .split("\n")
      .map((line) => line.trim());
    const found: string[] = [];
    for (const rung of rungs(policy, anchor)) {
      if (found.length === lines.length) break;
      const notices = rung.rule.tell.map(({ audience, channels, shape }) => {
        const letters = channels.map((channel) => (channel === "email" ? "E" : "S")).join("");
        return `${words[audience] ?? audience} ${letters} ${shape}`;
      });
      const emergency = rung.rule.emergency ? "! " : "";
      const mark = rung.rule.mark ? `${notices.length > 0 ? " " : ""}+ mark` : "";
      const when = `${dateIn(rung.at, zone).slice(5)} ${timeIn(rung.at, zone)}`;
      found.push(`${when} ${emergency}${notices.join(", ")}${mark}`);
    }
    expect(found).toEqual(lines);
  });

  it("the table lists each of them", () => {
    expect([...new Set(table.map(({ policy }) => policy))].sort()).toEqual(Object.keys(defaultPolicies).sort());
  });
});

describe("each built-in policy", () => {
  it.each(Object.values(defaultPolicies))("$name is valid, also when parsed from JSON", (policy) => {
    expect(checkPolicy(JSON.parse(JSON.stringify(policy)))).toEqual([]);
  });

  it.each(Object.entries(defaultPolicies))("%s has its own name as key", (name, policy) => {
    expect(policy.name).toBe(name);
  });
});

describe("due instants of the default terms", () => {
  const due = (name: string, opened: string): string => {
    const policy = defaultPolicies[name];
    if (!policy) throw new Error(`no policy ${name}`);
    return dueOf(policy, at(opened), zone, calendar).toISOString();
  };

  it("count clock hours through holidays if life is in danger", () => {
    expect(due("rectification-critical", "09-30 20:00")).toBe("2026-10-01T12:00:00.000Z");
    expect(due("emergency", "10-01 03:00")).toBe("2026-09-30T20:00:00.000Z");
  });

  it("count business days without the first day, to 18:00", () => {
    expect(due("rectification-major", "09-30 20:00")).toBe("2026-10-13T10:00:00.000Z");
    expect(due("receipt", "10-03 12:00")).toBe("2026-10-08T10:00:00.000Z");
  });

  it("are 24:00 of an emergency's fifth calendar day, also on holidays", () => {
    expect(due("disclosure-emergency", "09-28 15:00")).toBe("2026-10-03T16:00:00.000Z");
  });

  it("follow a given term; without any term they are an error", () => {
    const ordinary = defaultPolicies.ordinary;
    if (!ordinary) throw new Error("no policy ordinary");
    expect(dueOf(ordinary, at("09-28 15:00"), zone, calendar, { n: 2, unit: "bd" })).toEqual(at("09-30 18:00"));
    expect(() => dueOf(ordinary, at("09-28 15:00"), zone, calendar)).toThrow('Policy "ordinary" has no term');
  });
});
