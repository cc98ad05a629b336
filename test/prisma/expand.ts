/** What a migration removes that the previous version uses. */
export interface Contraction {
  statement: string;
  why: string;
}

/** Statements of a migration, without comments; bodies of functions and string literals are skipped. */
function statementsOf(sql: string): string[] {
  const bare = sql
    .replace(/\$(\w*)\$[\s\S]*?\$\1\$/g, "''")
    .replace(/--[^\n]*/g, "")
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .replace(/'(?:[^']|'')*'/g, "''");
  return bare
    .split(";")
    .map((one) => one.replace(/\s+/g, " ").replaceAll('"', "").trim())
    .filter(Boolean);
}

const made = (statements: readonly string[]): ReadonlySet<string> =>
  new Set(statements.flatMap((one) => /^create table (?:if not exists )?(\w+)/i.exec(one)?.[1]?.toLowerCase() ?? []));

/** Parts of ALTER TABLE, separated by commas; commas in brackets belong to a part. */
const partsOf = (rest: string): string[] => rest.split(/,(?![^(]*\))/).map((one) => one.trim());

const contracting: readonly (readonly [RegExp, string])[] = [
  [/^drop (column )?(?!constraint|default|not null|identity|expression)/i, "takes a column away"],
  [/^rename /i, "gives another name"],
  [/^alter (column )?\w+ (set data )?type /i, "changes a type"],
  [/^alter (column )?\w+ set not null/i, "takes no null any more, which the version before may write"],
  [/^alter (column )?\w+ drop default/i, "expects a value that the version before does not give"],
  [
    /^add (column )?(if not exists )?(?!constraint|primary|unique|check|foreign|exclude)\w+ (?=.*\bnot null\b)(?!.*\b(default|generated|serial|bigserial)\b)/i,
    "expects a value that the version before does not give",
  ],
];

/** No version uses a table that the same migration creates. */
export function contractionsOf(sql: string): Contraction[] {
  const statements = statementsOf(sql);
  const own = made(statements);
  return statements.flatMap((statement): Contraction[] => {
    const [, dropped = ""] =
      /^drop (?:table|view|materialized view|type|function|sequence) (?:if exists )?([\w, ]+)/i.exec(statement) ?? [];
    if (dropped) return [{ statement, why: "takes it away" }];
    const [, table = "", rest = ""] =
      /^alter (?:table|type|view) (?:if exists )?(?:only )?(\w+) ([\s\S]+)$/i.exec(statement) ?? [];
    if (!table || own.has(table.toLowerCase())) return [];
    return partsOf(rest).flatMap((part) => {
      const found = contracting.find(([pattern]) => pattern.test(part));
      return found ? [{ statement: part, why: found[1] }] : [];
    });
  });
}

/** The version from which a contracting migration is safe, from its mark: `-- contract: 0.5.0`. */
export const markOf = (sql: string): string | undefined => /^-- contract: (\d+\.\d+\.\d+)$/m.exec(sql)?.[1];

/** Faults of a migration for installations that run the previous version. */
export function matterOf(sql: string): string[] {
  const contractions = contractionsOf(sql);
  const mark = markOf(sql);
  if (contractions.length === 0) return mark ? [`it is marked as contract ${mark} and contracts nothing`] : [];
  if (!mark) return contractions.map(({ statement, why }) => `${why}: ${statement}`);
  const raised = new RegExp(`update "?schema_floor"? set "?version"? = '${mark.replaceAll(".", "\\.")}'`, "i").test(
    sql,
  );
  return raised
    ? []
    : [`it is a contract of ${mark} and does not say so to the programs: update schema_floor set version = '${mark}'`];
}
