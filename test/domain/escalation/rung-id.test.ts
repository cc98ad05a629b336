import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatAct,
  formatCopy,
  formatRung,
  isCopy,
  parseRungId,
  rungNameOf,
} from "../../../domain/escalation/rung-id.ts";
import { verbs } from "../../../domain/tasks/task-states.ts";

const revision = fc.nat({ max: 9 });
const rung = fc.constantFrom("opened", "-5bd", "+4h", "then-5bd", "then-5bd#12", "half-way", "day", "due");
const ladder = fc.constantFrom("doer" as const, "verifier" as const);

describe("the identity of a notice", () => {
  it("is parsed as it was formatted: a rung, the copy, an act", () => {
    fc.assert(
      fc.property(revision, ladder, rung, (dueRevision, side, name) => {
        const stored = formatRung(dueRevision, side, name);
        expect(parseRungId(stored)).toEqual({ dueRevision, ladder: side, rung: name });
        expect(rungNameOf(stored)).toBe(name);
        expect(isCopy(stored)).toBe(false);
        expect(isCopy(formatCopy(dueRevision, side))).toBe(true);
      }),
    );
    const instant = new Date("2031-03-03T09:07:31Z");
    fc.assert(
      fc.property(revision, fc.constantFrom(...verbs, "closed", "withdrawn", "new-role"), (dueRevision, verb) => {
        const act = { dueRevision, ladder: null, verb };
        expect(parseRungId(formatAct(dueRevision, verb))).toEqual({ ...act, of: "" });
        expect(parseRungId(formatAct(dueRevision, verb, "opened"))).toEqual({ ...act, of: "opened" });
        expect(parseRungId(formatAct(dueRevision, verb, instant))).toEqual({ ...act, of: "2031-03-03T09:07" });
        expect(rungNameOf(formatAct(dueRevision, verb, instant))).toBe(verb);
        expect(isCopy(formatAct(dueRevision, verb, "copy"))).toBe(false);
      }),
    );
  });

  it("is stored in an unchanged format", () => {
    expect(formatRung(0, "doer", "-5bd")).toBe("0:d:-5bd");
    expect(formatCopy(2, "verifier")).toBe("2:v:copy");
    expect(formatAct(1, "press", new Date("2031-03-03T09:07:31Z"))).toBe("1:press:2031-03-03T09:07");
    expect(formatAct(1, "withdrawn")).toBe("1:withdrawn");
  });
});
