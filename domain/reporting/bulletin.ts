import { dutyOf } from "../catalogue/packs/index.ts";
import { writing } from "../messages/languages/writing.ts";
import type { LanguageCode } from "../terms.ts";
import { periodWords } from "../time/period-words.ts";
import { type Counts, countWords, rated } from "./counts.ts";
import { formulaWords } from "./formula.ts";
import type { Group, Place, Report } from "./report.ts";
import { daysWords, groupWords, percentWords, scopeWords } from "./show.ts";

/** Maximum numbers of organizations and duties that are named; others are counted. */
const named = { good: 5, poor: 10, duties: 3 };

/** A draft of a bulletin about a report, to be edited before it is issued. */
export interface Bulletin {
  title: string;
  text: string;
}

export const bulletinOf = (report: Report, language: LanguageCode): Bulletin =>
  writing[language].either(chinese, english)(report);

function chinese(report: Report): Bulletin {
  const { total, formula, scope, running } = report;
  const { counts } = total;
  const period = periodWords(report.period).zh;
  const { yellow } = formula.formula;
  const about = scopeWords(scope, "zh-CN");
  const good = best(report);
  const poor = worst(report);
  const duties = poorDuties(report);
  const sections: [string, string[]][] = [
    [
      "总体情况",
      [
        `${chineseCounts(report)}${chinesePunctuality(report)}${chineseMedian(total.medianDays)}${chineseReturns(counts)}`,
        ...chineseLights(report),
      ],
    ],
  ];
  if (good.length > 0)
    sections.push([
      "完成较好的机构",
      [`${good.map(({ name, score }) => `${name}（${score}分）`).join("、")}按期完成情况较好，予以通报表扬。`],
    ]);
  const problems = [
    ...(duties.length > 0
      ? [
          `部分职责落实不够及时：${duties.map((one) => `第${one.key}项“${dutyOf(one.key).title.zh}”按期完成率${percentWords(one.punctuality).zh}`).join("，")}。`,
        ]
      : []),
    ...(poor.length > 0
      ? [
          `下列${report.lights.red}家机构得分不足${yellow}分：${poor.map(chinesePlace).join("、")}${poor.length < report.lights.red ? "等" : ""}。`,
        ]
      : []),
  ];
  if (problems.length > 0) sections.push(["存在的主要问题", problems]);
  sections.push([
    "工作要求",
    [
      `${counts.overdue > 0 ? "请逾期未完成的机构抓紧办理，及时提交；确有困难的，及时说明情况。" : ""}请各社会组织对照各项职责，按期落实到位。`,
    ],
  ]);
  const paragraphs = [
    "各社会组织：",
    `　　现将${period}${scope.district ?? ""}社会组织履行职责情况通报如下${about.length > 0 ? `（统计范围：${about.join("；")}）` : ""}。${running ? "本期尚未结束，以下为截至统计时的数据。" : ""}`,
    ...sections.flatMap(([title, lines], n) => [
      `　　${["一", "二", "三", "四"][n]}、${title}`,
      ...lines.map((line) => `　　${line}`),
    ]),
    `　　附：评分办法`,
    `　　${formulaWords(formula.formula).zh}`,
  ];
  return { title: `关于${period}${scope.district ?? ""}社会组织履职情况的通报`, text: paragraphs.join("\n") };
}

/** Counts of zero are left out, except that of tasks done on time. */
function chineseCounts({ period, organizations, total: { counts } }: Report): string {
  const when = periodWords(period).zh;
  if (counts.asked === 0) return `${when}没有社会组织应办的工作。`;
  const parts = (["inTime", "late", "overdue", "missed", "credited", "waived"] as const).flatMap((name) =>
    counts[name] > 0 || name === "inTime" ? [`${countWords[name].name.zh}${counts[name]}项`] : [],
  );
  return `${when}共有${organizations.length}家社会组织应办工作${counts.asked}项，其中${parts.join("，")}。`;
}

/** Organizations without rated tasks have no light. */
function chineseLights({ lights, formula }: Report): string[] {
  const { green, yellow } = formula.formula;
  const parts = [
    ...(lights.green > 0 ? [`${green}分及以上的${lights.green}家`] : []),
    ...(lights.yellow > 0 ? [`${yellow}分及以上、不足${green}分的${lights.yellow}家`] : []),
    ...(lights.red > 0 ? [`不足${yellow}分的${lights.red}家`] : []),
  ];
  return parts.length > 0 ? [`按照评分办法，${parts.join("，")}。`] : [];
}

function chineseMedian(days: number | null): string {
  if (days === null) return "";
  if (days === 0) return "已提交的工作中，半数以上在开始当天提交。";
  return `已提交的工作中，半数以上在开始后${daysWords(days).zh.replace("天以上", "天以上才")}${days > 60 ? "" : "内"}提交。`;
}

function chineseReturns({ returns, selfDeclared }: Counts): string {
  const parts = [
    ...(returns > 0 ? [`退回${returns}次`] : []),
    ...(selfDeclared > 0 ? [`自行申报${selfDeclared}项`] : []),
  ];
  return parts.length > 0 ? `共${parts.join("，")}。` : "";
}

function chinesePunctuality({ total, before }: Report): string {
  const { punctuality, change } = total;
  if (punctuality === null) return "";
  const then = periodWords(before).zh;
  const compared =
    change === null
      ? ""
      : change === 0
        ? `，与${then}持平`
        : `，比${then}${change > 0 ? "提高" : "下降"}${Math.abs(change).toFixed(1)}个百分点`;
  return `按期完成率${percentWords(punctuality).zh}${compared}。`;
}

function chinesePlace({ name, score, counts: { overdue, missed } }: Place): string {
  const left = [...(overdue > 0 ? [`逾期未完成${overdue}项`] : []), ...(missed > 0 ? [`未完成${missed}项`] : [])];
  return `${name}（${[`${score}分`, ...left].join("，")}）`;
}

function english(report: Report): Bulletin {
  const { total, formula, scope, running } = report;
  const { counts } = total;
  const period = periodWords(report.period).en;
  const about = scopeWords(scope, "en");
  const good = best(report);
  const poor = worst(report);
  const duties = poorDuties(report);
  const place = ({ name, score, counts: { overdue, missed } }: Place): string =>
    `${name} (${[`score ${score}`, ...(overdue > 0 ? [`${overdue} overdue`] : []), ...(missed > 0 ? [`${missed} missed`] : [])].join(", ")})`;
  const sections = [
    `1. Overall. ${englishCounts(report)}${englishPunctuality(report)}${englishMedian(total.medianDays)}${englishReturns(counts)}${englishLights(report)}`.trim(),
    ...(good.length > 0
      ? [`Done well. ${writing.en.all(good.map(({ name, score }) => `${name} (score ${score})`))}.`]
      : []),
    ...(duties.length + poor.length > 0
      ? [
          `To be improved. ${duties.length > 0 ? `Least punctual: ${writing.en.clauses(duties.map((one) => `duty ${groupWords.duty(one.key, "en")}, ${percentWords(one.punctuality).en} in time`))}. ` : ""}${poor.length > 0 ? `Red: ${writing.en.clauses(poor.map(place))}${poor.length < report.lights.red ? ` and ${report.lights.red - poor.length} more` : ""}.` : ""}`.trim(),
        ]
      : []),
    `What is asked. ${counts.overdue > 0 ? "Please hand in what is overdue, or say what stands in the way. " : ""}Please see each duty through by its due day.`,
  ].map((line, n) => (n === 0 ? line : `${n + 1}. ${line}`));
  const paragraphs = [
    `To all social organizations: this is how duties were done in ${period}${about.length > 0 ? ` (${writing.en.clauses(about)})` : ""}.${running ? " The period is not over: these are the figures so far." : ""}`,
    ...sections,
    `Formula. ${formulaWords(formula.formula).en}`,
  ];
  return {
    title: `Bulletin on the duties of social organizations in ${period}${scope.district ? `, ${scope.district}` : ""}`,
    text: paragraphs.join("\n\n"),
  };
}

const of = (n: number, one: string): string => `${n} ${one}${n === 1 ? "" : "s"}`;
const is = (n: number, verb: "is" | "was"): string => (n === 1 ? verb : verb === "is" ? "are" : "were");

/** Counts of zero are left out, except that of tasks done on time. */
function englishCounts({ period, organizations, total: { counts } }: Report): string {
  const { asked, inTime, late, overdue, missed, credited, waived } = counts;
  if (asked === 0) return `Nothing was asked of any organization in ${periodWords(period).en}. `;
  const parts = [
    `${inTime} ${is(inTime, "was")} done in time`,
    ...(late > 0 ? [`${late} ${is(late, "was")} done late`] : []),
    ...(overdue > 0 ? [`${overdue} ${is(overdue, "is")} overdue`] : []),
    ...(missed > 0 ? [`${missed} ${is(missed, "was")} missed`] : []),
    ...(credited > 0 ? [`${credited} ${is(credited, "was")} credited`] : []),
    ...(waived > 0 ? [`${waived} ${is(waived, "was")} waived`] : []),
  ];
  const whom = of(organizations.length, "organization");
  return `${whom} ${is(organizations.length, "was")} asked ${of(asked, "task")}: ${writing.en.all(parts)}. `;
}

function englishMedian(days: number | null): string {
  if (days === null) return "";
  if (days === 0) return "Half of what was handed in was handed in on the day on which it began. ";
  return `Half of what was handed in took ${daysWords(days).en} ${days === 1 ? "day" : "days"}${days > 60 ? "" : " or less"}. `;
}

function englishReturns({ returns, selfDeclared }: Counts): string {
  const parts = [
    ...(returns > 0 ? [`submissions were returned ${returns === 1 ? "once" : `${returns} times`}`] : []),
    ...(selfDeclared > 0 ? [`${of(selfDeclared, "task")} ${is(selfDeclared, "was")} self-declared`] : []),
  ];
  const words = parts.join("; ");
  return words === "" ? "" : `${words[0]?.toUpperCase()}${words.slice(1)}. `;
}

function englishLights({ lights: { green, yellow, red }, formula }: Report): string {
  const parts = [
    ...(green > 0 ? [`${green} green (from ${formula.formula.green})`] : []),
    ...(yellow > 0 ? [`${yellow} yellow (from ${formula.formula.yellow})`] : []),
    ...(red > 0 ? [`${red} red (below ${formula.formula.yellow})`] : []),
  ];
  return parts.length > 0 ? `By the formula: ${writing.en.all(parts)}.` : "";
}

function englishPunctuality({ total, before }: Report): string {
  const { punctuality, change } = total;
  if (punctuality === null) return "";
  const then = periodWords(before).en;
  const compared =
    change === null
      ? ""
      : change === 0
        ? `, as in ${then}`
        : `, ${Math.abs(change).toFixed(1)} points ${change > 0 ? "more" : "less"} than in ${then}`;
  return `${percentWords(punctuality).en} was done in time${compared}. `;
}

const best = ({ organizations }: Report): Place[] =>
  organizations.filter(({ rank, light }) => rank !== null && light === "green").slice(0, named.good);

/** Lowest score first. Organizations too small to be ranked are not named before others. */
const worst = ({ organizations }: Report): Place[] =>
  organizations
    .filter(({ light }) => light === "red")
    .sort((a, b) => (a.score ?? 0) - (b.score ?? 0))
    .slice(0, named.poor);

const poorDuties = ({ duties, formula: { formula }, scope }: Report): Group[] =>
  scope.duty !== undefined
    ? []
    : duties
        .filter(({ counts, punctuality }) => rated(counts) > 0 && (punctuality ?? 1) * 100 < formula.green)
        .sort((a, b) => (a.punctuality ?? 1) - (b.punctuality ?? 1))
        .slice(0, named.duties);
