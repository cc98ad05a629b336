import type { Command } from "commander";
import type { LevelInput } from "../../client/registry/level-input.ts";
import { levelsStanding, undoOf } from "../../client/registry/level-standing.ts";
import { type LevelPreview, previewLevel, setLevel } from "../../client/registry/levels.ts";
import { BadInputError } from "../../domain/errors.ts";
import type { PackItem } from "../../domain/hazards/hazard-pack.ts";
import { hazardPacks } from "../../domain/hazards/index.ts";
import { knownHazards } from "../../domain/planning/levels.ts";
import { expected, unusable } from "../../domain/reasons/index.ts";
import { printable } from "../../domain/roster/cell.ts";
import { type Level, levels, organizationTypes } from "../../domain/terms.ts";
import { cityZone } from "../../domain/time/zones.ts";
import { word } from "../../domain/words.ts";
import { type LevelRow, levelRows } from "../../records/levels.ts";
import { namesOf } from "../../records/messages/stories.ts";
import type { CommandResult, Run } from "../command-result.ts";
import type { CliSession } from "../deps.ts";
import { currentLanguage, localized, say } from "../language.ts";
import { jsonOf } from "../views/file.ts";
import { cell, safe, wall } from "../views/format.ts";
import { beforeLevels, hazardTitle, levelScope } from "../views/level-words.ts";

/** Names that can be typed, each with its title. */
const hazardNames = (): string =>
  hazardPacks.map(({ name, title }) => say(`${name}（${title.zh}）`, name)).join(say("、", ", "));
const levelNames = (): string =>
  levels.map((one) => say(`${one}（${word("level", one, "zh-CN")}）`, one)).join(say("、", ", "));

/** `duban level …` */
export function levelCommands(level: Command, run: Run): void {
  level
    .command("show")
    .description(
      say(
        "各类风险目前的等级：哪里、自何日起、为什么；以及已设定、尚未开始的",
        "the level of each hazard: where, since when and why; and what is set for days to come",
      ),
    )
    .option("--hazard <name>", say(`只看一类：${hazardNames()}`, `of one: ${hazardNames()}`))
    .action(({ hazard }: { hazard?: string }, command: Command) => run(command, (session) => show(session, hazard)));

  level
    .command("set")
    .description(
      say(
        "设定一类风险自某日起的等级；各项职责的周期随之改变，未办理的各期由新的一期代替，并告知有关人员",
        "set the level of a hazard from a day on: duties recur more or less often, tasks that nobody has answered are superseded, and people are notified",
      ),
    )
    .argument("<level>", say(`等级：${levelNames()}`, levelNames()))
    .option(
      "--hazard <name>",
      say(`风险：${hazardNames()}，或以文件设定过的`, `${hazardNames()}, or one that was set with a file`),
    )
    .option(
      "--hazard-file <path>",
      say(
        "其他风险：JSON文件，格式同 `level pack flood --json`，内有名称、物资、措施和用语",
        "another hazard: JSON as `level pack flood --json` prints it, with its name, supplies, measures and words",
      ),
    )
    .option("--district <name>", say("只限一个区（不写为全市）", "in one district only (all, without it)"))
    .option(
      "--type <type>",
      say(`只限一类机构：${organizationTypes.join("、")}`, `of one type only: ${organizationTypes.join(", ")}`),
    )
    .option("--from <date>", say("自何日起，YYYY-MM-DD；不写为今日", "first day, YYYY-MM-DD; today, without it"))
    .option("--because <text>", say("理由，记录在案", "why: it stands on record"))
    .option("--preview", say("只说明会带来什么，不作设定", "say what it would bring, and set nothing"), false)
    .action((given: string, options: SetOptions, command: Command) =>
      run(command, (session) => set(session, given, options)),
    );

  level
    .command("undo")
    .description(
      say(
        "撤销一次设定：恢复没有它时的等级，未开始的自其起始日起，已开始的自今日起",
        "undo a setting: the level without it applies from its first day, or from today if that has passed",
      ),
    )
    .argument("<id>", say("编号见 `level history`", "as `level history` shows it"))
    .option("--because <text>", say("理由，记录在案", "why: it stands on record"))
    .option("--preview", say("只说明会带来什么，不作设定", "say what it would bring, and set nothing"), false)
    .action((id: string, options: Pick<SetOptions, "because" | "preview">, command: Command) =>
      run(command, async (session) => setOrPreview(session, await undoOf(session, id), options)),
    );

  level
    .command("pack")
    .description(
      say(
        "风险的物资、措施和用语；加--json即为 `level set --hazard-file` 所用的格式",
        "a hazard's supplies, measures and words; with --json in the form that `level set --hazard-file` takes",
      ),
    )
    .argument(
      "<name>",
      say(`风险：${hazardNames()}，或以文件设定过的`, `${hazardNames()}, or one that was set with a file`),
    )
    .action((name: string, _options: unknown, command: Command) => run(command, (session) => showPack(session, name)));

  level
    .command("history")
    .description(say("设定过的等级：谁、何时、为什么", "every level that was set: by whom, when and why"))
    .option("--hazard <name>", say(`只看一类：${hazardNames()}`, `of one: ${hazardNames()}`))
    .action(({ hazard }: { hazard?: string }, command: Command) => run(command, (session) => history(session, hazard)));
}

interface SetOptions {
  hazard?: string;
  hazardFile?: string;
  district?: string;
  type?: string;
  from?: string;
  because?: string;
  preview: boolean;
}

async function set(session: CliSession, level: string, options: SetOptions): Promise<CommandResult> {
  const { hazard, hazardFile, district, type, from, because, preview } = options;
  const input = {
    level,
    ...(hazard !== undefined && { hazard }),
    ...(hazardFile !== undefined && { pack: await jsonOf(hazardFile) }),
    ...(district !== undefined && { district }),
    ...(type !== undefined && { type }),
    ...(from !== undefined && { from }),
  };
  return setOrPreview(session, input, { because, preview });
}

async function setOrPreview(
  session: CliSession,
  input: Omit<LevelInput, "because" | "actor">,
  { because, preview }: { because?: string | undefined; preview: boolean },
): Promise<CommandResult> {
  if (preview) {
    const found = await previewLevel(session, input);
    return { data: { ...found, changed: false }, text: lines(found, say("设定后：", "It would bring:")).join("\n") };
  }
  const done = await setLevel(session, { ...input, because: because ?? "", actor: "administrator" });
  const { preview: found, changed } = done;
  return {
    data: { ...found, changed },
    text: changed
      ? lines(found, say("已设定。", "It is set.")).join("\n")
      : say("本来就是这一等级，未作更改。", "It stands at this level already: nothing was changed."),
  };
}

/** Effects of a level, one in each line. */
function lines(found: LevelPreview, first: string): string[] {
  const { organizations, reached, opens, superseded, kept, missed, mails, sms } = found;
  return [
    first,
    say(
      `${levelScope(found)}，${safe(localized(found.title))}：${word("level", found.level, "zh-CN")}，自${found.from}起`,
      `${levelScope(found)}, ${safe(localized(found.title))}: ${found.level}, from ${found.from}`,
    ),
    say(
      `机构        ${organizations}家等级改变（涉及${reached}家）`,
      `organizations  ${organizations} change their level (of ${reached} that it reaches)`,
    ),
    say(
      `事项        新开始${opens}项，因等级调整不再办理${superseded}项，已开始办理、继续办完${kept}项，到期未完成${missed}项`,
      `cases          ${opens} open, ${superseded} are superseded, ${kept} that somebody has begun go on, ${missed} end as missed`,
    ),
    say(
      `告知        邮件${mails}人${sms > 0 ? `，短信${sms}人` : ""}`,
      `told           ${mails} by mail${sms > 0 ? `, ${sms} by SMS` : ""}`,
    ),
  ];
}

async function showPack({ db }: CliSession, given: string): Promise<CommandResult> {
  const packs = knownHazards(await levelRows(db));
  const pack = packs.find(({ name }) => name === given);
  if (!pack)
    throw new BadInputError(
      unusable("hazard", printable(given), expected("one-of", { options: packs.map(({ name }) => name) })),
    );
  const items = (label: string, list: readonly PackItem[]): string[] =>
    list.length === 0
      ? []
      : [`${label}${say("：", ": ")}${list.map((one) => safe(localized(one.label))).join(say("；", "; "))}`];
  const stock = pack.stock.map((one) => `${safe(localized(one.label))} ≥ ${one.minimum}`);
  return {
    data: pack,
    text: [
      `${safe(localized(pack.title))}${say(`（${pack.name}）`, ` (${pack.name})`)}`,
      `${say("工作用语：", "Words: ")}${safe(localized(pack.measures))}`,
      ...items(say("场所措施", "At each site"), pack.premises),
      ...items(say("人员措施", "For each person"), pack.people),
      ...items(say("另加的排查项目", "More weak links"), pack.weakLinks),
      `${say("物资：", "In stock: ")}${stock.join(say("；", "; "))}`,
    ].join("\n"),
  };
}

async function show(session: CliSession, hazard?: string): Promise<CommandResult> {
  const { today, standing } = await levelsStanding(session);
  const wanted = standing.filter(({ now }) => hazard === undefined || now.hazard === hazard);
  const people = await namesFor(
    session,
    wanted.flatMap(({ now, next }) => [now, ...next]),
  );
  const data = wanted.map(({ now, next }) => ({
    ...levelData(now.from <= today ? now : { ...now, level: "normal" as Level }),
    next: next.map(levelData),
  }));
  return {
    data: { today, standing: data },
    table: {
      head: ["hazard", "where", "level", "since", "because", "set by"],
      rows: wanted.flatMap(({ now, next }) => [
        ...(now.from <= today ? [row(now, people)] : []),
        ...next.map((one) => row(one, people)),
      ]),
    },
    ...(wanted.length === 0 && {
      text: say("没有设定等级，各类风险均为常态。", "No level is set: every hazard is at normal."),
    }),
  };
}

async function history(session: CliSession, hazard?: string): Promise<CommandResult> {
  const { history: all } = await levelsStanding(session);
  const rows = all
    .filter((one) => hazard === undefined || one.hazard === hazard)
    .sort((one, other) => other.setAt.getTime() - one.setAt.getTime());
  const people = await namesFor(session, rows);
  return {
    data: rows.map(levelData),
    table: {
      head: ["hazard", "where", "level", "since", "because", "set by", "set at", "id"],
      rows: rows.map((one) => [...row(one, people), wall(one.setAt, cityZone), one.id]),
    },
  };
}

const levelData = ({ id, hazard, level, district, type, from, because, setBy, setAt }: LevelRow) => ({
  id,
  hazard,
  level,
  district,
  type,
  from,
  because,
  setBy,
  setAt,
});

const namesFor = (session: CliSession, rows: readonly LevelRow[]): Promise<ReadonlyMap<string, string>> =>
  namesOf(session.db, [...new Set(rows.map(({ setBy }) => setBy))]);

const row = (one: LevelRow, people: ReadonlyMap<string, string>): string[] => [
  hazardTitle(one),
  levelScope(one),
  word("level", one.level, currentLanguage()),
  one.setBy === "system" ? say("启用以来", "the start") : one.from,
  cell(one.setBy === "system" ? beforeLevels() : one.because, 60),
  cell(people.get(one.setBy) ?? word("actor", one.setBy, currentLanguage()), 20),
];
