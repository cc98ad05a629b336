import { describe, expect, it } from "vitest";
import { UnknownDutyError } from "../../domain/catalogue/packs/index.ts";
import { BadInputError, NotFoundError, RefusedError } from "../../domain/errors.ts";
import { PolicyError } from "../../domain/escalation/policy-check.ts";
import { cause, expected, unusable } from "../../domain/reasons/index.ts";
import { connect } from "../../prisma/client.ts";
import { freshDatabase } from "../support/database.ts";
import { found } from "../support/organization.ts";
import { commandLine } from "./typed.ts";

const { db } = await freshDatabase();
const now = new Date("2031-03-03T03:00:00Z");
const { duban, closed } = commandLine(db, () => now);
const organization = await found(db, now, {});
/** Makes every operation of a session fail with this error. */
const failing = (error: unknown) =>
  commandLine(db, () => now, {
    open: async () => {
      throw error;
    },
  }).duban;

const twice = new BadInputError(unusable("on", "x", expected("day")), unusable("name", "", expected("words")));

describe("the command line", () => {
  it("accepts --json before the noun and after it", async () => {
    const after = await duban("org", "list", "--json");
    const before = await duban("--json", "org", "list");
    expect(after.data).toMatchObject([{ code: organization.code }]);
    expect(before).toEqual(after);
    expect((await duban("org", "list")).out).toContain(organization.code);
  });

  it("closes each session, even if the command fails", async () => {
    const { sessions } = closed;
    expect((await duban("org", "show", "GZ-NONE")).code).toBe(3);
    expect(closed).toEqual({ sessions: sessions + 1, open: 0 });
  });

  it("has help for every command, and opens no session for it", async () => {
    const { sessions } = closed;
    for (const words of [[], ["org"], ["org", "import"], ["duty", "set"], ["policy"], ["person", "leave"], ["clock"]]) {
      const { code, out, err } = await duban(...words, "--help");
      expect([code, err]).toEqual([0, ""]);
      expect(out).toContain(`Usage: duban ${words.join(" ")}`.trim());
      expect(out).toContain("--json");
    }
    expect(closed.sessions).toBe(sessions);
  });

  it("rejects an unknown command and a missing or additional argument, and says what it accepts (exit code 2)", async () => {
    const unknown = await duban("organisation");
    expect([unknown.code, unknown.out]).toEqual([2, ""]);
    expect(unknown.err).toContain("unknown command 'organisation'");
    expect((await duban("org", "show")).err).toContain("missing required argument 'code'");
    expect((await duban("org", "list", "--colour")).code).toBe(2);
    expect((await duban("org", "list", "all")).code).toBe(2);
    expect((await duban("org")).code).toBe(2);
    const result = await duban("org", "lst", "--json");
    expect(JSON.parse(result.err)).toEqual({
      error: {
        code: "USAGE",
        reason: "unknown-command",
        values: { command: "lst", near: "list" },
        message: "unknown command 'lst' (did you mean list?)",
      },
    });
  });

  it.each([
    ["input that cannot be used", twice, 2, "BAD_INPUT"],
    ["a policy that cannot work", new PolicyError("x", []), 2, "POLICY"],
    ["what is not there", new NotFoundError(cause("no-task", { value: "x" })), 3, "NOT_FOUND"],
    ["a duty that is not there", new UnknownDutyError("x", [{ from: "1", to: "70" }]), 3, "UNKNOWN_DUTY"],
    [
      "what the state forbids",
      new RefusedError(cause("too-early", { verb: "submit" }), [{ zh: "方案", en: "a plan" }]),
      4,
      "REFUSED",
    ],
    ["a database that is away", Object.assign(new Error("x"), { code: "UNREACHABLE" }), 5, "UNREACHABLE"],
    [
      "an engine that is away",
      new Error("x", { cause: Object.assign(new Error("y"), { code: 14 }) }),
      5,
      "UNREACHABLE",
    ],
    [
      "one address of several",
      new AggregateError([Object.assign(new Error("y"), { code: "ETIMEDOUT" })]),
      5,
      "UNREACHABLE",
    ],
    ["anything else", new Error("x"), 1, "FAILED"],
  ])("has a distinct exit code for %s", async (_name, error, exit, code) => {
    const result = await failing(error)("org", "list", "--json");
    expect([result.code, result.out]).toEqual([exit, ""]);
    expect(JSON.parse(result.err)).toMatchObject({ error: { code } });
    expect((await failing(error)("org", "list")).code).toBe(exit);
  });

  it("prints each problem and each missing condition", async () => {
    const bad = await failing(twice)("org", "list", "--json");
    expect(JSON.parse(bad.err).error).toEqual({
      code: "BAD_INPUT",
      reason: "day",
      values: { place: "on", value: "x" },
      message: 'on: "x"; expected a day that exists, YYYY-MM-DD\nname: ""; expected some words',
      problems: [
        {
          reason: "day",
          values: { place: "on", value: "x" },
          message: 'on: "x"; expected a day that exists, YYYY-MM-DD',
        },
        { reason: "words", values: { place: "name", value: "" }, message: 'name: ""; expected some words' },
      ],
    });
    const refused = await failing(
      new RefusedError(cause("too-early", { verb: "submit" }), [
        { zh: "方案", en: "a plan" },
        { zh: "预算", en: "a budget" },
      ]),
    )("org", "list");
    expect(refused.err).toBe(
      "error: submit: it is too early; expected first what is named here\n  - a plan\n  - a budget\n",
    );
  });

  it("prints the first of a thousand problems to people, and all as JSON", async () => {
    const error = new BadInputError(
      ...Array.from({ length: 1_000 }, (_, row) => unusable("on", "x", expected("day"), row + 2)),
    );
    const shown = (await failing(error)("org", "list")).err;
    expect(shown.split("\n")).toHaveLength(42);
    expect(shown).toContain("… and 960 more (--json lists all)");
    expect(JSON.parse((await failing(error)("org", "list", "--json")).err).error.problems).toHaveLength(1_000);
  });

  it("recognizes a refused connection", async () => {
    const nowhere = connect("postgresql://duban:secret@127.0.0.1:1/duban");
    const away = await commandLine(nowhere, () => now).duban("org", "list");
    await nowhere.$disconnect();
    expect(away.code).toBe(5);
    expect(away.err).toMatch(/^error: The database or the engine does not answer: .+\n$/);
    expect(away.err).not.toContain("secret");
  });

  it("prevents names and texts from controlling the terminal", async () => {
    const esc = String.fromCharCode(27);
    await db.organization.update({ where: { id: organization.id }, data: { name: `${esc}[31m红${esc}]0;x${esc}[2J` } });
    const { out } = await duban("org", "list");
    expect(out).toContain("红");
    expect(out).not.toContain(esc);
  });
});
