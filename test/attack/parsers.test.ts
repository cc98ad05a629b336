import { parse } from "csv-parse/sync";
import iconv from "iconv-lite";
import { beforeAll, describe } from "vitest";
import { withLanguage } from "../../cli/language.ts";
import { importOrganizations } from "../../client/registry/importing.ts";
import { cellsOfSheet } from "../../client/sheets/sheet.ts";
import { donationColumns, parseDonations } from "../../domain/donations/donation-sheet.ts";
import { formatYuan, MoneyError, parseYuan } from "../../domain/donations/money.ts";
import { BadInputError } from "../../domain/errors.ts";
import { parseEmail, parsePhone } from "../../domain/roster/address.ts";
import { csvLine } from "../../domain/roster/csv.ts";
import { parseRoster, rosterColumns } from "../../domain/roster/roster.ts";
import { bookOf } from "../support/files/zipped.ts";
import { promised } from "../support/timeouts.ts";
import { books } from "./books.ts";
import { cell, formulas, long, odd, plain } from "./cells.ts";
import { attackLine, type Trial, upTo } from "./line.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
});

/** Runs a reader and reports if it takes more than a second. */
function timed<Result>(trial: Trial, name: string, read: () => Result): Result {
  const began = performance.now();
  const result = read();
  const took = performance.now() - began;
  if (took > promised(1_000)) trial.succeeded(`${name} took ${Math.round(took)} ms`);
  trial.tried();
  return result;
}

/** Reads a file as a sheet, which must be refused with a reason or contain only text characters. */
function readSheet(trial: Trial, bytes: Buffer): void {
  try {
    const cells = withLanguage("en", () => cellsOfSheet(bytes, "sheet")).flat();
    if (cells.some((one) => /\0|\ufffd/.test(one))) trial.succeeded("read as something else");
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
  }
}

/** The cells of a sheet; null: it was refused with a reason. */
function cellsRead(bytes: Buffer): string[][] | null {
  try {
    return withLanguage("en", () => cellsOfSheet(bytes, "sheet"));
  } catch (error) {
    if (error instanceof BadInputError && /expected/.test(error.message)) return null;
    throw error;
  }
}

const line = (attack: string, pass: string) => ({ attack, pass, n: 10_000, fast: 300 });
const rejectedOrSame = "refused with row and reason, or read as written; none takes over 1 s";

describe("readers", () => {
  attackLine(
    line("Sheets of organizations: formulas, homoglyphs, control characters, oversized cells", rejectedOrSame),
    async (trial) => {
      for (const _ of upTo(trial.n)) {
        const row = rosterColumns.map(() => cell(trial));
        const { organizations, errors } = timed(trial, "a row", () => parseRoster(rosterColumns, [row]));
        if (organizations.length === 0 && !errors.every((one) => one.row >= 1 && one.value.length <= 80))
          trial.succeeded(`an error without row or reason: ${JSON.stringify(errors[0])}`);
        if (organizations.length + errors.length === 0) trial.succeeded("a row that is neither taken nor refused");
        for (const one of organizations)
          if (
            [one.name, one.code].some(
              (value) => !row.map((each) => each.trim()).includes(value) || formulas.includes(value),
            )
          )
            trial.succeeded(`read as something else: ${one.code} ${one.name}`);
      }
    },
  );

  attackLine(
    line("Sheets of donations: formulas, homoglyphs, control characters, oversized cells", rejectedOrSame),
    async (trial) => {
      const days = { startsOn: "2026-11-01", today: "2026-11-23" };
      for (const _ of upTo(trial.n)) {
        const row = donationColumns.map(() => cell(trial));
        const { donations, errors } = timed(trial, "a row", () => parseDonations(donationColumns, [row], days));
        if (errors.some((one) => one.row < 1 || one.value.length > 80))
          trial.succeeded(`an error without row or reason: ${JSON.stringify(errors[0])}`);
        for (const one of donations)
          if (
            [one.goods, one.purpose, one.donor, one.key].some(
              (value) => value !== "" && !row.map((each) => each.trim()).includes(value),
            )
          )
            trial.succeeded("read as something else");
      }
    },
  );

  attackLine(
    line("Sheets as XLSX: parts truncated, swapped or oversized, references to billions of cells", rejectedOrSame),
    async (trial) => {
      for (const _ of upTo(trial.n)) {
        const { pick, random } = trial;
        const value = pick([...plain, ...formulas]).replace(/[<&\r]/g, "");
        const where = pick(["A1", "B2", "XFD1048576", "ZZZ9", "A0", "1", ""]);
        const row = pick(["1", "2", "1048576", "-1", "x", "1e9"]);
        const xml = `<worksheet><sheetData><row r="${row}"><c r="${where}" t="${pick(["str", "s", "n", "d", "b", "?"])}" s="${pick(["0", "99", "-1"])}"><v>${value}</v></c></row></sheetData>
          <mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>`;
        const bytes = bookOf(
          pick([xml, xml, xml.slice(0, Math.floor(random() * xml.length)), `<row>${"<c/>".repeat(5_000)}</row>`]),
        );
        if (random() < 0.3) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
        timed(trial, "a workbook", () => readSheet(trial, bytes));
      }
    },
  );

  attackLine(
    {
      attack: "Sheets as XLSX: archives and XML that expand, nest or reference themselves; formulas and dates in cells",
      pass: "refused with the reason, or read as a spreadsheet shows it; formulas become text that is refused later; none takes over 1 s",
      n: 1_000,
      fast: 24,
    },
    async (trial) => {
      const ways = Object.entries(books);
      for (const i of upTo(trial.n)) {
        const [name, { book, reads }] = ways[i % ways.length] ?? ["", { book: () => Buffer.alloc(0), reads: null }];
        const bytes = book(trial);
        const cells = timed(trial, name, () => cellsRead(bytes));
        const expected = reads === null ? null : reads(trial);
        if (JSON.stringify(cells) !== JSON.stringify(expected))
          trial.succeeded(`${name}: ${JSON.stringify(cells)?.slice(0, 80)}; expected ${JSON.stringify(expected)}`);
      }
    },
  );

  attackLine(line("Sheets as CSV in GBK, GB18030 and binary data", rejectedOrSame), async (trial) => {
    for (const _ of upTo(trial.n)) {
      const { random } = trial;
      const text = `a,b\n${cell(trial)},木棉\n`;
      const bytes = iconv.encode(text, random() < 0.5 ? "gbk" : "gb18030");
      if (random() < 0.5) bytes[Math.floor(random() * bytes.length)] = Math.floor(random() * 256);
      timed(trial, "a sheet", () => readSheet(trial, bytes));
    }
  });

  attackLine(
    line("Amounts of money: characters of other scripts, fractions of a cent, oversized values", rejectedOrSame),
    async (trial) => {
      for (const _ of upTo(trial.n)) {
        const text = cell(trial);
        try {
          const cents = timed(trial, "an amount", () => parseYuan(text));
          if (parseYuan(formatYuan(cents)) !== cents) trial.succeeded(`does not come back: ${text}`);
        } catch (error) {
          if (!(error instanceof MoneyError)) throw error;
          trial.tried();
        }
      }
    },
  );

  attackLine(
    line("E-mail addresses: homoglyphs, quoting, line breaks, oversized values", rejectedOrSame),
    async (trial) => {
      for (const _ of upTo(trial.n)) {
        const text = cell(trial);
        const email = timed(trial, "an address", () => parseEmail(text));
        if (email !== undefined && (email !== text.toLowerCase() || !/^[\x21-\x7e]{3,254}$/.test(email)))
          trial.succeeded(`read as something else: ${email}`);
      }
    },
  );

  attackLine(
    line("Telephone numbers: digits of other scripts, extensions, oversized values", rejectedOrSame),
    async (trial) => {
      for (const _ of upTo(trial.n)) {
        const text = cell(trial);
        const phone = timed(trial, "a number", () => parsePhone(text));
        if (phone !== undefined && (!/^\+\d{6,15}$/.test(phone) || parsePhone(phone) !== phone))
          trial.succeeded(`does not come back: ${text}`);
      }
    },
  );

  attackLine(
    line(
      "Cells of CSV downloads: formulas, quotes, line breaks",
      "read back unchanged; a spreadsheet executes none of it",
    ),
    async (trial) => {
      for (const _ of upTo(trial.n)) {
        // Lone surrogates cannot be encoded in UTF-8.
        const cells = Array.from({ length: 5 }, () => Buffer.from(cell(trial)).toString());
        const written = timed(trial, "a line", () => csvLine(cells));
        const [read = []] = parse(written, { relaxColumnCount: true }) as string[][];
        cells.forEach((value, i) => {
          const back = read[i] ?? "";
          if (back !== value && back !== `'${value}`)
            trial.succeeded(`does not come back: ${JSON.stringify(value).slice(0, 80)}`);
          if (/^\s*[=@＝＠＋－]/.test(back))
            trial.succeeded(`runs in a spreadsheet: ${JSON.stringify(back).slice(0, 80)}`);
        });
      }
    },
  );

  attackLine(
    {
      attack: "Sheets with one invalid row among valid ones, imported",
      pass: "the whole sheet is refused; nothing changes",
      n: 200,
      fast: 10,
    },
    async (trial) => {
      const { desk } = stage;
      const good = (i: number): string[] =>
        rosterColumns.map((column) => {
          const cells: Record<string, string> = {
            code: `GZ-GOOD-${i}`,
            name: `好机构${i}`,
            type: "CHA",
            registration: "foundation",
            zone: "Asia/Shanghai",
            district: "越秀区",
            party: "no",
            qualified: "yes",
            language: "zh-CN",
            secretariat: `李${i} <li${i}@example.org>`,
          };
          return cells[column] ?? "";
        });
      const before = await stage.digest();
      for (const _ of upTo(trial.n)) {
        const rows = [good(1), good(2), good(3)];
        const bad = good(4).map((value) => (trial.random() < 0.5 ? trial.pick([...formulas, ...long, ...odd]) : value));
        rows.splice(Math.floor(trial.random() * 4), 0, bad);
        const csv = [rosterColumns, ...rows]
          .map((cells) => cells.map((value) => `"${value.replaceAll('"', '""')}"`).join(","))
          .join("\n");
        try {
          await importOrganizations(desk.context, csv);
          trial.succeeded("a sheet with a bad row was taken");
        } catch (error) {
          if (!(error instanceof BadInputError)) throw error;
        }
        trial.tried();
      }
      const after = await stage.digest();
      for (const [table, digest] of Object.entries(after))
        if (digest !== before[table]) trial.succeeded(`${table} was changed`);
    },
  );
});
