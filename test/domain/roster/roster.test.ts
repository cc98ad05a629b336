import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseRoster, rosterColumns } from "../../../domain/roster/roster.ts";
import { english, inEnglish } from "../../support/refusals.ts";

const header = [...rosterColumns];
const sound: Record<string, string> = {
  code: "51000000EXAMPLE001",
  name: "木棉社会组织联合会",
  type: "HUB",
  registration: "association",
  party: "yes",
  qualified: "no",
  secretariat: "陈明华 <chen@example.org> +86 138 0013 8000",
};

function row(change: Record<string, string> = {}): string[] {
  const cells = { ...sound, ...change };
  return rosterColumns.map((column) => cells[column] ?? "");
}

function errorsOf(change: Record<string, string>) {
  return parseRoster(header, [row(change)]).errors;
}

describe("a sheet of organizations", () => {
  it("is parsed with its people, and omitted values have their defaults", () => {
    const { organizations, errors } = parseRoster(header, [row()]);
    expect(errors).toEqual([]);
    const person = {
      key: "chen@example.org",
      name: "陈明华",
      email: "chen@example.org",
      phone: "+8613800138000",
      language: "zh-CN",
    };
    expect(organizations).toEqual([
      {
        row: 2,
        code: "51000000EXAMPLE001",
        name: "木棉社会组织联合会",
        type: "HUB",
        registration: "association",
        zone: "Asia/Shanghai",
        district: "",
        party: true,
        qualified: false,
        language: "zh-CN",
        marks: [],
        types: ["HUB"],
        charity: null,
        supervised: null,
        people: [{ role: "secretariat", person }],
      },
    ]);
  });

  it("has marks for which statutes require more; a sheet without that column states none", () => {
    const place = header.indexOf("marks");
    const marked = row();
    marked[place] = "fire-key-unit; production-safety";
    expect(parseRoster(header, [marked]).organizations[0]?.marks).toEqual(["fire-key-unit", "production-safety"]);
    const without = (cells: readonly string[]): string[] => cells.filter((_, index) => index !== place);
    expect(parseRoster(without(header), [without(row())]).organizations[0]?.marks).toBeNull();
    marked[place] = "fire";
    expect(parseRoster(header, [marked]).errors[0]).toMatchObject({ column: "marks", value: "fire" });
  });

  it("gives an organization several types, and can have the older column for one type", () => {
    const types = (cell: string) =>
      parseRoster(header, [row({ type: "", types: cell })]).organizations.map((one) => [one.type, one.types]);
    expect(types("HUB|VOL")).toEqual([["HUB", ["HUB", "VOL"]]]);
    expect(types("异地商会｜ 行业协会商会 ")).toEqual([["CHM", ["CHM", "IND"]]]);
    expect(types("VOL|VOL")).toEqual([["VOL", ["VOL"]]]);
    const older = header.filter((column) => column !== "types");
    const cells = older.map((column) => sound[column] ?? "");
    expect(parseRoster(older, [cells]).organizations[0]?.types).toEqual(["HUB"]);
    const neither = older.filter((column) => column !== "type");
    expect(parseRoster(neither, [neither.map((column) => sound[column] ?? "")]).errors).toMatchObject([
      { row: 1, column: "types" },
    ]);
    expect(errorsOf({ type: "", types: "HUB|XYZ" })).toMatchObject([{ column: "types", value: "HUB|XYZ" }]);
  });

  it("states whether it is a charity, and whether it has a supervising authority; older sheets mark a charity", () => {
    const read = (change: Record<string, string>) => parseRoster(header, [row(change)]).organizations[0];
    expect(read({ charity: "是", supervised: "no" })).toMatchObject({ charity: true, supervised: false });
    expect(read({ charity: "no", supervised: "yes" })).toMatchObject({ charity: false, supervised: true });
    expect(read({ marks: "charity; fire-unit" })).toMatchObject({ charity: true, marks: ["fire-unit"] });
    const committee = "党委联系人 <party@example.org>";
    expect(read({ supervised: "no", party_committee: committee })?.people.map(({ role }) => role)).toContain(
      "party-committee",
    );
  });

  it("can be in Chinese, with its columns in any order and a byte order mark", () => {
    const columns = [...header].reverse();
    const cells = row({
      type: "社会服务机构",
      registration: "民办非企业单位\uff08社会服务机构\uff09",
      party: "是",
      qualified: "否",
    });
    const { organizations, errors } = parseRoster([`\uFEFF${columns[0]}`, ...columns.slice(1)], [cells.reverse()]);
    expect(errors).toEqual([]);
    expect(organizations[0]).toMatchObject({ type: "SVC", registration: "service", party: true, qualified: false });
  });

  it("has several people in a cell, with e-mail address, telephone number or both", () => {
    const cell = "王芳 <Wang@Example.org>; 李雷 13900139000\uff1b Ann Lee <ann@example.org> +1 202 555 0123";
    const { organizations, errors } = parseRoster(header, [row({ staff: cell })]);
    expect(errors).toEqual([]);
    const staff = organizations[0]?.people.filter(({ role }) => role === "staff").map(({ person }) => person);
    expect(staff).toEqual([
      { key: "wang@example.org", name: "王芳", email: "wang@example.org", language: "zh-CN" },
      { key: "+8613900139000 李雷", name: "李雷", phone: "+8613900139000", language: "zh-CN" },
      { key: "ann@example.org", name: "Ann Lee", email: "ann@example.org", phone: "+12025550123", language: "zh-CN" },
    ]);
  });

  it("has one person for each e-mail address, in every organization and role", () => {
    const { organizations, people, errors } = parseRoster(header, [
      row({ head: "陈明华 <CHEN@example.org>" }),
      row({
        code: "GZ-2",
        secretariat: "",
        authority: "周雅文 <zhou@example.org>",
        registrar: "陈明华 <chen@example.org>",
      }),
    ]);
    expect(errors).toEqual([]);
    expect(people.map((person) => person.name)).toEqual(["陈明华", "周雅文"]);
    const [first, second] = organizations;
    expect(first?.people.map(({ role }) => role)).toEqual(["head", "secretariat"]);
    for (const { person } of first?.people ?? []) expect(person).toBe(people[0]);
    expect(second?.people.find(({ role }) => role === "registrar")?.person).toBe(people[0]);
    expect(people[0]?.phone).toBe("+8613800138000");
  });
});

describe("an invalid cell", () => {
  it.each([
    ["code", "gz-1", /3 to 32 capital letters/],
    ["code", "AB", /3 to 32/],
    ["code", "", /3 to 32/],
    ["name", "", /organization's name/],
    ["name", "名".repeat(201), /at most 200 characters \(it has 201\)/],
    ["type", "XYZ", /one of HUB 枢纽型, .*OTH 其他/],
    ["type", "toString", /one of HUB/],
    ["charity", "maybe", /yes or no/],
    ["supervised", "maybe", /yes or no/],
    ["party_committee", "党委 <party@example.org>", /only where supervised says no/],
    ["registration", "company", /association 社会团体, service 民办非企业单位, foundation 基金会/],
    ["zone", "Asia/Guangzhou", /IANA zone such as Asia\/Shanghai/],
    ["zone", "Z+08:00", /IANA zone/],
    ["party", "maybe", /yes or no/],
    ["party", "", /yes or no/],
    ["qualified", "1", /yes or no/],
    ["language", "fr", /zh-CN or en/],
    ["secretariat", "陈明华", /an e-mail address or a telephone number/],
    ["secretariat", "<chen@example.org>", /a name first/],
    ["secretariat", "+86 138 0013 8000", /a name first/],
    ["secretariat", "chen@example.org", /a person as/],
    ["secretariat", "陈明华 <chen@example.org", /a person as/],
    ["secretariat", "陈明华 <chen@example>", /office@example\.org/],
    ["secretariat", "陈明华 <chen@example.org> 12345", /telephone number such as/],
    ["secretariat", "陈明华 <chen@example.org>, 李雷 <li@example.org>", /telephone number such as/],
    ["secretariat", `${"名".repeat(61)} <chen@example.org>`, /a name of at most 60/],
    ["staff", `${"王芳 <w@example.org>;".repeat(1200)}`, /at most 20000 characters/],
    ["name", '=HYPERLINK("http://example.org")', /no spreadsheet runs as a formula/],
    ["name", "@SUM(A1)", /formula/],
    ["name", "-2+3", /formula/],
    ["name", "+cmd|' /C calc'!A0", /formula/],
    ["name", "\uff1dSUM(A1)", /formula/],
    ["head", "王芳 <w@example.org>; =1+1 <x@example.org>", /a person as/],
    ["name", "木棉\0会", /without control/],
    ["name", "木棉\n会", /without control/],
    ["name", "木棉\u202e会", /invisible/],
    ["head", "王芳\r\nBcc: all@example.org <w@example.org>", /without control/],
    ["name", "木棉\ud800会", /without control/],
  ])("in column %s, %j, is reported with its place and what was expected", (column, value, expected) => {
    const errors = errorsOf({ [column]: value });
    expect(errors).toHaveLength(1);
    expect(errors[0]).toMatchObject({ row: 2, column });
    expect(english(errors[0]?.expected)).toMatch(expected);
    expect(errors[0]?.value).not.toMatch(/\p{Cc}/u);
    expect(errors[0]?.value.length).toBeLessThanOrEqual(100);
  });

  it("does not hide others: every invalid cell of every row is reported at once", () => {
    const { errors, organizations } = parseRoster(header, [
      row({ type: "XYZ", zone: "Mars/Base" }),
      row({ code: "GZ-2" }),
      row({ code: "GZ-3", head: "王芳; 李雷 <li@nowhere>" }),
    ]);
    expect(errors.map(({ row, column, value }) => [row, column, value])).toEqual([
      [2, "type", "XYZ"],
      [2, "zone", "Mars/Base"],
      [4, "head", "王芳"],
      [4, "head", "li@nowhere"],
    ]);
    expect(organizations.map(({ code }) => code)).toEqual(["GZ-2"]);
  });

  it("with the code of another row names that row", () => {
    const { errors } = parseRoster(header, [row({ code: "GZ-1" }), row({ code: "GZ-2" }), row({ code: "GZ-1" })]);
    expect(errors.map(inEnglish)).toEqual([
      { row: 4, column: "code", value: "GZ-1", expected: "a code used once: row 2 has it too" },
    ]);
  });

  it("with another telephone number for a known person names both", () => {
    const { errors } = parseRoster(header, [
      row({ code: "GZ-1", secretariat: "陈明华 <chen@example.org>" }),
      row({ code: "GZ-2", head: "陈明华 <chen@example.org> 13800138001", secretariat: "" }),
      row({ code: "GZ-3", deputy: "陈明华 <chen@example.org> 13800138002", secretariat: "" }),
    ]);
    expect(errors.map(inEnglish)).toEqual([
      {
        row: 4,
        column: "deputy",
        value: "+8613800138002",
        expected: "one telephone for one person: row 3, column head has +8613800138001 for chen@example.org",
      },
    ]);
  });

  it("with another name for a known address names both: two people in one mailbox could verify each other's work", () => {
    const [error] = errorsOf({ supervisory_board: "李雷 <chen@example.org>" });
    expect(error).toMatchObject({ row: 2, column: "supervisory_board", value: "李雷 <chen@example.org>" });
    expect(english(error?.expected)).toBe("one name for one address: row 2, column secretariat has 陈明华");
  });

  it("is named where a person is missing, if a row has no recipient", () => {
    expect(errorsOf({ secretariat: "" })).toMatchObject([{ row: 2, column: "secretariat", value: "" }]);
  });
});

describe("an invalid header", () => {
  it("names each unknown, missing or repeated column, and no row is read", () => {
    const columns = [...header.filter((column) => column !== "zone"), "colour", "code"];
    const { errors, organizations } = parseRoster(columns, [row()]);
    expect(errors.map(({ row, column, expected }) => [row, column, english(expected).slice(0, 17)])).toEqual([
      [1, "colour", "one of the column"],
      [1, "code", "each column once"],
      [1, "zone", 'a column "zone" ('],
    ]);
    expect(organizations).toEqual([]);
  });

  it("a row with more or fewer cells than the header is rejected, with both counts", () => {
    const { errors } = parseRoster(header, [row().slice(1), [...row(), "x"]]);
    expect(errors.map(({ row, expected }) => [row, english(expected)])).toEqual([
      [2, `${header.length} cells, as in the header (it has ${header.length - 1})`],
      [3, `${header.length} cells, as in the header (it has ${header.length + 1})`],
    ]);
  });
});

describe("for any sheet", () => {
  const cell = fc.oneof(
    fc.string({ unit: "binary", maxLength: 30 }),
    fc.constantFrom(
      "HUB",
      "association",
      "yes",
      "en",
      "Asia/Shanghai",
      "GZ-1",
      "王芳 <w@example.org>",
      "=1",
      "\0",
      "李\t雷 139",
    ),
  );

  it("parsing never throws, and each row is either accepted or has an error", () => {
    fc.assert(
      fc.property(fc.array(cell, { maxLength: 25 }), fc.array(fc.array(cell, { maxLength: 25 })), (top, rows) => {
        const { organizations, errors } = parseRoster(top, rows);
        expect(organizations.length === rows.length || errors.length > 0).toBe(true);
      }),
    );
  });

  it("no control character is ever accepted", () => {
    const column = fc.constantFrom(...rosterColumns);
    const control = fc.constantFrom("\0", "\t", "\n", "\r", "\u001b", "\u007f", "\u0085", "\u2028", "\u200b", "\u202e");
    fc.assert(
      fc.property(column, control, fc.nat(), (name, sign, place) => {
        const good = row()[rosterColumns.indexOf(name)] ?? "";
        const at = place % (good.length + 1);
        const { organizations, errors } = parseRoster(header, [
          row({ [name]: good.slice(0, at) + sign + good.slice(at) }),
        ]);
        expect(organizations).toEqual([]);
        expect(errors).toMatchObject([{ row: 2, column: name }]);
      }),
    );
  });

  it("a mixed row is accepted only if all of its text is plain", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...rosterColumns), cell), (change) => {
        const { organizations } = parseRoster(header, [row(change)]);
        expect(JSON.stringify(organizations)).not.toMatch(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]|\\[unrtbf]/u);
      }),
    );
  });

  it("ten thousand organizations with eight people each are read completely", () => {
    const columns = [
      "legal_representative",
      "head",
      "secretariat",
      "deputy",
      "supervisory_board",
      "party_head",
      "staff",
      "member",
    ];
    const rows = Array.from({ length: 10_000 }, (_, n) => {
      // Half of the numbers are landlines, which only the library can check.
      const number = (k: number) =>
        k % 2 === 0 ? `138${String(n * 8 + k).padStart(8, "0")}` : `020 8${String(n * 8 + k).padStart(7, "0")}`;
      const people = columns.map((column, k) => [column, `人员 <p${n}.${k}@example.org> ${number(k)}`]);
      return row({ code: `GZ-${n}`, ...Object.fromEntries(people) });
    });
    const { people, errors } = parseRoster(header, rows);
    expect(errors).toEqual([]);
    expect(people).toHaveLength(80_000);
  });
});

describe("contradictory cells", () => {
  it("are rejected: qualified but not a charity, an authority and none", () => {
    expect(errorsOf({ qualified: "yes", charity: "no" })).toMatchObject([{ column: "charity", value: "no" }]);
    expect(errorsOf({ supervised: "no", authority: "周雅文 <zhou@example.org>" })).toMatchObject([
      { column: "authority" },
    ]);
  });
});
